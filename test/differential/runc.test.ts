/** The same bundles under Debian's runc and under teu, compared from inside and from outside the container. */
import { afterAll, beforeAll, expect, test } from 'bun:test';
import type { Subprocess } from 'bun';
import { ownChildren } from '../helpers/children.ts';
import { scenario } from '../helpers/scenario.ts';
import { type Accepted, accepted, acceptedOfCrun, limit } from './accepted.ts';
import { bundles } from './bundles.ts';
import { type Difference, differences, unaccepted, unused } from './compare.ts';
import { capturedBundles } from './corpus.ts';
import { edges, mistakes } from './edges.ts';
import { generatedBundles } from './generated.ts';
import { type Change, type Observation, observe } from './observe.ts';

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

/** From another seed a bundle may ask for what neither has here, and finds what runc 1.1, a program in Go, cannot do. */
const isCampaign = process.env['SEED'] !== undefined;
const weaknesses =
  /cannot punch hole in existing wildcard rule|error adding seccomp rule for .*: file exists/;
function isBeside(name: string, ours: Observation, theirs: Observation): boolean {
  if (!isCampaign || !name.startsWith('generated ')) return false;
  const crashed = theirs.facts.get('exit')?.[0] === 'status 2 signal null' && ours.refusal === null;
  return crashed || (theirs.refusal !== null && (ours.refusal !== null || weaknesses.test(theirs.refusal)));
}

/** runc 1.1 runs poststart when it has told init to go on, not when init has. */
const isLatePoststart = ({ fact, line }: Difference): boolean =>
  fact === 'order' && /^~ .*startContainer.*poststart.* \| .*poststart.*startContainer/.test(line);

const used = new Set<Accepted>();
for (const [name, change] of Object.entries(corpus)) {
  scenario(
    `${name}: teu and runc do the same`,
    (box) => {
      const ours = observe(box, change);
      expect(ours.left).toEqual([]);
      const theirs = observe(box, change, 'runc');
      if (isBeside(name, ours, theirs)) return;
      // Two refusals say nothing of a bundle that is meant to run.
      expect(ours.refusal !== null).toBe(name.startsWith('mistake '));
      const found = differences(ours, theirs).filter((one) => !(isCampaign && isLatePoststart(one)));
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
  if (!isCampaign) expect(unused(accepted, used)).toEqual([]);
});
