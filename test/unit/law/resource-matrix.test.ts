/** docs/resource-matrix.md has a row for every case and says what is expected now; the suites e2e and vm compare what is read. */
import { expect, test } from 'bun:test';
import { cellOf, cases } from '../../matrix/tables/cases.ts';
import { type Cell, type Column, columnNames, columns } from '../../matrix/types.ts';
import { text } from './sources.ts';

const page = text('docs/resource-matrix.md');
const rows = page
  .split('\n')
  .filter((line) => /^\| .* \| v[12] /.test(line))
  .map((line) => line.slice(2, -2).split(' | '));
const of = (title: string, column: Column) =>
  rows.filter(([name, host]) => name === title && host === columnNames[column]);

/** The values that a cell expects, as the page shows them. */
function expectations(cell: Cell): readonly string[] {
  if ('files' in cell) {
    const values = Object.values(cell.files);
    return values.length === 0 ? ['nothing to write'] : values;
  }
  if ('inside' in cell) return [cell.inside[2]];
  return 'left' in cell ? [`left out, warning at ${cell.left}`] : [`refused at ${cell.refused}: ${cell.why}`];
}

/** A host that is not at hand yet has no row at all. */
const measured = columns.filter((column) => rows.some(([, host]) => host === columnNames[column]));

test('two hosts at least were measured', () => {
  expect(measured).toEqual(expect.arrayContaining(['v1', 'v2']));
});

for (const column of measured)
  test(`every case is on the page for ${columnNames[column]}, as it is expected now`, () => {
    for (const one of cases) {
      const cell = cellOf(one, column);
      if (cell === undefined) continue;
      const found = of(one.title, column).map(([, , , expected]) => expected);
      if (found[0] === 'not on the test host') continue;
      const wanted = expectations(cell).map((value) => value.replaceAll('\n', '<br>'));
      expect([one.title, ...found.slice(0, wanted.length)]).toEqual([one.title, ...wanted]);
    }
  });

test('what was read is what was expected', () => {
  const wrong = rows.filter(
    ([, , , expected, read]) => expected !== 'not on the test host' && read !== expected,
  );
  expect(wrong).toEqual([]);
});

test('no row is of a case that is gone', () => {
  const titles = new Set(cases.map(({ title }) => title));
  expect(rows.filter(([title = '']) => !titles.has(title))).toEqual([]);
});
