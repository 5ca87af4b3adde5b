/** update of a class of service, on a directory that stands for a resctrl file system. */
import { afterAll, expect, test } from 'bun:test';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { IntelRdt } from '../../../src/config/types.ts';
import { TeuError } from '../../../src/errors/types.ts';
import * as lib from '../../../src/native/lib.ts';
import { updateRdt } from '../../../src/update/rdt.ts';

const root = mkdtempSync('/tmp/teu-test-');
afterAll(() => rmSync(root, { recursive: true, force: true }));
mkdirSync(`${root}/box`);
mkdirSync(`${root}/info`);
const schemata = `${root}/box/schemata`;
writeFileSync(schemata, '');
writeFileSync(`${root}/info/last_cmd_status`, 'Invalid mask\n');

/** The real machine, but for where resctrl is mounted. */
const host = (mounted: boolean, writeText = lib.writeText) => ({
  ...lib,
  writeText,
  tryReadText: (path: string): string | null =>
    path === '/proc/self/mountinfo'
      ? mounted
        ? `30 23 0:26 / ${root} rw shared:9 - resctrl resctrl rw\n`
        : ''
      : lib.tryReadText(path),
});

const rdt = { closID: null, l3CacheSchema: null, memBwSchema: null, schemata: [] } as unknown as IntelRdt;
const change = { l3CacheSchema: 'L3:0=f', memBwSchema: 'MB:0=20' };

function errorOf(attempt: () => void): TeuError['data'] {
  try {
    attempt();
  } catch (error) {
    if (error instanceof TeuError) return error.data;
    throw error;
  }
  throw new Error('it was accepted');
}

test('each line is one write to the schemata of the class, the cache first', () => {
  const written: string[] = [];
  updateRdt(
    rdt,
    'box',
    change,
    host(true, (path, text) => void written.push(`${path} ${text}`)),
  );
  expect(written).toEqual([`${schemata} L3:0=f\n`, `${schemata} MB:0=20\n`]);
});

test('it reaches the file', () => {
  updateRdt(rdt, 'box', { ...change, memBwSchema: null }, host(true));
  expect(readFileSync(schemata, 'utf8')).toBe('L3:0=f\n');
});

test('what the kernel refuses is told with its own words', () => {
  const refuse = (path: string): never => {
    throw new lib.SysError('write', 22, path);
  };
  expect(errorOf(() => updateRdt(rdt, 'box', change, host(true, refuse)))).toMatchObject({
    code: 'teu.config.rdt',
    call: { name: 'write', errno: 22 },
    detail: ['Invalid mask'],
  });
});

test('without a class or without resctrl it is refused, and without a change nothing is asked', () => {
  expect(errorOf(() => updateRdt(null, 'box', change, host(true))).message).toContain('no linux.intelRdt');
  expect(errorOf(() => updateRdt(rdt, 'box', change, host(false))).message).toContain('no resctrl');
  updateRdt(null, 'box', { l3CacheSchema: null, memBwSchema: null }, host(false));
});
