/** docs/engines.md names tests that exist. */
import { expect, test } from 'bun:test';
import { text } from './sources.ts';

/** Rows of the tables, each with its pairs of file and title. */
const [contract = ''] = text('docs/engines.md').split('### The same walk');
const rows = contract
  .split('\n')
  .filter((line) => /^\| .* \|$/.test(line) && !/^\| (\| )?what \|/.test(line));
const named = (row: string) =>
  [...row.matchAll(/`(test\/[^`]+)` "([^"]+)"/g)].map(([, file = '', title = '']) => ({ file, title }));

test('every row names a test', () => {
  expect(rows.length).toBeGreaterThan(45);
  expect(rows.filter((row) => named(row).length === 0)).toEqual([]);
});

test('every test that is named is in its file', () => {
  const unescaped = (file: string) => text(file).replaceAll("\\'", "'");
  expect(rows.flatMap(named).filter(({ file, title }) => !unescaped(file).includes(title))).toEqual([]);
});

test('the settings in the README are those of the page', () => {
  const [, section = ''] = text('README.md').split('## In an engine');
  const blocks = [...(section.split('\n## ')[0]?.matchAll(/\n\n((?: {4}.*\n)+)/g) ?? [])].map(
    ([, block = '']) => block,
  );
  expect(blocks).toHaveLength(3);
  expect(blocks.filter((block) => !text('docs/engines.md').includes(`\n\n${block}\n`))).toEqual([]);
});
