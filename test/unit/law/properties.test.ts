/** The tables of docs/properties.md name tests that exist, and every leaf of the schema. */
import { expect, test } from 'bun:test';
import { existsSync } from 'node:fs';
import { isWithin } from '../../../src/config/pointer.ts';
import { sections } from '../../proofs/properties.ts';
import type { Reference } from '../../proofs/types.ts';
import { schemaLeaves } from '../../sink/leaves.ts';
import { files, repository, text } from './sources.ts';

const rows = sections.flatMap((section) => section.rows);

/** Titles as the source has them: what follows `scenario(`, `test(`, `row(` or `title:`, without the quotes. */
function titlesOf(source: string): readonly string[] {
  const found = source.matchAll(
    /(?:\b(?:scenario|test|row)\(\s*|\btitle: )(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|`((?:[^`\\]|\\.)*)`)/g,
  );
  return [...found].map(([, single, double, template]) => single ?? double ?? template ?? '');
}

const worlds = files(/\/worlds-.*\.ts$/, 'test/sink').flatMap((file) => titlesOf(text(file)));

const cache = new Map<string, readonly string[]>();
function titlesIn(file: string): readonly string[] {
  const path = `test/${file.includes('/') ? file : `e2e/${file}`}.test.ts`;
  const own = cache.get(path) ?? (existsSync(repository + path) ? titlesOf(text(path)) : []);
  cache.set(path, own);
  // Each world of the kitchen sink is a test.
  return file === 'kitchen-sink' ? [...own, ...worlds] : own;
}

function exists(reference: Reference): boolean {
  const at = reference.indexOf(': ');
  const [file, title] = [reference.slice(0, at), reference.slice(at + 2)];
  if (file !== 'fixture') return titlesIn(file).includes(title);
  const expected = `spec-fixtures/${title}/expected.json`;
  return existsSync(repository + expected) && text(expected).includes('"severity":"error"');
}

test('every test and every fixture of the tables is there', () => {
  const named = rows.flatMap(({ seen, refused }) => [...seen, ...refused]);
  expect(named.length).toBeGreaterThan(300);
  expect(named.filter((reference) => !exists(reference))).toEqual([]);
});

test('every leaf of the schema is a property of the tables', () => {
  const fields = rows.flatMap((row) => row.fields);
  const known = (leaf: string) => fields.some((field) => isWithin(leaf, field));
  const hooks = /^\/hooks\//;
  expect(
    schemaLeaves.map(({ pattern }) => pattern).filter((leaf) => !known(leaf) && !hooks.test(leaf)),
  ).toEqual([]);
  const inSchema = (field: string) => schemaLeaves.some(({ pattern }) => isWithin(pattern, field));
  expect(fields.filter((field) => !inSchema(field))).toEqual([]);
});

test('every property is seen by a test, and one that is seen by none from inside has a reason', () => {
  const isInside = (reference: Reference) => !/^(unit|golden)\//.test(reference);
  const blind = rows.filter(({ seen, reason }) => reason === null && !seen.some(isInside));
  expect(blind.map(({ property }) => property)).toEqual([]);
  expect(rows.filter(({ refused }) => refused.length === 0).map(({ property }) => property)).toEqual([]);
});

test('a property is named once', () => {
  const names = rows.map(({ property }) => property);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});
