import { expect, test } from 'bun:test';
import { archRow, architectures } from '../../../src/seccomp-bpf-json/arches.ts';
import { names as tableNames } from '../../../src/seccomp-bpf-json/gen/names.ts';
import { ipcCalls, socketCalls } from '../../../src/seccomp-bpf-json/multiplex.ts';

const repository = new URL('../../..', import.meta.url).pathname;
const names = tableNames();

test("the tables say what this machine's kernel headers say", () => {
  const run = Bun.spawnSync([process.execPath, 'scripts/gen-syscalls.ts'], { cwd: repository });
  console.log(run.stdout.toString().trim());
  expect(run.stderr.toString()).toBe('');
  expect(run.exitCode).toBe(0);
});

test('every column has a cell for every name', () => {
  const lengths = architectures().map((arch) => archRow(arch)?.numbers().length);
  expect(new Set(lengths)).toEqual(new Set([names.length]));
});

test('no architecture has one number for two names', () => {
  for (const arch of architectures()) {
    const own = (archRow(arch)?.numbers() ?? []).filter((nr) => nr >= 0);
    expect(new Set(own).size).toBe(own.length);
  }
});

test('names are known and sorted', () => {
  expect(names.toSorted()).toEqual(names);
  for (const name of [...Object.keys(socketCalls), ...Object.keys(ipcCalls), 'socketcall', 'ipc'])
    expect(names).toContain(name);
});

test('an architecture that multiplexes has one of the two calls that do', () => {
  for (const arch of architectures()) {
    const row = archRow(arch);
    const has = ['socketcall', 'ipc'].some((name) => (row?.numbers()[names.indexOf(name)] as number) >= 0);
    expect([arch, row?.multiplexes]).toEqual([arch, has]);
  }
});
