/** The device program in a real kernel: the verifier takes it, and it decides as the rules say. */
import { dlopen, FFIType, ptr } from 'bun:ffi';
import { afterAll, expect, test } from 'bun:test';
import { closeSync, mkdirSync, openSync, readFileSync, rmdirSync } from 'node:fs';
import { deviceProgram } from '../../src/cgroup/devices-bpf.ts';
import { deviceRules } from '../../src/cgroup/devices.ts';
import type { DeviceRule } from '../../src/config/types.ts';
import { skip } from '../helpers/skip.ts';

const PROG_LOAD = 5;
const PROG_ATTACH = 8;
const TYPE_CGROUP_DEVICE = 15;
const ATTACH_CGROUP_DEVICE = 6;
const numberOfBpf = process.arch === 'arm64' ? 280 : 321;

const { i64, i32, u32, ptr: pointer } = FFIType;
const libc = dlopen('libc.so.6', { syscall: { args: [i64, i32, pointer, u32], returns: i64 } }).symbols;
const bpf = (command: number, attr: Uint8Array): number =>
  Number(libc.syscall(numberOfBpf, command, ptr(attr), attr.length));

function load(program: Uint8Array): number {
  const attr = new Uint8Array(128);
  const view = new DataView(attr.buffer);
  const license = Buffer.from('Apache-2.0\0');
  view.setUint32(0, TYPE_CGROUP_DEVICE, true);
  view.setUint32(4, program.length / 8, true);
  view.setBigUint64(8, BigInt(ptr(program)), true);
  view.setBigUint64(16, BigInt(ptr(license)), true);
  return bpf(PROG_LOAD, attr);
}

function attach(directory: string, program: number): number {
  const attr = new Uint8Array(128);
  const view = new DataView(attr.buffer);
  const fd = openSync(directory, 'r');
  view.setUint32(0, fd, true);
  view.setUint32(4, program, true);
  view.setUint32(8, ATTACH_CGROUP_DEVICE, true);
  const result = bpf(PROG_ATTACH, attr);
  closeSync(fd);
  return result;
}

/** The cgroup2 mount of this host, wherever it is; null when there is none. */
function unified(): string | null {
  const line = readFileSync('/proc/self/mountinfo', 'utf8')
    .split('\n')
    .find((one) => one.includes(' - cgroup2 '));
  return line?.split(' ')[4] ?? null;
}

const denyAll: DeviceRule = { allow: false, type: 'a', major: null, minor: null, access: 'rwm' };
const mount = unified();
const directory = `${mount}/teu-bpf-${process.pid}`;

/** Why the kernel cannot be asked, or null. */
function obstacle(): string | null {
  if (mount === null) return 'no cgroup2 mount';
  const program = load(deviceProgram([]));
  if (program < 0) return 'BPF_PROG_LOAD is refused';
  closeSync(program);
  try {
    mkdirSync(directory);
  } catch (error) {
    return String(error);
  }
  return null;
}

const skipped = obstacle();

/** As `scenario`, without a box: a missing need is printed and listed. */
function kernelTest(title: string, body: () => void): void {
  if (skipped === null) return void test(title, body);
  skip(title, skipped);
}

afterAll(() => {
  if (skipped === null) rmdirSync(directory);
});

/** Runs a shell command inside the cgroup; its exit status. */
const inside = (command: string): number =>
  Bun.spawnSync(['sh', '-c', `echo 0 > ${directory}/cgroup.procs && ${command}`], { stderr: 'ignore' })
    .exitCode;

kernelTest('when the kernel verifies programs of many kinds of rules then it takes them', () => {
  const accesses = ['r', 'w', 'm', 'rw', 'rwm'];
  const types = ['a', 'b', 'c'] as const;
  const numbers = [null, 0, 1, 4095, 2 ** 31, 2 ** 32 - 1];
  const refused: DeviceRule[][] = [];
  for (const type of types)
    for (const access of accesses)
      for (const major of numbers)
        for (const allow of [true, false]) {
          const rules: DeviceRule[] = [
            { ...denyAll, allow: !allow },
            { allow, type, access, major, minor: major },
          ];
          const program = load(deviceProgram(rules));
          if (program < 0) refused.push(rules);
          else closeSync(program);
        }
  expect(refused).toEqual([]);
});

/** A rule about some of the accesses makes the verifier follow two paths: its work grows with their square. */
kernelTest('when there are hundreds of rules then the kernel takes them', () => {
  for (const [access, count] of [
    ['rwm', 1000],
    ['rw', 300],
  ] as const) {
    const one = (minor: number): DeviceRule => ({ allow: true, type: 'b', major: 8, minor, access });
    const program = load(
      deviceProgram([denyAll, ...Array.from({ length: count }, (_, minor) => one(minor))]),
    );
    expect([access, program]).toEqual([access, expect.any(Number)]);
    expect(program).toBeGreaterThan(0);
    closeSync(program);
  }
});

kernelTest('when the program is attached then only allowed devices can be opened', () => {
  const rules = deviceRules([denyAll, { allow: false, type: 'c', major: 1, minor: 9, access: 'r' }]);
  const program = load(deviceProgram(rules));
  expect(attach(directory, program)).toBe(0);
  closeSync(program);
  expect(inside('head -c1 /dev/zero >/dev/null')).toBe(0);
  expect(inside('head -c1 /dev/kmsg >/dev/null')).not.toBe(0);
  expect(inside('head -c1 /dev/urandom >/dev/null')).toBe(0); // the defaults come last and allow it again
  const node = `/tmp/teu-bpf-${process.pid}`;
  expect(inside(`mknod ${node} b 8 0 && ! dd if=${node} count=1; s=$?; rm -f ${node}; exit $s`)).toBe(0);
});
