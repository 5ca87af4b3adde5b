import { describe, expect, test } from 'bun:test';
import { diagnose } from '../../../src/diagnose/diagnose.ts';
import type { Step } from '../../../src/wire/types.ts';
import { sceneHost } from './scene.ts';

const NEWUSER = 0x10000000n;
const NEWNS = 0x20000n;
const cloneInit = (flags: bigint) =>
  ({ op: 'clone_init', actor: 'spawner', from: '', flags, cgroup: null }) as const satisfies Step;
const join = (type: bigint) =>
  ({ op: 'ns_join', actor: 'spawner', from: '', slot: 's', type }) as const satisfies Step;
const map = (file: string, value: string) =>
  ({ op: 'id_map', actor: 'host', from: '', file, value }) as const satisfies Step;
const clone = (source: string) =>
  ({
    op: 'mount_clone',
    actor: 'init',
    from: '',
    source,
    recursive: 0,
    noFollow: 0,
    slot: 's',
  }) as const satisfies Step;
const send = (source: string) => ({ ...clone(source), actor: 'mounter' }) as const satisfies Step;
const write = (file: string, value = '1') =>
  ({ op: 'cgroup_write', actor: 'host', from: '', file, value }) as const satisfies Step;
const hook = (path: string, from = '/hooks/createRuntime/0') =>
  ({
    ...{ op: 'hook_run', actor: 'host', from, path, args: [], env: [], inheritEnv: 0 },
    ...{ timeoutMs: 0, stateHead: '', stateTail: '' },
  }) as const satisfies Step;

const closedTo = (owner: number) => ({ entries: { '/srv': { mode: 0o700, owner }, '/srv/data': {} } });

describe('a source below a closed directory', () => {
  const maps = (outside: number) => [
    map('uid_map', `0 ${outside} 10\n`),
    map('gid_map', `0 ${outside} 10\n`),
  ];

  test('is named when init has left the ids of its owner behind', () => {
    const steps = [cloneInit(NEWUSER | NEWNS), ...maps(1000), clone('/srv/data')];
    const host = sceneHost({ ...closedTo(0), euid: 1000 });
    expect(diagnose(clone('/srv/data'), steps, host)).toEqual({
      uid: 1000,
      userns: true,
      blocked: { path: '/srv', mode: 0o700, uid: 0, gid: 0 },
    });
  });

  test('is not blamed where its owner is mapped: capabilities of the namespace reach it', () => {
    const steps = [cloneInit(NEWUSER | NEWNS), ...maps(1000)];
    const host = sceneHost({ ...closedTo(1005), euid: 1000 });
    expect(diagnose(clone('/srv/data'), steps, host)).toEqual({ uid: 1000, userns: true });
  });

  test('is mapped by the helpers too', () => {
    const helper = (name: string) =>
      ({
        op: 'id_map_helper',
        actor: 'host',
        from: '',
        helper: `/usr/bin/${name}`,
        args: ['0', '1000', '10'],
      }) as const;
    const steps = [cloneInit(NEWUSER), helper('newuidmap'), helper('newgidmap')];
    const host = sceneHost({ ...closedTo(1005), euid: 1000 });
    expect(diagnose(clone('/srv/data'), steps, host).blocked).toBeUndefined();
  });

  test("is judged for the mounter by the caller's own rights", () => {
    const steps = [cloneInit(NEWUSER | NEWNS), ...maps(1000)];
    expect(diagnose(send('/srv/data'), steps, sceneHost(closedTo(5)))).toEqual({ uid: 0 });
    const host = sceneHost({ ...closedTo(5), euid: 7, closed: ['/srv'] });
    expect(diagnose(send('/srv/data'), steps, host).blocked?.path).toBe('/srv');
  });

  test('is not judged in a namespace of others, whose paths and rights are not known', () => {
    const host = sceneHost(closedTo(5));
    for (const type of [NEWNS, NEWUSER])
      expect(diagnose(clone('/srv/none'), [join(type), cloneInit(0n)], host).missing).toBeUndefined();
    expect(host.seen).toEqual([]);
  });
});

test('what lies below the rootfs is not looked at', () => {
  const rootfs = {
    op: 'rootfs_open',
    actor: 'init',
    from: '',
    path: '/b/rootfs',
    slot: 'r',
  } as const satisfies Step;
  const host = sceneHost({ entries: { '/b': {}, '/b/rootfs': {} } });
  expect(diagnose(clone('/b/rootfs/none'), [rootfs], host)).toMatchObject({ uid: 0 });
  expect(host.seen).not.toContain('/b/rootfs/none');
});

test('a directory that cannot be read says nothing', () => {
  const host = sceneHost({ entries: { '/srv': {} }, closed: ['/srv'] });
  expect(diagnose(clone('/srv/x'), [cloneInit(NEWUSER)], host)).toEqual({});
});

describe('a controller that is not there', () => {
  const texts = {
    '/sys/fs/cgroup/cgroup.subtree_control': 'cpu memory pids\n',
    '/sys/fs/cgroup/user/cgroup.subtree_control': 'pids\n',
    '/sys/fs/cgroup/user/one/cgroup.subtree_control': '\n',
  };
  const entries = { '/sys/fs/cgroup/user': { owner: 7 } };
  const look = (step: Step) => diagnose(step, [], sceneHost({ texts, entries }));

  test('is lacking at the topmost cgroup that does not pass it on', () => {
    const lackingAt = '/sys/fs/cgroup/user';
    const wantedIn = '/sys/fs/cgroup/user/one/web';
    expect(look(write(`${wantedIn}/memory.max`))).toEqual({
      controller: { name: 'memory', lackingAt, wantedIn, owner: 7 },
    });
    expect(look(write('/sys/fs/cgroup/user/one/cgroup.subtree_control', '+pids +cpu'))).toEqual({
      controller: { name: 'cpu', lackingAt, wantedIn: '/sys/fs/cgroup/user/one', owner: 7 },
    });
  });

  test('is nobody to blame for other files, nor on v1', () => {
    expect(look(write('/sys/fs/cgroup/web/memory.max'))).toEqual({});
    expect(look(write('/sys/fs/cgroup/user/web/cgroup.procs'))).toEqual({});
    expect(diagnose(write('/sys/fs/cgroup/memory/web/x'), [], sceneHost({}))).toEqual({});
  });
});

test('limits of namespaces are read for everybody, the switches for those who are not root', () => {
  const texts = {
    '/proc/sys/user/max_user_namespaces': '0\n',
    '/proc/sys/kernel/unprivileged_userns_clone': '0\n',
  };
  const limits = { 'user/max_user_namespaces': '0\n' };
  expect(diagnose(cloneInit(NEWUSER), [], sceneHost({ texts }))).toEqual({ uid: 0, sysctls: limits });
  expect(diagnose(cloneInit(NEWUSER), [], sceneHost({ texts, euid: 9 })).sysctls).toEqual({
    ...limits,
    'kernel/unprivileged_userns_clone': '0\n',
  });
});

test('a mount looks at the file systems, an attribute at the kernel', () => {
  const texts = { '/proc/filesystems': 'nodev\ttmpfs\n\text4\n' };
  const mount = {
    ...{ op: 'mount_new', actor: 'init', from: '', fstype: 'x', source: '', data: [] },
    ...{ attrs: 0n, sbFlags: 0n, slot: 's' },
  } as const satisfies Step;
  expect(diagnose(mount, [], sceneHost({ texts })).filesystems).toContain('ext4');
  const attrs = {
    ...{ op: 'mount_attrs', actor: 'init', from: '', mount: 's', set: 1n, clear: 0n },
    ...{ propagation: 0n, recursive: 1 },
  } as const satisfies Step;
  const kernel = { release: '6.1.0-28-amd64', major: 6, minor: 1 };
  expect(diagnose(attrs, [], sceneHost({}))).toEqual({ kernel, userns: false });
});

describe('a hook', () => {
  const look = (mode: number, text: string) => {
    const host = sceneHost({ entries: { '/h': { kind: 'file', mode } }, texts: { '/h': text } });
    return diagnose(hook('/h'), [], host).program?.kind;
  };

  test('that cannot be executed says why', () => {
    expect(look(0o644, '')).toBe('mode');
    expect(look(0o755, '#!/bin/sh\r\necho\r\n')).toBe('crlf');
    expect(look(0o755, 'echo\n')).toBe('format');
    expect(look(0o755, '#!/bin/sh\n')).toBeUndefined();
    expect(look(0o755, '\u007fELF\u0002')).toBeUndefined();
  });

  test('that is not there is missing; one of the container is not looked for', () => {
    expect(diagnose(hook('/none'), [], sceneHost({}))).toEqual({ uid: 0, missing: '/none' });
    expect(diagnose(hook('/none', '/hooks/startContainer/0'), [], sceneHost({}))).toEqual({});
  });
});

test('an op without a hint to fill looks at nothing', () => {
  const cwd = { op: 'cwd', actor: 'init', from: '', path: '/none', root: 'r' } as unknown as Step;
  expect(diagnose(cwd, [], sceneHost({}))).toEqual({});
});

describe('a control file that refuses its value', () => {
  const dir = '/sys/fs/cgroup/web';
  const entries = {
    [dir]: {},
    [`${dir}/io.max`]: { kind: 'file' },
    [`${dir}/rdma.max`]: { kind: 'file' },
    '/sys/dev/block/8:0': {},
    '/sys/dev/block/8:1': {},
    '/sys/dev/block/8:1/partition': { kind: 'file' },
    '/sys/class/infiniband/mlx5_0': {},
  } as const;
  const texts = { '/sys/dev/block/8:0/queue/scheduler': 'none [mq-deadline] bfq\n' };
  const look = (file: string, value: string) =>
    diagnose(write(`${dir}/${file}`, value), [], sceneHost({ entries, texts }));

  test('has a device that is not there, a partition, or one with another scheduler', () => {
    expect(look('io.max', '77:5 rbps=1').blockDevice).toEqual({ number: '77:5', fault: 'missing' });
    expect(look('io.max', '8:1 rbps=1').blockDevice).toEqual({ number: '8:1', fault: 'partition' });
    expect(look('io.max', '8:0 rbps=1').blockDevice).toEqual({
      number: '8:0',
      fault: 'scheduler',
      scheduler: 'mq-deadline',
    });
    expect(look('io.max', 'default 5').blockDevice).toBeUndefined();
  });

  test('names what the host has not got', () => {
    expect(look('rdma.max', 'mlx5_1 hca_handle=1').missing).toBe('/sys/class/infiniband/mlx5_1');
    expect(look('rdma.max', 'mlx5_0 hca_handle=1').missing).toBeUndefined();
  });

  test('is absent itself, where its cgroup is there', () => {
    expect(look('io.weight', '5').absentFile).toBe('io.weight');
    expect(look('io.max', '5').absentFile).toBeUndefined();
    expect(diagnose(write('/gone/io.weight'), [], sceneHost({ entries }))).toEqual({});
  });
});

test('of ranges that a helper refuses, those of the caller are looked up, by name and by number', () => {
  const texts = {
    '/etc/passwd': 'root:x:0:0::/root:/bin/sh\nann:x:1000:1000::/home/ann:/bin/sh\n',
    '/etc/subuid': 'root:1:5\nann:100000:65536\n1000:300000:10\n',
    '/etc/subgid': 'root:1:5\n',
  };
  const look = (helper: string) =>
    diagnose(
      { op: 'id_map_helper', actor: 'host', from: '', helper, args: [] },
      [],
      sceneHost({ texts, euid: 1000 }),
    ).subordinate;
  const ranges = ['100000:65536', '300000:10'];
  expect(look('/usr/bin/newuidmap')).toEqual({ file: '/etc/subuid', user: 'ann', ranges });
  expect(look('/usr/bin/newgidmap')).toEqual({ file: '/etc/subgid', user: 'ann', ranges: [] });
});

describe('a profile of AppArmor', () => {
  const session = { op: 'session', actor: 'init', from: '' } as const satisfies Step;
  const current = (process: string) => `/proc/${process}/attr/apparmor/current`;
  const confinement = (texts: Record<string, string>) =>
    diagnose(session, [cloneInit(NEWUSER)], sceneHost({ texts }), 42).confinement;

  test('is told of who failed, and of teu where that is another: Ubuntu gives it to user namespaces', () => {
    const texts = { [current('42')]: 'unprivileged_userns (enforce)\n', [current('self')]: 'unconfined\n' };
    expect(confinement(texts)).toEqual({ profile: 'unprivileged_userns (enforce)', own: null });
  });

  test('is nobody where there is none', () => {
    expect(confinement({ [current('42')]: 'unconfined\n' })).toBeUndefined();
    expect(confinement({})).toBeUndefined();
  });
});
