/** The same bundles under Debian's runc and under teu, compared from inside the container. */
import { expect, test } from 'bun:test';
import type { Box } from '../helpers/box.ts';
import { defaultConfig, type OciConfig } from '../helpers/config.ts';
import { scenario } from '../helpers/scenario.ts';
import { accepted, limit } from './accepted.ts';
import { bundles } from './bundles.ts';
import { parse, script } from './inside.ts';

/** What a container of this bundle prints under the runtime, without the names that differ by run. */
function observe(box: Box, change: (config: OciConfig, dir: string) => void, runtime?: string) {
  const id = box.id();
  const bundle = box.bundle((config, dir) => {
    config.process.args = defaultConfig(script).process.args;
    change(config, dir);
  });
  const args = ['run', '--bundle', bundle, id];
  const result = box.call(args, runtime === undefined ? {} : { runtime });
  if (result.code !== 0) throw new Error(`${runtime ?? 'teu'}: exit ${result.code}: ${result.stderr}`);
  return parse(result.stdout.replaceAll(bundle, 'BUNDLE').replaceAll(id, 'ID'));
}

interface Difference {
  readonly fact: string;
  readonly line: string;
}

/** Lines that only one of the two prints, `+` teu and `-` runc. */
function differences(ours: ReadonlyMap<string, readonly string[]>, theirs: typeof ours): Difference[] {
  return [...theirs.keys()].flatMap((fact) => {
    const [left, right] = [ours.get(fact) ?? [], theirs.get(fact) ?? []];
    const only = (of: readonly string[], not: readonly string[], sign: string) =>
      of.filter((line) => !not.includes(line)).map((line) => ({ fact, line: `${sign} ${line}` }));
    return [...only(left, right, '+'), ...only(right, left, '-')];
  });
}

const used = new Set<number>();

function isAccepted({ fact, line }: Difference): boolean {
  const index = accepted.findIndex((entry) => entry.fact === fact && entry.line.test(line));
  if (index >= 0) used.add(index);
  return index >= 0;
}

for (const [name, change] of Object.entries(bundles)) {
  scenario(
    `${name}: teu and runc give the same container`,
    (box) => {
      const [ours, theirs] = [observe(box, change), observe(box, change, 'runc')];
      const open = differences(ours, theirs).filter((difference) => !isAccepted(difference));
      expect(open.map(({ fact, line }) => `${fact}: ${line}`)).toEqual([]);
    },
    { needs: ['runc'] },
  );
}

test('accepted differences are few, have a reason, and are all still there', () => {
  expect(accepted.length).toBeLessThanOrEqual(limit);
  expect(accepted.filter(({ reason }) => !/^(spec|kernel|bug of the peer): /.test(reason))).toEqual([]);
  expect(
    accepted
      .filter(({ shows }, index) => !used.has(index) && shows?.() !== false)
      .map(({ reason }) => reason),
  ).toEqual([]);
});
