/** The negative of every property: a value of another type is refused by its pointer, whatever leaf it is. */
import { writeFileSync } from 'node:fs';
import { expect } from 'bun:test';
import type { Box } from '../helpers/box.ts';
import { scenario } from '../helpers/scenario.ts';
import { sinkConfig, sinkNames } from '../sink/effects.ts';
import { matches, put, schemaLeaves, valuePointers } from '../sink/leaves.ts';

/** No leaf is a list. */
const wrong: readonly unknown[] = [];

/** Pointers of the first instance of each leaf that this sink sets, and the config with a wrong value at all of them. */
function spoiled(sink: (typeof sinkNames)[number]): {
  readonly config: unknown;
  readonly pointers: string[];
} {
  const config = sinkConfig(sink);
  const set = valuePointers(config);
  const pointers = schemaLeaves.flatMap(({ pattern }) => {
    const first = set.find((pointer) => matches(pattern, pointer));
    return first === undefined ? [] : [first];
  });
  for (const pointer of pointers) put(config, pointer, wrong);
  return { config, pointers };
}

interface Found {
  readonly severity: string;
  readonly code: string;
  readonly pointer: string;
}

function found(box: Box, config: unknown): readonly Found[] {
  const bundle = box.bundle();
  writeFileSync(`${bundle}/config.json`, JSON.stringify(config));
  const { code, stdout } = box.call(['validate', '--config-only', '--format', 'json', bundle]);
  expect(code).toBe(1);
  expect(box.teu('create', '--bundle', bundle, box.id()).code).toBe(1);
  return (JSON.parse(stdout) as { findings: readonly Found[] }).findings;
}

for (const sink of sinkNames)
  scenario(
    `a value of the wrong type is refused by its pointer, at every leaf of ${sink}`,
    (box) => {
      const { config, pointers } = spoiled(sink);
      const findings = found(box, config).filter(({ code }) => code === 'teu.config.type');
      expect(findings.map(({ pointer }) => pointer).sort()).toEqual([...pointers].sort());
      expect(box.left()).toEqual([]);
    },
    { teuOnly: 'a verb of teu' },
  );
