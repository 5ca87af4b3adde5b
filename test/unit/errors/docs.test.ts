import { expect, test } from 'bun:test';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { triggers } from './triggers.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const page = readFileSync(`${root}docs/errors.md`, 'utf8');

function sources(directory: string): string[] {
  return readdirSync(directory, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => readFileSync(`${entry.parentPath}/${entry.name}`, 'utf8'));
}

test('docs/errors.md lists every code that a source names', () => {
  const codes = new Set(sources(`${root}src`).flatMap((text) => text.match(/'teu\.[a-z.-]+(?=')/g) ?? []));
  const missing = [...codes].map((code) => code.slice(1)).filter((code) => !page.includes(`\`${code}\``));
  expect(missing).toEqual([]);
});

test('docs/errors.md lists every phrase that engines search for', () => {
  expect(triggers.filter((phrase) => !page.includes(phrase))).toEqual([]);
});
