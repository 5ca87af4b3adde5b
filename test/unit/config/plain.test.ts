/** The quick look may be too strict, never too lax: of a plain config no rule has anything to say. */

import { describe, expect, test } from 'bun:test';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { completeConfig } from '../../../src/config/complete.ts';
import { acceptsConfig } from '../../../src/config/gen/acceptor.js';
import { validateConfig } from '../../../src/config/gen/validator.js';
import { loadProblems } from '../../../src/config/load-problems.ts';
import { isPlain } from '../../../src/config/plain.ts';
import type { RawConfig } from '../../../src/config/schema.ts';

const absolute = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
const read = (path: string): string => readFileSync(absolute(path), 'utf8');

const list = (directory: string): string[] =>
  readdirSync(absolute(directory), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => `${directory}/${name}/config.json`)
    .filter((path) => existsSync(absolute(path)));

const plainText = read('src/engine/rehearsal/plain/config.json');

const parts = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};

/** Null for the fixtures that are no JSON. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** The second over the first, two levels deep: what is at fault in a fixture, in an otherwise plain config. */
function over(first: unknown, second: unknown, depth = 2): unknown {
  const merged = parts(first);
  for (const [key, value] of Object.entries(parts(second)))
    merged[key] =
      depth > 0 && !Array.isArray(value) && typeof value === 'object'
        ? over(merged[key], value, depth - 1)
        : value;
  return merged;
}

function expectSilence(value: unknown): void {
  expect(acceptsConfig(value)).toBe(validateConfig(value));
  if (!acceptsConfig(value)) return;
  const raw = value as RawConfig;
  const config = completeConfig(raw);
  if (isPlain(raw, config)) expect(loadProblems(raw, config, JSON.stringify(raw))).toEqual([]);
}

// Old versions of `runc spec` write ambient capabilities that are not inheritable, which is a warning.
const plain = over(JSON.parse(plainText), { process: { capabilities: { ambient: [] } } }) as RawConfig;

test('the config of `runc spec` is plain', () => {
  expect(isPlain(plain, completeConfig(plain))).toBe(true);
});

test('the config that Docker gives to its runtime is plain', () => {
  const captured = JSON.parse(read('test/differential/captured/docker-plain.json')) as { config: RawConfig };
  expect(isPlain(captured.config, completeConfig(captured.config))).toBe(true);
});

test.each([
  ['a name of the host', { linux: { sysctl: { 'vm.swappiness': '1' } } }],
  ['an empty component', { linux: { sysctl: { 'net..forwarding': '1' } } }],
  ['a dot at the end', { linux: { sysctl: { 'net.': '1' } } }],
  ['slashes', { linux: { sysctl: { 'net.ipv4/ip_forward': '1' } } }],
  [
    'no network namespace',
    { linux: { sysctl: { 'net.a': '1' }, namespaces: [{ type: 'mount' }, { type: 'uts' }] } },
  ],
  ['a hook by a relative path', { hooks: { prestart: [{ path: 'hook' }] } }],
  ['a variable without a value', { hooks: { poststop: [{ path: '/hook', env: ['NAME'] }] } }],
])('with %s a config is not plain', (_what, part) => {
  const raw = over(plain, part) as RawConfig;
  expect(acceptsConfig(raw)).toBe(true);
  expect(isPlain(raw, completeConfig(raw))).toBe(false);
});

describe.each([...list('spec-fixtures'), ...list('test/golden'), ...list('src/engine/rehearsal')])(
  '%s',
  (path) => {
    const value = jsonOf(read(path).replaceAll('\\u0000', ''));

    test('when it is plain then no rule has anything to say', () => expectSilence(value));

    test('when one of its fields is put into a plain config, then too', () => {
      for (const [key, field] of Object.entries(parts(value))) {
        expectSilence(over(plain, { [key]: field }));
        for (const [name, inner] of Object.entries(parts(field)))
          expectSilence(over(plain, { [key]: { [name]: inner } }));
      }
    });
  },
);
