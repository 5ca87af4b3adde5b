/** docs/errors.md: no text of ours may hold, in another meaning, a phrase by which engines judge an error. */
import { expect, test } from 'bun:test';
import { mkdtempSync, rmdirSync } from 'node:fs';
import { bundleDir } from '../../../src/cli/creation.ts';
import { bareMessage } from '../../../src/errors/text.ts';
import { TeuError } from '../../../src/errors/types.ts';
import { readConfig } from '../../../src/run/bundle.ts';
import { sourceFiles, text } from '../law/sources.ts';
import { triggers } from './triggers.ts';

/** The sentences of runc, in the meaning that engines look for. */
const meant: Readonly<Record<string, readonly string[]>> = {
  'src/errors/hint-texts.ts': ['not a directory'],
  'src/errors/step.ts': ['no such file or directory', 'executable file not found', 'permission denied'],
  'src/query/state.ts': ['container does not exist'],
  'src/run/live.ts': ['container not running'],
  'src/state/claim.ts': ['container does not exist'],
  'src/state/lock.ts': ['container does not exist'],
};

/** The kernel's own words, which text.ts keeps out of one-line errors, and documentation of ops. */
const tables = ['src/tables/errno.ts', 'src/wire/ops.ts'];

const withoutComments = (source: string) =>
  source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/ .*$/gm, '');

/** String literals and templates that stand on one line. */
const literals = (source: string) =>
  [
    ...withoutComments(source).matchAll(/'((?:[^'\\\n]|\\.)*)'|`((?:[^`\\]|\\.)*)`|"((?:[^"\\\n]|\\.)*)"/g),
  ].map(([, single, template, double]) => single ?? template ?? double ?? '');

const found = sourceFiles('src')
  .filter((file) => !tables.includes(file) && !file.includes('/gen/'))
  .flatMap((file) => literals(text(file)).map((literal) => ({ file, literal })))
  .filter(({ literal }) => triggers.some((phrase) => literal.toLowerCase().includes(phrase)));

test('no text of the sources holds a phrase of engines but where it is meant', () => {
  const strange = found.filter(
    ({ file, literal }) => !(meant[file] ?? []).some((sentence) => literal.includes(sentence)),
  );
  expect(strange).toEqual([]);
});

test('the walk over the sources sees the sentences that are meant', () => {
  expect(found.map(({ file }) => file)).toContain('src/errors/step.ts');
  expect(found.map(({ file }) => file)).toContain('src/state/lock.ts');
});

function errorOf(attempt: () => unknown): string {
  try {
    attempt();
  } catch (error) {
    if (error instanceof TeuError) return bareMessage(error.data);
    throw error;
  }
  return '';
}

test('a bundle or a config.json that cannot be read is no missing program to an engine', () => {
  const dir = mkdtempSync('/tmp/teu-test-');
  const texts = [
    errorOf(() => readConfig(`${dir}/config.json`)),
    errorOf(() => readConfig(dir)),
    errorOf(() => readConfig('/dev/null')),
    errorOf(() => readConfig('/dev/null/config.json')),
    errorOf(() => bundleDir('/dev/null/bundle')),
    errorOf(() => bundleDir(`${dir}/none`)),
    errorOf(() => bundleDir('/dev/null')),
  ];
  rmdirSync(dir);
  expect(texts).not.toContain('');
  expect(texts.filter((line) => triggers.some((phrase) => line.toLowerCase().includes(phrase)))).toEqual([]);
});
