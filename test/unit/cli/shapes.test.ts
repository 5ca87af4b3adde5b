/** The printed lines of the strict reader say what the table of verbs says. */
import { expect, test } from 'bun:test';
import { globalRows, type ReadRows, verbShape } from '../../../src/cli/shapes.ts';
import { globalOptions, type OptionRow, type VerbRow, verbNames, verbs } from '../../../src/cli/verbs.ts';

const read = (rows: Readonly<Record<string, OptionRow>>): ReadRows =>
  Object.fromEntries(
    Object.entries(rows).map(([name, { kind, short, choices }]) => [
      name,
      { kind, ...(short ? { short } : {}), ...(choices ? { choices } : {}) },
    ]),
  );

test('when a verb is in the table then its line has the same options and operands', () => {
  expect(globalRows()).toEqual(read(globalOptions));
  for (const name of verbNames) {
    const row: VerbRow = verbs[name];
    const hasCommand = row.command !== undefined;
    expect(verbShape(name)).toEqual({
      least: row.operands.filter((operand) => !operand.optional).length,
      most: hasCommand || row.operands.at(-1)?.many ? Number.POSITIVE_INFINITY : row.operands.length,
      hasCommand,
      options: read(row.options),
    });
  }
});

test('when a word is no verb then there is no line, whatever the word is', () => {
  for (const word of [
    '',
    ' ',
    'creat',
    'create ',
    'create 1',
    '1',
    '-',
    'bundle',
    'create\nstart',
    '__proto__',
  ])
    expect(verbShape(word)).toBeNull();
});
