/** Containers of a user without privileges: ids, groups, verbs, and what `teu spec --rootless` writes. */
import { expect } from 'bun:test';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { type OciConfig, withoutNamespace } from '../helpers/config.ts';
import { limitMs } from '../helpers/sys.ts';
import { runtime } from '../helpers/paths.ts';
import { Pty } from '../helpers/pty.ts';
import { makeRootfs } from '../helpers/rootfs.ts';
import { scenario } from '../helpers/scenario.ts';
import { asUser, runAsUser, uid, userBundle, withRanges } from './user.ts';

scenario(
  'what spec --rootless writes runs as it is, on a terminal, in the place for the state of users',
  async (box) => {
    const bundle = `${box.dir}/plain`;
    mkdirSync(bundle);
    makeRootfs(`${bundle}/rootfs`);
    spawnSync('chown', ['-R', `${uid}:${uid}`, bundle]);
    const wrap = [...asUser, 'env', '-C', bundle];
    expect(spawnSync(wrap[0] ?? '', [...wrap.slice(1), runtime, 'spec', '--rootless']).status).toBe(0);
    const id = box.id();
    const pty = new Pty([...wrap, runtime, 'run', id]);
    pty.until(/# /, 3 * limitMs);
    pty.type('id -u; cat /proc/self/uid_map; tty; ls -d /sys/fs/cgroup/cgroup.procs\n');
    pty.until(
      /\n0\r\n +0 +1000 +1\r\n\/dev\/(pts\/0|console)\r\n\/sys\/fs\/cgroup\/cgroup.procs\r\n/,
      limitMs,
    );
    expect(statSync(`/run/user/${uid}/teu/${id}/state.json`).uid).toBe(uid);
    pty.type('exit 5\n');
    pty.rest();
    expect((await pty.exited).code).toBe(5);
  },
);

scenario('create, start, state, exec, kill and delete work without privileges', (box) => {
  const bundle = userBundle(box, (config) => {
    config.process.args = ['/bin/sleep', '1000'];
  });
  const id = box.id();
  const teu = (...args: string[]) => {
    const result = box.call(args, { wrap: asUser });
    expect([args[0], result.code, result.stderr]).toEqual([args[0], 0, '']);
    return result.stdout;
  };
  teu('create', '--bundle', bundle, id);
  teu('start', id);
  const state = JSON.parse(teu('state', id));
  expect(state).toMatchObject({ status: 'running', id });
  expect(statSync(`/proc/${state.pid}`).uid).toBe(uid);
  expect(teu('exec', id, 'sh', '-c', 'id -u; hostname')).toBe('0\nbox\n');
  expect(JSON.parse(teu('list', '--format', 'json'))).toMatchObject([{ id, owner: 'user' }]);
  teu('delete', '--force', id);
  expect(box.call(['state', id], { wrap: asUser }).code).toBe(1);
});

scenario('ranges of /etc/subuid and /etc/subgid come by newuidmap and newgidmap', (box) => {
  const result = runAsUser(box, (config) => {
    withRanges(config);
    config.process.user = { uid: 33, gid: 33, additionalGids: [7, 1000] };
    config.process.args = [
      '/bin/sh',
      '-c',
      'cat /proc/self/uid_map /proc/self/gid_map; id -u; id -G; touch /tmp/f',
    ];
  });
  const ids = /^ +0 +1000 +1\n +1 +100000 +65536\n +0 +1000 +1\n +1 +100000 +65536\n33\n33 7 1000\n$/;
  expect([result.code, result.stderr]).toEqual([0, '']);
  expect(result.stdout).toMatch(ids);
});

scenario("a range that is not the user's is an error with the field and the cause", (box) => {
  const result = runAsUser(box, (config) => {
    withRanges(config);
    config.linux.uidMappings = [{ containerID: 0, hostID: 300_000, size: 65_536 }];
  });
  expect(result.code).toBe(1);
  expect(result.stderr).toContain('/linux/uidMappings');
  expect(result.stderr).toMatch(/hint +\/etc\/subuid lists 100000:65536 \(first:count\) for user/);
});

scenario('without setgroups(2), further groups are an error that says why', (box) => {
  const result = runAsUser(box, (config) => {
    config.process.user.additionalGids = [0];
  });
  expect(result.code).toBe(1);
  expect(result.stderr).toContain('/process/user');
  expect(result.stderr).toMatch(/hint +setgroups is denied/);
});

scenario('with a single mapping setgroups is denied, and the groups of the user stay', (box) => {
  const result = runAsUser(box, (config) => {
    config.process.args = ['/bin/cat', '/proc/self/setgroups', '/proc/self/gid_map'];
  });
  expect(result.stdout).toMatch(/^deny\n +0 +1000 +1\n$/);
  const ranges = runAsUser(box, (config) => {
    withRanges(config);
    config.process.args = ['/bin/cat', '/proc/self/setgroups'];
  });
  expect(ranges.stdout).toBe('allow\n');
});

scenario('a user or group outside of the mapping is an error with its field', (box) => {
  for (const field of ['uid', 'gid'] as const) {
    const result = runAsUser(box, (config) => {
      config.process.user[field] = 5;
    });
    expect(result.code).toBe(1);
    expect(result.stderr).toContain(`/process/user/${field}`);
  }
});

// What a refusal says to do is done, by root where it has to be, and then it works.

const hello = (config: OciConfig) => {
  config.process.args = ['/bin/echo', 'inside'];
};
const works = { code: 0, stdout: 'inside\n', stderr: '' };

function must(...command: string[]): void {
  const { status, stderr } = spawnSync(command[0] ?? '', command.slice(1), { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command.join(' ')}: ${stderr}`);
}

scenario('remedy: a range that is not in /etc/subuid and /etc/subgid is added', (box) => {
  const run = () =>
    runAsUser(box, (config) => {
      hello(config);
      withRanges(config);
      for (const maps of [config.linux.uidMappings, config.linux.gidMappings])
        if (maps?.[1] !== undefined) maps[1].hostID = 300_000;
    });
  const before = ['/etc/subuid', '/etc/subgid'].map((file) => [file, readFileSync(file, 'utf8')] as const);
  try {
    for (const [file] of before) writeFileSync(file, '');
    const refused = run();
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(
      /hint +\/etc\/subuid lists nothing for user: usermod --add-subuids FIRST-LAST user adds a range/,
    );
    must('usermod', '--add-subuids', '300000-365535', '--add-subgids', '300000-365535', 'user');
    expect(run()).toEqual(works);
  } finally {
    for (const [file, text] of before) writeFileSync(file, text);
  }
});

scenario('remedy: a helper that others may write is not run, and one that they may not is', (box) => {
  const change = (config: OciConfig) => {
    hello(config);
    withRanges(config);
  };
  const open = `cp -a /usr/bin/newuidmap ${box.dir}/ && chmod o+w ${box.dir}/newuidmap &&
mount --bind ${box.dir}/newuidmap /usr/bin/newuidmap && exec "$@"`;
  const alone = ['unshare', '--mount', '--propagation', 'private', 'sh', '-c', open, 'sh'];
  const refused = runAsUser(box, change, [...alone, ...asUser]);
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain('/linux/uidMappings');
  expect(refused.stderr).toMatch(/hint +.*newuidmap .*must belong to root and be writable by nobody else/);
  expect(runAsUser(box, change)).toEqual(works);
});

scenario('remedy: a sysctl that allows no user namespaces is named, and raised', (box) => {
  const sysctl = '/proc/sys/user/max_user_namespaces';
  const before = readFileSync(sysctl, 'utf8');
  writeFileSync(sysctl, '0');
  try {
    const refused = runAsUser(box, hello);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(/hint +\/proc\/sys\/user\/max_user_namespaces is 0/);
  } finally {
    writeFileSync(sysctl, before);
  }
  expect(runAsUser(box, hello)).toEqual(works);
});

scenario('remedy: the switch of Debian against user namespaces of users is named, and turned', (box) => {
  const sysctl = '/proc/sys/kernel/unprivileged_userns_clone';
  writeFileSync(sysctl, '0');
  try {
    const refused = runAsUser(box, hello);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(/hint +\/proc\/sys\/kernel\/unprivileged_userns_clone is 0/);
  } finally {
    writeFileSync(sysctl, '1');
  }
  expect(runAsUser(box, hello)).toEqual(works);
});

scenario('remedy: a directory that the mapped root may not enter is named, and opened', (box) => {
  const source = `${box.dir}/closed/source`;
  mkdirSync(source, { recursive: true });
  const change = (config: OciConfig, dir: string) => {
    hello(config);
    mkdirSync(`${dir}/rootfs/data`);
    config.mounts.push({ destination: '/data', type: 'bind', source, options: ['bind'] });
  };
  chmodSync(`${box.dir}/closed`, 0o700);
  const refused = runAsUser(box, change);
  expect(refused.code).toBe(1);
  expect(refused.stderr).toMatch(/hint +\S+\/closed has mode 0700 and owner 0:0: no right to enter it/);
  chmodSync(`${box.dir}/closed`, 0o711);
  expect(runAsUser(box, change)).toEqual(works);
});

scenario('remedy: a group of devpts that is not mapped is named, and left out', (box) => {
  const withGroup = (config: OciConfig) => {
    hello(config);
    config.mounts.find(({ type }) => type === 'devpts')?.options?.push('gid=5');
  };
  const refused = runAsUser(box, withGroup);
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain(' /mounts/2');
  expect(refused.stderr).toMatch(
    /hint +group 5 is not mapped in the user namespace: leave the option gid=5 out/,
  );
  expect(runAsUser(box, hello)).toEqual(works);
  // The other half of the hint.
  const mapped = runAsUser(box, (config) => {
    withGroup(config);
    withRanges(config);
  });
  expect(mapped).toEqual(works);
});

scenario(
  'proc, sysfs, mqueue and devices are there without privileges, whatever namespaces are shared',
  (box) => {
    const look =
      'test -e /proc/self/stat && test -d /sys/kernel && echo x > /dev/null && head -c 1 /dev/zero | wc -c';
    const run = (change: (config: OciConfig) => void) =>
      runAsUser(box, (config) => {
        config.process.args = ['/bin/sh', '-c', `${look}; echo inside`];
        change(config);
      });
    const fine = { code: 0, stdout: '1\ninside\n', stderr: '' };
    expect(run(() => undefined)).toEqual(fine);
    for (const type of ['pid', 'ipc', 'uts'])
      expect([
        type,
        run((config) => {
          withoutNamespace(config, type);
          if (type === 'uts') delete config.hostname;
        }),
      ]).toEqual([type, fine]);
    // A new sysfs, as a container with privileges has it, is bound where it may not be mounted.
    const fresh = run((config) => {
      const sys = config.mounts.find(({ destination }) => destination === '/sys');
      Object.assign(sys ?? {}, {
        type: 'sysfs',
        source: 'sysfs',
        options: ['nosuid', 'noexec', 'nodev', 'ro'],
      });
    });
    expect(fresh).toEqual(fine);
  },
);
