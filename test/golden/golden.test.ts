/** Plans as people read them. `make golden` writes them anew; the difference is then read, line by line. */
import { expect, test } from 'bun:test';
import { readFileSync, writeFileSync } from 'node:fs';
import { explainText } from '../../src/query/explain.ts';
import { goldenCases } from './cases.ts';

for (const { name, planFile, config, plan } of goldenCases)
  test(`the plan of ${name} is the one that was reviewed`, () => {
    const text = explainText(plan, config);
    if (process.env.UPDATE_GOLDEN === '1') writeFileSync(planFile, text);
    expect(text).toBe(readFileSync(planFile, 'utf8'));
  });

/** A word that is too long keeps its line: nothing of a path is left out. */
const isOneLongWord = (line: string): boolean => (line.slice(34).trim().match(/ {2,}|\S+/g) ?? []).length === 1;

test('no line of an explained plan is wider than 120 columns, unless one word alone is', () => {
  const wide = goldenCases.flatMap(({ name, plan }) =>
    explainText(plan)
      .split('\n')
      .filter((line) => line.length > 120 && !isOneLongWord(line))
      .map((line) => `${name}: ${line}`),
  );
  expect(wide).toEqual([]);
});
