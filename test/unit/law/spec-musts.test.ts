/** docs/spec-musts.md names codes and files that exist. */
import { expect, test } from 'bun:test';
import { existsSync } from 'node:fs';
import { text } from './sources.ts';

const quoted = [...text('docs/spec-musts.md').matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);
const page = text('docs/errors.md');

test('there is something to check', () => {
  expect(quoted.length).toBeGreaterThan(100);
});

test('every code is in docs/errors.md', () => {
  const codes = quoted.filter((name) => name.startsWith('teu.'));
  expect(codes.filter((code) => !page.includes(`\`${code}\``))).toEqual([]);
});

test('every file is there', () => {
  const files = quoted.filter((name) => /^(src|test|native|spec-fixtures)\/.*\./.test(name));
  expect(files.filter((file) => !existsSync(new URL(`../../../${file}`, import.meta.url)))).toEqual([]);
});
