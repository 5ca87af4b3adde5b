/** Containers of a user without privileges: ids, groups, verbs, and what `teu spec --rootless` writes. */
import { expect } from 'bun:test';
import { spawnSync } from 'node:child_process';
import { mkdirSync, statSync } from 'node:fs';
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
