/** Each leaf of config.json is seen: in two containers that differ in it, a fact inside or in the kernel's files differs. */
import { expect, test } from 'bun:test';
import { scenario } from '../helpers/scenario.ts';
import { schemaLeaves } from '../sink/leaves.ts';
import { withoutEffect } from '../sink/mutations.ts';
import { unseen } from '../sink/unseen.ts';
import { visit } from '../sink/world.ts';
import { timeoutLeaves, timeouts } from '../sink/worlds-hooks.ts';
import { worlds } from '../sink/worlds.ts';

for (const world of worlds)
  scenario(
    `every leaf is seen: ${world.title}`,
    (box) => {
      const shared = world.prepare?.(box) ?? '';
      for (const side of [0, 1] as const) {
        const wanted = world.rows(shared).map(({ leaf, want }) => ({ leaf, sees: want[side] }));
        expect(visit(box, world, shared, side)).toEqual(wanted);
      }
    },
    { needs: world.needs, teuOnly: 'the peers do not have every property' },
  );

scenario('every leaf is seen: time limits of hooks', async (box) => {
  expect(await timeouts(box)).toEqual(timeoutLeaves.map((leaf) => ({ leaf, sees: 'killed ended' })));
});

const rows = worlds.flatMap((world) => world.rows(''));
const seen = new Set([...rows.map(({ leaf }) => leaf), ...timeoutLeaves]);
const excused = [...unseen.flatMap(({ leaves }) => leaves), ...Object.keys(withoutEffect)];

test('every leaf of the schema has a row, or a reason why none can be', () => {
  const patterns = schemaLeaves.map(({ pattern }) => pattern);
  expect(patterns.filter((leaf) => !seen.has(leaf) && !excused.includes(leaf))).toEqual([]);
  expect([...seen, ...excused].filter((leaf) => !patterns.includes(leaf))).toEqual([]);
});

test('a reason is given only for what has no row; whether it holds here is printed', () => {
  expect(excused.filter((leaf) => seen.has(leaf))).toEqual([]);
  for (const { leaves, reason, holds } of unseen)
    console.log(`${holds() ? 'not seen here' : 'could be seen here'}: ${leaves.join(' ')}: ${reason}`);
});

test('what is to be seen differs between the two values of a leaf', () => {
  const same = rows.filter(({ want: [first, second] }) => first === second);
  expect(same.map(({ leaf }) => leaf)).toEqual([]);
});
