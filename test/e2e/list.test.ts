/** list: table, JSON, ids alone; state roots that are empty, missing or odd. */
import { expect } from 'bun:test';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { scenario } from '../helpers/scenario.ts';

scenario('list shows id, pid, status, bundle, time and owner of each container', (box) => {
  const id = box.created('exec sleep 1000');
  const { pid, bundle } = box.state(id);
  const [head, row] = box.must('list').stdout.trimEnd().split('\n');
  expect(head?.trim().split(/\s+/)).toEqual(['ID', 'PID', 'STATUS', 'BUNDLE', 'CREATED', 'OWNER']);
  expect(row).toMatch(new RegExp(`^${id} +${pid} +created +${bundle} +\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z +root`));
});

scenario('list --format json is an array of states with the creation time', (box) => {
  const ids = [box.created('exec sleep 1000'), box.started('exec sleep 1000')].sort();
  const rows = JSON.parse(box.must('list', '--format', 'json').stdout) as Record<string, unknown>[];
  expect(rows.map(({ id }) => id).sort()).toEqual(ids);
  for (const row of rows) {
    expect(row).toMatchObject({ owner: 'root', bundle: expect.any(String), rootfs: expect.any(String) });
    expect(Number.isNaN(Date.parse(String(row['created'])))).toBe(false);
  }
});

scenario('list --quiet prints ids alone', (box) => {
  const id = box.created('exec sleep 1000');
  expect(box.must('list', '--quiet').stdout).toBe(`${id}\n`);
  expect(box.must('list', '-q').stdout).toBe(`${id}\n`);
});

scenario(
  'list of a root that does not exist is empty and does not create it',
  (box) => {
    expect(box.must('list', '--quiet').stdout).toBe('');
    expect(existsSync(box.root)).toBe(false);
  },
  { teuOnly: 'runc 1.1 creates it' },
);

scenario('list --format json without containers is an empty array or null', (box) => {
  mkdirSync(box.root, { recursive: true });
  expect(['[]', 'null']).toContain(box.must('list', '--format', 'json').stdout.trim());
});

scenario('a stray file or a half-written state in the root does not break list', (box) => {
  const id = box.created('exec sleep 1000');
  writeFileSync(`${box.root}/stray`, 'x');
  mkdirSync(`${box.root}/half`);
  writeFileSync(`${box.root}/half/state.json`, '{"id": "ha');
  const result = box.teu('list', '--quiet');
  expect(result.code).toBe(0);
  expect(result.stdout).toContain(id);
  expect(result.stderr).not.toMatch(/at .*\.ts:|SyntaxError/);
  rmSync(`${box.root}/stray`);
  rmSync(`${box.root}/half`, { recursive: true });
});

scenario('an unknown format is refused', (box) => {
  expect(box.teu('list', '--format', 'xml').code).toBe(1);
});
