/** Inside a sandbox that refuses the calls of newer kernels: the fallback, or one clear error. */
import { expect } from 'bun:test';
import { chownSync, mkdirSync } from 'node:fs';
import { type OciConfig, withUserNamespace } from '../helpers/config.ts';
import { repository } from '../helpers/paths.ts';
import { scenario } from '../helpers/scenario.ts';

const errnos = { EPERM: '1', ENOSYS: '38' } as const;
const refuse = (errno: string, calls: string) => [`${repository}build/test/filter`, errno, calls];

for (const [name, errno] of Object.entries(errnos)) {
  for (const call of ['openat2', 'clone3', 'close_range', 'faccessat2']) {
    scenario(`when ${call} answers ${name} then a container runs all the same`, (box) => {
      const result = box.run('echo inside', { wrap: refuse(errno, call) });
      expect(result).toEqual({ code: 0, stdout: 'inside\n', stderr: '' });
    });
  }

  scenario(
    `when the mount API answers ${name} then run says so, names the field, and leaves nothing`,
    (box) => {
      const before = box.left();
      const api = 'open_tree,move_mount,fsopen,fsconfig,fsmount,fspick,mount_setattr';
      const result = box.run('true', { wrap: refuse(errno, api) });
      expect([result.code, result.stdout]).toEqual([1, '']);
      expect(result.stderr).toMatch(/ \/root\/path /);
      expect(result.stderr).toMatch(new RegExp(`open_tree\\(2\\): ${name} `));
      if (name === 'ENOSYS') expect(result.stderr).toMatch(/hint .*mount API/);
      expect(box.left().filter((entry) => !before.includes(entry) && !/\/state$/.test(entry))).toEqual([]);
    },
  );
}

for (const cgroup of ['inherited', 'new'])
  scenario(
    `without fsopen and its kin the cgroups are mounted all the same, in a cgroup namespace that is ${cgroup}`,
    (box) => {
      const change = (config: OciConfig) => {
        if (cgroup === 'new') config.linux.namespaces.push({ type: 'cgroup' });
        // A cover for directories is a new file system without a place.
        config.linux.maskedPaths = [];
        const look = 'ls /sys/fs/cgroup | grep -c -e tasks -e pids -e devices; touch /sys/fs/cgroup/x';
        config.process.args = [
          '/bin/sh',
          '-c',
          `${look} 2>&1 | grep -o -e Read-only; grep cgroup /proc/self/mounts`,
        ];
      };
      const plain = box.output(change);
      expect(plain).toMatch(/Read-only\n(.*\n)*.* cgroup2? ro,/);
      const wrap = refuse(errnos.ENOSYS, 'fsopen,fsconfig,fsmount,fspick');
      expect(box.run(change, { wrap })).toEqual({ code: 0, stdout: plain, stderr: '' });
    },
  );

scenario(
  'when close_range is refused and the container has no procfs then no descriptor is open all the same',
  (box) => {
    const probe = 'for fd in 3 4 5 6 7 8 9; do (: >&$fd) 2>/dev/null && echo $fd; done; echo inside';
    const change = (config: OciConfig, dir: string) => {
      config.mounts = [];
      Object.assign(config.linux, { maskedPaths: [], readonlyPaths: [] });
      // What an image has at the path is no list of descriptors.
      mkdirSync(`${dir}/rootfs/proc/self/fd`, { recursive: true });
      config.process.args = ['/bin/sh', '-c', probe];
    };
    const result = box.run(change, { wrap: refuse(errnos.ENOSYS, 'close_range') });
    expect(result).toEqual({ code: 0, stdout: 'inside\n', stderr: '' });
  },
);

scenario('when memfd_create is refused then one line says so', (box) => {
  const result = box.run('true', { wrap: refuse(errnos.ENOSYS, 'memfd_create') });
  expect([result.code, result.stdout]).toEqual([1, '']);
  expect(result.stderr).toMatch(/^teu: .*memfd_create\(2\) is refused\n$/);
});

scenario(
  'where executable memfds are forbidden a user without privileges creates and starts a container',
  (box) => {
    const id = box.id();
    const own = `${box.dir}/of-the-user`;
    mkdirSync(own);
    chownSync(own, 1000, 1000);
    const bundle = box.bundle((config) => {
      withUserNamespace(config, 1000, 1);
      config.mounts = config.mounts.filter(({ type }) => type === 'proc' || type === 'tmpfs');
      config.linux.resources = {};
      config.process.args = ['/bin/sleep', '1000'];
    });
    const calls = `status() { "$@" state ${id} | grep -o '"status": "[a-z]*"'; }
"$@" create --bundle ${bundle} ${id} </dev/null >${own}/output 2>&1; status "$@"
"$@" start ${id}; status "$@"; "$@" delete --force ${id}`;
    const user = 'setpriv --reuid=1000 --regid=1000 --clear-groups --inh-caps=-all';
    const forbid = `echo 2 >/proc/sys/vm/memfd_noexec && exec ${user} "$@"`;
    const inside = ['unshare', '-pf', '--mount-proc', 'sh', '-c', forbid, 'sh'];
    const result = box.call(['--root', `${own}/state`], { wrap: [...inside, 'sh', '-c', calls, 'sh'] });
    expect(result).toEqual({ code: 0, stdout: '"status": "created"\n"status": "running"\n', stderr: '' });
  },
  { needs: ['userns', 'memfd-noexec'], teuOnly: 'about its image' },
);
