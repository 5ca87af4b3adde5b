import { describe, expect, test } from 'bun:test';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { acceptsConfig } from '../../../src/config/gen/acceptor.js';
import { validateConfig } from '../../../src/config/gen/validator.js';

const path = fileURLToPath(new URL('../../../src/config/gen/validator.js', import.meta.url));
const base = { ociVersion: '1.3.0', root: { path: 'rootfs' } };

function accepts(linux: unknown): boolean {
  const value = { ...base, linux };
  const isAccepted = validateConfig(value);
  expect(acceptsConfig(value)).toBe(isAccepted);
  return isAccepted;
}

describe('the printed validator', () => {
  test('stands alone: it imports and requires nothing', () => {
    expect(readFileSync(path, 'utf8')).not.toMatch(/\brequire\(|^import /m);
  });

  test('uint64 ends exactly at 2^64-1', () => {
    const page = (limit: unknown) => ({ resources: { hugepageLimits: [{ pageSize: '2MB', limit }] } });
    expect(accepts(page(18446744073709551615n))).toBe(true);
    expect(accepts(page(18446744073709551616n))).toBe(false);
    expect(accepts(page(-1))).toBe(false);
    expect(accepts(page(0))).toBe(true);
  });

  test('a number that JSON.parse has rounded is refused, so that the exact one is fetched', () => {
    expect(accepts({ resources: { cpu: { shares: 2 ** 53 } } })).toBe(false);
    expect(accepts({ resources: { cpu: { shares: 2n ** 53n } } })).toBe(true);
  });

  test('map values are checked whatever their key', () => {
    expect(accepts({ sysctl: { 'a\nb': 1 } })).toBe(false);
  });

  test('all errors are reported, not the first alone', () => {
    expect(validateConfig({ ociVersion: 1, root: {} })).toBe(false);
    expect(validateConfig.errors).toHaveLength(2);
  });
});
