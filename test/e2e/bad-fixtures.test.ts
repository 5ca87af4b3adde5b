/** create on every bad fixture: status 1, the finding's place in the log, no stack, nothing left. */
import { expect } from 'bun:test';
import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import type { Box } from '../helpers/box.ts';
import { repository } from '../helpers/paths.ts';
import { scenario } from '../helpers/scenario.ts';

interface Finding {
  readonly severity: string;
  readonly code: string;
  readonly path: string;
  readonly line: number;
  readonly column: number;
}

const directory = `${repository}spec-fixtures/`;
const read = (name: string, file: string) => readFileSync(`${directory}${name}/${file}`, 'utf8');

/** Fixtures that create must refuse, with the error that it meets first. */
const bad = readdirSync(directory)
  .sort()
  .flatMap((name) => {
    const findings = JSON.parse(read(name, 'expected.json')) as Finding[];
    const first = findings.find(({ severity }) => severity === 'error');
    return first === undefined ? [] : [{ name, first }];
  });

/** Frames of a stack, file names of sources, and the runtime's word for its own mistakes. */
const stack = /^\s+at |\.[tj]s:\d+|node:internal|internal error/m;

function lastEntry(log: string): Record<string, unknown> {
  const lines = existsSync(log) ? readFileSync(log, 'utf8').trimEnd().split('\n') : [];
  return JSON.parse(lines.at(-1) ?? '{}') as Record<string, unknown>;
}

/** What create said and left, in a form that a difference of is readable. */
function outcome(box: Box, bundle: string, id: string, name: string) {
  const log = `${box.dir}/log.json`;
  rmSync(log, { force: true });
  copyFileSync(`${directory}${name}/config.json`, `${bundle}/config.json`);
  const global = ['--log', log, '--log-format', 'json'];
  const result = box.call([...global, 'create', '--bundle', bundle, id]);
  const { level, code, pointer, file, line, column } = lastEntry(log);
  return {
    name,
    status: result.code,
    said: { level, code, pointer, file, line, column },
    output: result.stdout,
    stack: stack.exec(result.stderr + (existsSync(log) ? readFileSync(log, 'utf8') : ''))?.[0] ?? null,
    left: box.left(),
  };
}

scenario(
  'create on every bad fixture names the field and its place, prints no stack and leaves nothing',
  (box) => {
    const bundle = box.bundle();
    // One id for all: had a create left a state directory, the next one would say that it exists.
    const id = box.id();
    const file = `${bundle}/config.json`;
    expect(bad.length).toBeGreaterThan(90);
    const wanted = bad.map(({ name, first: { code, path, line, column } }) => ({
      name,
      status: 1,
      said: { level: 'error', code, pointer: path, file, line, column },
      output: '',
      stack: null,
      left: [],
    }));
    expect(bad.map(({ name }) => outcome(box, bundle, id, name))).toEqual(wanted as never);
  },
  { teuOnly: 'places in config.json' },
);
