/** Hosts that lack something, or have it in another way: a container that works, or an error that says why. */
import { expect } from 'bun:test';
import { chmodSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import type { Box, Result } from '../helpers/box.ts';
import { capabilities, capabilityBit } from '../../src/tables/capabilities.ts';
import { type OciConfig, withAllCapabilities, withUserNamespace } from '../helpers/config.ts';
import { repository, runtime } from '../helpers/paths.ts';
import { scenario } from '../helpers/scenario.ts';

export const alsoIn = 'guest';

/** Executes the runtime in a mount namespace in which `script` has changed the host first. */
const changed = (script: string, ...flags: string[]): readonly string[] => [
  ...['unshare', '--mount', '--propagation', 'private', ...flags],
  ...['sh', '-ec', `${script}\nexec "$@"`, 'sh'],
];

const hello = (config: OciConfig) => {
  config.process.args = ['/bin/echo', 'inside'];
};
const works: Result = { code: 0, stdout: 'inside\n', stderr: '' };

const withoutCgroups = changed('umount -R /sys/fs/cgroup');
const readonlyCgroups = changed(
  `awk '$3 ~ /^cgroup/ {print $2}' /proc/self/mounts | while read -r dir; do mount -o remount,bind,ro "$dir"; done`,
);
const teuOnly = 'about what teu says';

/** --rootless stands before the verb. */
type Edit = (config: OciConfig, dir: string) => void;

function runWith(box: Box, flags: readonly string[], change: Edit, wrap: readonly string[]) {
  return box.call([...flags, 'run', '--bundle', box.bundle(change), box.id()], { wrap });
}

scenario(
  'without cgroup mounts device rules are an error, and following its hint makes it work',
  (box) => {
    const refused = runWith(box, [], hello, withoutCgroups);
    expect([refused.code, refused.stdout]).toEqual([1, '']);
    expect(refused.stderr).toContain('/linux/resources/devices');
    expect(refused.stderr).toMatch(/hint +mount it .*, or --cgroup-manager disabled goes on/);
    expect(runWith(box, ['--cgroup-manager', 'disabled'], hello, withoutCgroups)).toEqual(works);
  },
  { teuOnly },
);

scenario('without cgroup mounts a container without limits and device rules works', (box) => {
  const change = (config: OciConfig) => {
    hello(config);
    config.linux.resources.devices = [{ allow: true, access: 'rwm' }];
    config.mounts = config.mounts.filter(({ type }) => type !== 'cgroup');
  };
  expect(runWith(box, [], change, withoutCgroups)).toEqual(works);
});

scenario(
  'a read-only cgroup tree is an error that leaves nothing, and following its hint makes it work',
  (box) => {
    const refused = runWith(box, [], hello, readonlyCgroups);
    expect([refused.code, refused.stdout]).toEqual([1, '']);
    expect(refused.stderr).toMatch(/EROFS/);
    expect(refused.stderr).toMatch(/hint +the cgroup tree is mounted read-only: --rootless=true/);
    expect(refused.stderr).not.toContain('clean-up');
    expect(runWith(box, ['--rootless=true'], hello, readonlyCgroups)).toEqual(works);
  },
  { teuOnly },
);

scenario(
  'with a read-only cgroup tree a limit is an error that says what was applied',
  (box) => {
    const change = (config: OciConfig) => {
      config.linux.resources = { memory: { limit: 1 << 26 }, pids: { limit: 20 } };
    };
    const { code, stderr } = runWith(box, ['--rootless=true'], change, readonlyCgroups);
    expect(code).toBe(1);
    expect(stderr).toContain('/linux/resources/memory/limit');
    expect(stderr).toMatch(/detail +no limit was applied; cannot be set: memory.limit, pids.limit\n/);
  },
  { needs: ['memory-pids-cpu'], teuOnly },
);

scenario(
  '--rootless=false makes a cgroup that a user may not have an error',
  (box) => {
    const user = ['setpriv', '--reuid=1000', '--regid=1000', '--clear-groups'];
    const change = (config: OciConfig, dir: string) => {
      hello(config);
      withUserNamespace(config, 1000, 1);
      config.linux.resources = {};
      config.mounts = config.mounts.filter(({ type }) => type === 'proc' || type === 'tmpfs');
      chmodSync(dir, 0o755);
    };
    const own = `${box.dir}/of-the-user`;
    mkdirSync(own);
    chmodSync(own, 0o777);
    const run = (flag: string) =>
      runWith(box, ['--root', `${own}/${flag}`, `--rootless=${flag}`], change, user);
    const refused = run('false');
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('/linux/cgroupsPath');
    expect(refused.stderr).toMatch(/hint .*may not be written by this user: without --rootless=false/);
    expect(run('auto')).toEqual(works);
  },
  { needs: ['userns'], teuOnly },
);

scenario(
  'hierarchies of v1 alone are enough',
  (box) => {
    const own =
      'awk \'$3 == "cgroup2" {print $2}\' /proc/self/mounts | while read -r dir; do umount "$dir"; done';
    const change = (config: OciConfig) => {
      config.linux.resources.pids = { limit: 17 };
      config.process.args = ['/bin/cat', '/sys/fs/cgroup/pids/pids.max'];
    };
    expect(runWith(box, [], change, changed(own))).toEqual({ code: 0, stdout: '17\n', stderr: '' });
  },
  { needs: ['v1-pids'] },
);

scenario(
  'a controller that is in the unified tree of a hybrid host is an error that names it',
  (box) => {
    const change = (config: OciConfig) => {
      config.linux.resources = { hugepageLimits: [{ pageSize: '2MB', limit: 1 << 22 }] };
    };
    const { code, stderr } = runWith(box, [], change, []);
    expect(code).toBe(1);
    expect(stderr).toContain('/linux/resources/hugepageLimits');
    expect(stderr).toMatch(/hugetlb.*cgroup2 tree/);
  },
  { needs: ['hybrid-hugetlb'], teuOnly },
);

scenario('/proc mounted with hidepid=2 is no hindrance, and neither for exec and delete', (box) => {
  const bundle = box.bundle((config) => {
    config.process.args = ['/bin/sleep', '1000'];
  });
  const id = box.id();
  const script = `"$@" create --bundle ${bundle} ${id} </dev/null >/dev/null 2>&1 && "$@" start ${id} &&
"$@" exec ${id} echo inside && "$@" kill ${id} KILL && "$@" delete --force ${id}`;
  const wrap = changed('mount -t proc -o hidepid=2 proc /proc', '--pid', '--fork');
  expect(box.call([], { wrap: [...wrap, 'sh', '-c', script, 'sh'] })).toEqual(works);
});

scenario(
  'hidepid=2 is no hindrance for a user without privileges',
  (box) => {
    const own = `${box.dir}/of-the-user`;
    mkdirSync(own);
    chmodSync(own, 0o777);
    const change = (config: OciConfig) => {
      hello(config);
      withUserNamespace(config, 1000, 1);
      config.linux.resources = {};
      config.mounts = config.mounts.filter(({ type }) => type === 'tmpfs');
    };
    const wrap = changed('mount -t proc -o hidepid=2 proc /proc', '--pid', '--fork');
    const user = ['setpriv', '--reuid=1000', '--regid=1000', '--clear-groups'];
    const flags = ['--root', `${own}/state`];
    expect(runWith(box, flags, change, [...wrap, ...user])).toEqual(works);
  },
  { needs: ['userns'] },
);

scenario('a /run that is mounted noexec holds the state', (box) => {
  const wrap = changed('mount -t tmpfs -o noexec,nosuid,nodev run /run');
  expect(runWith(box, ['--root', '/run/odd'], hello, wrap)).toEqual(works);
});

scenario('a read-only / needs no more than a place for the state', (box) => {
  const wrap = changed('mount --rbind / /mnt; mount -o remount,bind,ro /mnt; mount -t tmpfs run /mnt/run');
  const inside = ['chroot', '/mnt', 'sh', '-ec', '! touch /tmp/x 2>/dev/null; exec "$@"', 'sh'];
  expect(runWith(box, ['--root', '/run/odd'], hello, [...wrap, ...inside])).toEqual(works);
});

scenario(
  'a state root on a read-only / is an error that names it',
  (box) => {
    const wrap = [...changed('mount --rbind / /mnt; mount -o remount,bind,ro /mnt'), 'chroot', '/mnt'];
    const { code, stderr } = runWith(box, ['--root', '/odd-state'], hello, wrap);
    expect(code).toBe(1);
    expect(stderr).toContain('/odd-state');
    expect(stderr).toContain('EROFS');
  },
  { teuOnly },
);

scenario(
  'without executable memfds root creates, starts, enters and deletes a container',
  (box) => {
    const bundle = box.bundle((config) => {
      config.process.args = ['/bin/sleep', '1000'];
    });
    const id = box.id();
    const script = `echo 2 >/proc/sys/vm/memfd_noexec
"$@" create --bundle ${bundle} ${id} </dev/null >/dev/null 2>&1 && "$@" start ${id} &&
"$@" exec ${id} echo inside && "$@" delete --force ${id}`;
    const wrap = ['unshare', '--pid', '--fork', '--mount-proc', 'sh', '-c', script, 'sh'];
    expect(box.call([], { wrap })).toEqual(works);
  },
  { needs: ['memfd-noexec'] },
);

/** Those this machine gives: all but a few, in an engine's container. */
function ownCapabilities(): readonly string[] {
  const mask = BigInt(`0x${/CapEff:\s*([0-9a-f]+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]}`);
  return capabilities.filter((name) => (mask & capabilityBit(name)) !== 0n);
}

/** A container that may do everything, and has the runtime and its libraries. */
function withRuntime(config: OciConfig, dir: string): void {
  const dirs = ['/lib', '/lib64', '/usr/lib', repository.replace(/\/$/, '')].filter((path) =>
    existsSync(path),
  );
  for (const path of dirs)
    config.mounts.push({ destination: path, type: 'none', source: path, options: ['rbind', 'ro'] });
  config.mounts.push({ destination: '/run', type: 'tmpfs', source: 'tmpfs' });
  // Root of a user namespace may not make them.
  for (const path of [...dirs, '/run', '/inner']) mkdirSync(`${dir}/rootfs${path}`, { recursive: true });
  config.process.noNewPrivileges = false;
  withAllCapabilities(config, ownCapabilities());
  config.linux.resources.devices = [{ allow: true, access: 'rwm' }];
  Object.assign(config.linux, { maskedPaths: [], readonlyPaths: [] });
}

type Change = (config: OciConfig) => void;

/** On v2 a cgroup with processes gives no controllers to others below it: cgroups(7), "no internal processes". */
const makeRoom = `if test -w /sys/fs/cgroup/cgroup.procs && mkdir /sys/fs/cgroup/first 2>/dev/null
then echo 0 > /sys/fs/cgroup/first/cgroup.procs; fi`;

/** A bundle inside of a container whose command runs it. */
function nested(box: Box, outer: Change, inner: Change, flags: readonly string[] = []): Result {
  return box.run((config, dir) => {
    withRuntime(config, dir);
    const bundle = box.bundle(inner);
    config.mounts.push({ destination: '/inner', type: 'none', source: bundle, options: ['rbind'] });
    const call = [runtime, '--root', '/run/in', ...flags, 'run', '--bundle', '/inner', 'inner'];
    config.process.args = ['/bin/sh', '-ec', `${makeRoom}\nexec "$@"`, 'sh', ...call];
    outer(config);
  });
}

/** A writable view of the own cgroup, as engines give it to a privileged container. */
const withOwnCgroups: Change = (config) => {
  config.linux.namespaces.push({ type: 'cgroup' });
  const cgroup = config.mounts.find(({ type }) => type === 'cgroup');
  if (cgroup !== undefined) cgroup.options = ['nosuid', 'noexec', 'nodev'];
};

scenario(
  'in a privileged container a container runs, with limits, in a cgroup below',
  (box) => {
    const inner: Change = (config) => {
      config.linux.resources.pids = { limit: 17 };
      config.process.args = [
        '/bin/sh',
        '-c',
        'cat /sys/fs/cgroup/pids/pids.max 2>/dev/null || cat /sys/fs/cgroup/pids.max',
      ];
      config.linux.namespaces.push({ type: 'cgroup' });
    };
    expect(nested(box, withOwnCgroups, inner)).toEqual({ code: 0, stdout: '17\n', stderr: '' });
  },
  { needs: ['memory-pids-cpu'] },
);

scenario(
  'in a container whose cgroups are read-only the error tells the way',
  (box) => {
    const nothing: Change = () => undefined;
    const refused = nested(box, nothing, hello);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(/hint +the cgroup tree is mounted read-only: --rootless=true/);
    expect(nested(box, nothing, hello, ['--rootless=true'])).toEqual(works);
  },
  { teuOnly },
);

scenario(
  'in a container with a user namespace a container runs, and one with a user namespace of its own too',
  (box) => {
    const outer: Change = (config) => withUserNamespace(config);
    expect(nested(box, outer, hello)).toEqual(works);
    const inner: Change = (config) => {
      hello(config);
      withUserNamespace(config, 1000, 1000);
    };
    expect(nested(box, outer, inner)).toEqual(works);
  },
  { needs: ['userns'] },
);
