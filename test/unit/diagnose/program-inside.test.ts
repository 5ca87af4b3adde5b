/** What is wrong with a program of a container, from what its files say. */
import { describe, expect, test } from 'bun:test';
import type { Inside } from '../../../src/native/inside.ts';
import { machineOf, programInterpreter, scriptInterpreter } from '../../../src/diagnose/program-head.ts';
import { programInside } from '../../../src/diagnose/program-inside.ts';
import type { Step } from '../../../src/wire/types.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** A 64-bit ELF file of one program header, with an interpreter where one is given. */
function elf(machine: number, interpreter = '', little = true): Uint8Array {
  const head = new Uint8Array(256);
  const view = new DataView(head.buffer);
  head.set([0x7f, 0x45, 0x4c, 0x46, 2, little ? 1 : 2]);
  view.setUint16(18, machine, little);
  view.setBigUint64(32, 64n, little);
  view.setUint16(54, 56, little);
  view.setUint16(56, 1, little);
  view.setUint32(64, interpreter === '' ? 1 : 3, little);
  view.setBigUint64(72, 128n, little);
  view.setBigUint64(96, BigInt(interpreter.length + 1), little);
  head.set(bytes(interpreter), 128);
  return head;
}

const file = (head: Uint8Array, change: Partial<Inside> = {}): Inside => ({
  ...{ kind: 'file', mode: 0o755, uid: 0, gid: 0, noexec: false, head },
  ...change,
});
const dir = (change: Partial<Inside> = {}): Inside => file(new Uint8Array(), { kind: 'dir', ...change });

const steps = (uid: number, effective = 0n): readonly Step[] => [
  { op: 'credentials', actor: 'init', from: '', uid, gid: uid, groups: new Uint8Array(), setGroups: 0 },
  { op: 'cwd', actor: 'init', from: '', root: 'root', path: '/work', make: 1 },
  {
    ...{ op: 'capabilities', actor: 'init', from: '', bounding: 0n, effective, permitted: 0n },
    ...{ inheritable: 0n, ambient: 0n, last: 40 },
  } as Step,
];

function inside(files: Record<string, Inside>, candidates: string[], plan = steps(1000)) {
  const tree: Record<string, Inside> = { '/': dir(), '/bin': dir(), '/lib': dir(), ...files };
  const host = {
    lookIn: (root: string, path: string) => (root === '/proc/7/root' ? (tree[path] ?? null) : null),
    uname: () => ({ release: '6.1.0', machine: 'x86_64' }),
    tryReadText: () => null,
  };
  return programInside(candidates, plan, 7, host);
}

const program = (head: Uint8Array, change: Partial<Inside> = {}, more: Record<string, Inside> = {}) =>
  inside({ '/bin/x': file(head, change), ...more }, ['/bin/x']).program;

describe('a program', () => {
  test('of another machine', () => {
    expect(program(elf(183))).toEqual({
      kind: 'architecture',
      path: '/bin/x',
      wants: 'aarch64',
      has: 'x86_64',
    });
    expect(program(elf(22, '', false))).toMatchObject({ wants: 's390x' });
    expect(program(elf(62))).toBeUndefined();
  });

  test('whose loader is missing', () => {
    const interpreter = '/lib/ld.so';
    expect(program(elf(62, interpreter))).toEqual({ kind: 'interpreter', path: '/bin/x', interpreter });
    expect(program(elf(62, interpreter), {}, { [interpreter]: file(elf(62)) })).toBeUndefined();
    expect(
      program(elf(62, interpreter), {}, { [interpreter]: file(elf(62), { mode: 0o644 }) }),
    ).toMatchObject({
      kind: 'mode',
      path: interpreter,
    });
  });

  test('that is a script', () => {
    expect(program(bytes('#! /bin/none -e\n'))).toMatchObject({
      kind: 'interpreter',
      interpreter: '/bin/none',
    });
    expect(program(bytes('#!/bin/sh\r\n'))).toMatchObject({ kind: 'crlf' });
    expect(program(bytes('echo\n'))).toMatchObject({ kind: 'format' });
    expect(program(new Uint8Array())).toMatchObject({ kind: 'format' });
  });

  test('that may not be executed', () => {
    expect(program(elf(62), { mode: 0o644 })).toEqual({ kind: 'mode', path: '/bin/x', mode: 0o644 });
    expect(program(elf(62), { mode: 0o700 })).toEqual({
      kind: 'mode',
      path: '/bin/x',
      mode: 0o700,
      uid: 1000,
    });
    expect(program(elf(62), { mode: 0o700, uid: 1000 })).toBeUndefined();
    expect(program(elf(62), { noexec: true })).toMatchObject({ kind: 'noexec' });
    expect(program(elf(62), { kind: 'dir' })).toMatchObject({ kind: 'directory' });
  });

  test('that overrides of capabilities let everybody execute', () => {
    const files = { '/bin/x': file(elf(62), { mode: 0o100, uid: 5 }) };
    expect(inside(files, ['/bin/x'], steps(0, 2n))).toEqual({});
    expect(inside(files, ['/bin/x'], steps(0)).program).toMatchObject({ kind: 'mode', uid: 0 });
  });
});

test('the way to a single candidate is looked at, to several not', () => {
  expect(inside({}, ['/opt/app/x'])).toEqual({ missing: '/opt' });
  expect(inside({}, ['/opt/x', '/usr/x'])).toEqual({});
  expect(inside({ '/work': dir() }, ['x'])).toEqual({ missing: '/work/x' });
});

test('a directory that may not be entered is named', () => {
  const files = { '/shut': dir({ mode: 0o700 }), '/shut/x': file(elf(62)) };
  expect(inside(files, ['/shut/x'])).toEqual({
    uid: 1000,
    blocked: { path: '/shut', mode: 0o700, uid: 0, gid: 0 },
  });
});

test('a process that is not known is not looked into', () => {
  const host = {
    lookIn: () => {
      throw new Error('looked');
    },
    uname: () => ({ release: '', machine: '' }),
    tryReadText: () => null,
  };
  expect(programInside(['/bin/x'], steps(0), 0, host)).toEqual({});
});

test('heads that end early say nothing', () => {
  for (let size = 0; size < 256; size++) {
    const head = elf(62, '/lib/ld.so').subarray(0, size);
    if (size < 64) expect(machineOf(head)).toBeNull();
    else expect([null, '/lib/ld.so']).toContain(programInterpreter(head));
  }
  expect(scriptInterpreter(bytes('#!'))).toBeNull();
});
