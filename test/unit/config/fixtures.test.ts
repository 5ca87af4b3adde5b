/**
 * Every spec-fixtures/<rule>/config.json gives the findings of its expected.json. UPDATE_FIXTURES=1
 * writes expected.json anew; read the difference before committing it.
 */

import { describe, expect, test } from 'bun:test';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseExact } from '../../../src/config/exact.ts';
import { inspect } from '../../../src/config/inspect.ts';
import { loadBundle } from '../../../src/config/load.ts';
import { valueAt } from '../../../src/config/pointer.ts';
import { rules } from '../../../src/config/rules/table.ts';
import type { Finding } from '../../../src/config/types.ts';
import { TeuError } from '../../../src/errors/types.ts';
import { triggers } from '../errors/triggers.ts';

const directory = fileURLToPath(new URL('../../../spec-fixtures/', import.meta.url));
const update = process.env.UPDATE_FIXTURES === '1';

type Expected = Pick<Finding, 'severity' | 'code' | 'path' | 'line' | 'column'>;

const names = readdirSync(directory, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .sort();

function readFixture(name: string, file: string): string {
  return readFileSync(`${directory}${name}/${file}`, 'utf8');
}

function expectedOf(name: string, findings: readonly Finding[]): Expected[] {
  const path = `${directory}${name}/expected.json`;
  const actual = findings.map(({ severity, code, path, line, column }) => ({
    severity,
    code,
    path,
    line,
    column,
  }));
  if (update) writeFileSync(path, listText(actual));
  return JSON.parse(readFixture(name, 'expected.json')) as Expected[];
}

/** One finding per line, so that a difference is readable. */
function listText(list: readonly Expected[]): string {
  const lines = list.map((each) => `  ${JSON.stringify(each)}`);
  return lines.length === 0 ? '[]\n' : `[\n${lines.join(',\n')}\n]\n`;
}

function load(text: string): TeuError | null {
  try {
    loadBundle(text, '/bundle');
    return null;
  } catch (error) {
    if (error instanceof TeuError) return error;
    throw error;
  }
}

describe.each(names)('fixture %s', (name) => {
  const text = readFixture(name, 'config.json');
  const findings = inspect(text);
  const first = findings.find(({ severity }) => severity === 'error');

  test('validate reports exactly the expected findings, with line and column', () => {
    expect(findings).toMatchObject(expectedOf(name, findings));
    expect(findings).toHaveLength(expectedOf(name, findings).length);
  });

  test('create stops at the first error, and only then', () => {
    const data = load(text)?.data;
    expect(data?.code).toBe(first?.code as undefined);
    expect(data?.field?.pointer).toBe(first?.path);
  });

  test('no message has a phrase that engines search for', () => {
    for (const { message } of findings)
      expect(triggers.filter((phrase) => message.includes(phrase))).toEqual([]);
  });
});

describe('the collection of fixtures', () => {
  const codes = new Set(
    names.flatMap((name) => inspect(readFixture(name, 'config.json')).map(({ code }) => code)),
  );

  test('every rule has a fixture that breaks it', () => {
    expect(rules.map(({ code }) => code as string).filter((code) => !codes.has(code))).toEqual([]);
  });

  const suffixOf = (code: string): string => code.slice(code.lastIndexOf('.') + 1);

  test('a bad fixture is named for a code that it shows, or for the field of a schema error', () => {
    const unnamed = names
      .filter((name) => !name.startsWith('good-') && name !== 'many-findings')
      .filter((name) => {
        const isNamedFor = ({ code, path }: Finding) =>
          name === suffixOf(code) ||
          name.startsWith(`${suffixOf(code)}-`) ||
          path.split('/').includes(name.split('-')[0] ?? '');
        return !inspect(readFixture(name, 'config.json')).some(isNamedFor);
      });
    expect(unnamed).toEqual([]);
  });

  test('every rule has a fixture of its name', () => {
    const nameless = rules
      .map(({ code }) => suffixOf(code))
      .filter((code) => !names.some((name) => name === code || name.startsWith(`${code}-`)));
    expect(nameless).toEqual([]);
  });

  /** What a rule is about; the namespaces are looked at beside it. */
  const subjectsOf = (reads: readonly string[]): readonly string[] => {
    const own = reads.filter((pointer) => pointer !== '/linux/namespaces');
    return own.length === 0 ? reads : own;
  };
  const isSet = (value: unknown): boolean =>
    typeof value === 'object' && value !== null ? Object.keys(value).length > 0 : value !== undefined;

  test('every rule has a good fixture, which sets what the rule is about', () => {
    const good = names
      .filter((name) => name.startsWith('good-'))
      .map((name) => parseExact(readFixture(name, 'config.json')));
    const without = rules.filter(
      ({ reads }) =>
        !good.some((config) => subjectsOf(reads).some((pointer) => isSet(valueAt(config, pointer)))),
    );
    expect(without.map(({ code }) => code as string)).toEqual([]);
  });

  test('good fixtures have no errors', () => {
    const good = names.filter((name) => name.startsWith('good-'));
    const bad = good.filter((name) =>
      inspect(readFixture(name, 'config.json')).some((each) => each.severity === 'error'),
    );
    expect(bad).toEqual([]);
  });

  test('every fixture has an expected.json', () => {
    expect(names.filter((name) => !existsSync(`${directory}${name}/expected.json`))).toEqual([]);
  });
});
