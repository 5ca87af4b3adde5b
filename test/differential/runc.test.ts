/** The same bundles under Debian's runc and under teu, compared from inside and from outside the container. */
import { afterAll, beforeAll, expect, test } from 'bun:test';
import type { Subprocess } from 'bun';
import { ownChildren } from '../helpers/children.ts';
import { scenario } from '../helpers/scenario.ts';
import { type Accepted, accepted, acceptedOfCrun, limit } from './accepted.ts';
import { bundles } from './bundles.ts';
import { differences, unaccepted, unused } from './compare.ts';
import { capturedBundles } from './corpus.ts';
import { edges, mistakes } from './edges.ts';
import { generatedBundles } from './generated.ts';
import { type Change, observe } from './observe.ts';

/** Holds the namespaces that captured configurations join. */
let holder: Subprocess<'pipe'>;
beforeAll(() => {
  holder = Bun.spawn(['unshare', '--net', '--ipc', '--uts', 'cat'], { stdin: 'pipe' });
  ownChildren.add(holder.pid);
});
afterAll(async () => {
  holder.stdin.end();
  await holder.exited;
});

const short: Readonly<Record<string, string>> = { network: 'net' };
const named = (prefix: string, from: Readonly<Record<string, Change>>) =>
  Object.fromEntries(Object.entries(from).map(([name, change]) => [`${prefix} ${name}`, change]));
const corpus = {
  ...bundles,
  ...named('edge', edges),
  ...named('mistake', mistakes),
  ...capturedBundles((type) => `/proc/${holder.pid}/ns/${short[type] ?? type}`),
  ...generatedBundles(),
};
/** How many bundles are compared, at least. */
const least = 150;

const used = new Set<Accepted>();
for (const [name, change] of Object.entries(corpus)) {
  scenario(
    `${name}: teu and runc do the same`,
    (box) => {
      const ours = observe(box, change);
      expect(ours.left).toEqual([]);
      // Two refusals say nothing of a bundle that is meant to run.
      expect(ours.refusal !== null).toBe(name.startsWith('mistake '));
      const found = differences(ours, observe(box, change, 'runc'));
      expect(unaccepted(found, accepted, used)).toEqual([]);
    },
    { needs: ['runc'] },
  );
}

test('the corpus is large enough', () => {
  expect(Object.keys(corpus).length).toBeGreaterThanOrEqual(least);
});

test('accepted differences are few, have a reason, and are all still there', () => {
  const all = [...accepted, ...acceptedOfCrun];
  expect(all.length).toBeLessThanOrEqual(limit);
  expect(all.filter(({ reason }) => !/^(spec|kernel|bug of the peer): /.test(reason))).toEqual([]);
  expect(unused(accepted, used)).toEqual([]);
});
