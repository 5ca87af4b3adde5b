import { describe, expect, test } from 'bun:test';
import type { Checked, ProgramFault } from '../../../src/errors/checked.ts';
import { effects } from '../../../src/errors/effects.ts';
import { hintFor, hints } from '../../../src/errors/hints.ts';
import type { Failure } from '../../../src/errors/hint-texts.ts';
import { errnoNumber } from '../../../src/tables/errno.ts';
import { ops } from '../../../src/wire/ops.ts';
import type { OpName } from '../../../src/wire/types.ts';
import { triggers } from './triggers.ts';

const faults: readonly ProgramFault[] = [
  { kind: 'interpreter', path: '/bin/x', interpreter: '/lib/ld.so' },
  { kind: 'crlf', path: '/bin/x' },
  { kind: 'architecture', path: '/bin/x', wants: 'arm64', has: 'x86-64' },
  { kind: 'directory', path: '/bin/x' },
  { kind: 'mode', path: '/bin/x', mode: 0o100644 },
  { kind: 'noexec', path: '/bin/x' },
  { kind: 'format', path: '/bin/x' },
];

/** Everything checked, in variants that make each row speak. */
const everything: readonly Checked[] = faults.map((program, index) => ({
  kernel: { release: '5.10.0', major: 5, minor: 10 },
  filesystems: ['tmpfs'],
  missing: '/srv/data',
  blocked: { path: '/srv', mode: 0o700, uid: 0, gid: 0 },
  userns: true,
  uid: index === 0 ? 0 : 1000,
  lacksAdmin: true,
  subordinate: { file: '/etc/subuid', user: 'ann', ranges: index % 2 === 0 ? [] : ['100000:65536'] },
  sysctls:
    index % 2 === 0 ? { 'user/max_user_namespaces': '0\n' } : { 'kernel/unprivileged_userns_clone': '0' },
  controller: {
    name: 'memory',
    lackingAt: '/sys/fs/cgroup/user.slice',
    wantedIn: '/sys/fs/cgroup/user.slice/web',
    owner: index,
  },
  memoryUsed: 4096,
  absentFile: ['blkio.leaf_weight', 'io.weight', 'memory.swap.max'][index] ?? 'memory.high',
  blockDevice: {
    number: '8:1',
    fault: (['missing', 'partition', 'scheduler'] as const)[index] ?? 'missing',
    scheduler: 'none',
  },
  filesystem: { type: index === 0 ? 'rootfs' : 'nfs', where: '/srv', isIdmapped: index % 2 === 0 },
  confinement: { profile: 'a (enforce)', own: index % 2 === 0 ? 'a (enforce)' : null },
  unmapped: ['x'],
  cpuset: true,
  withoutRealtime: '/sys/fs/cgroup/cpu/web',
  program,
  execveAnswer: 'EPERM',
}));

const values = {
  str: 'subtree_control',
  strs: ['x'],
  u32: 1,
  i32: 1,
  u64: 0xffffffffn,
  i64: 1n,
  bytes: new Uint8Array(),
  slot: 's',
  'slot?': 's',
};

function failureOf(op: OpName, checked: Checked): Failure<OpName> {
  const fields = Object.entries(ops[op].fields).map(([name, kind]) => [
    name,
    values[kind as keyof typeof values],
  ]);
  const step = { op, actor: ops[op].actors[0], from: '', ...Object.fromEntries(fields) };
  // Calls that say more with it than which option it was.
  return { step, item: op === 'mount_attach' ? 1 : 0, checked } as unknown as Failure<OpName>;
}

const spoken = hints.flatMap((row) =>
  everything.map((checked) => ({ row, hint: row.text(failureOf(row.op, checked)) })),
);

describe('the table of hints', () => {
  test('every row names calls of its op and known errnos', () => {
    for (const { op, calls, errnos } of hints) {
      expect(calls.filter((call) => !(ops[op].calls as readonly string[]).includes(call))).toEqual([]);
      for (const errno of errnos) expect(errnoNumber(errno)).toBeGreaterThan(0);
    }
  });

  test('every row has something to say when everything is known', () => {
    const silent = hints.filter((row) =>
      everything.every((checked) => row.text(failureOf(row.op, checked)) === null),
    );
    expect(silent.map(({ op, calls }) => `${op} ${calls}`)).toEqual([]);
  });

  test('no hint has a phrase that engines search for but the one that Docker has advice for', () => {
    const bad = spoken.filter(({ hint }) => triggers.some((phrase) => hint?.toLowerCase().includes(phrase)));
    expect([...new Set(bad.map(({ hint }) => hint))]).toEqual([
      'what is mounted there is not a directory, and subtree_control is one',
    ]);
  });

  test('no hint is a sentence with a capital or a full stop', () => {
    const bad = spoken.filter(({ hint }) => hint !== null && /^[A-Z][a-z]|\.$/.test(hint));
    expect(bad.map(({ hint }) => hint)).toEqual([]);
  });

  test('what was not checked is not said', () => {
    expect(hintFor('open_tree', 'ENOENT', failureOf('mount_clone', {}))).toBeNull();
    expect(hintFor('mount_setattr', 'EINVAL', failureOf('mount_attrs', {}))).toBeNull();
    expect(hintFor('execve', 'ENOENT', failureOf('execve', {}))).toBeNull();
  });

  test('a scheduler is blamed for weights alone', () => {
    const checked = { blockDevice: { number: '8:0', fault: 'scheduler', scheduler: 'none' } } as const;
    const write = (file: string) => {
      const { step, ...rest } = failureOf('cgroup_write', checked);
      return hintFor('write', 'EOPNOTSUPP', { ...rest, step: { ...step, file } as typeof step });
    };
    expect(write('/sys/fs/cgroup/x/io.bfq.weight')).toContain('8:0 has the scheduler none');
    expect(write('/sys/fs/cgroup/x/io.max')).toBeNull();
  });

  test('a kernel that is new enough is not blamed', () => {
    const kernel = { release: '6.12.1', major: 6, minor: 12 };
    expect(hintFor('mount_setattr', 'EINVAL', failureOf('mount_attrs', { kernel }))).toBeNull();
  });
});

test('no effect has a phrase that engines search for', () => {
  for (const op of Object.keys(effects) as OpName[]) {
    const effect = effects[op] as (step: unknown, subject: { destination: null }) => string;
    const sentence = effect(failureOf(op, {}).step, { destination: null });
    expect(triggers.filter((phrase) => sentence.includes(phrase))).toEqual([]);
  }
});
