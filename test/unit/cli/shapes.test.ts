/** What the strict reader takes from the table of verbs. */
import { expect, test } from 'bun:test';
import { verbShape } from '../../../src/cli/shapes.ts';
import { verbs } from '../../../src/cli/verbs.ts';

const { POSITIVE_INFINITY: any } = Number;

test.each([
  ['list', { least: 0, most: 0, hasCommand: false }],
  ['create', { least: 1, most: 1, hasCommand: false }],
  ['kill', { least: 1, most: 2, hasCommand: false }],
  ['delete', { least: 1, most: any, hasCommand: false }],
  ['explain', { least: 0, most: 1, hasCommand: false }],
  ['exec', { least: 1, most: any, hasCommand: true }],
] as const)(
  'when the verb is %s then its operands are counted, and its options are those of the table',
  (name, shape) => {
    expect(verbShape(name)).toEqual({ ...shape, options: verbs[name].options });
  },
);

test('when a word is no verb then it has no shape, whatever the word is', () => {
  for (const word of ['', ' ', 'creat', 'create ', 'create 1', '1', '-', 'bundle', '__proto__', 'toString'])
    expect(verbShape(word)).toBeNull();
});
