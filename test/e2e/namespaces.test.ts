/** config-linux.md#namespaces: new, inherited and joined ones of every type. */
import { expect } from 'bun:test';
import { existsSync, readlinkSync, writeFileSync } from 'node:fs';
import { withoutNamespace } from '../helpers/config.ts';
import { scenario } from '../helpers/scenario.ts';

/** config name -> name below /proc/PID/ns */
const types = { pid: 'pid', network: 'net', ipc: 'ipc', uts: 'uts', mount: 'mnt' } as const;
const own = (name: string) => readlinkSync(`/proc/self/ns/${name}`);

scenario('every namespace of the list is new', (box) => {
  const out = box.output((config) => {
    config.linux.namespaces.push({ type: 'cgroup' });
    config.process.args = [
      '/bin/sh',
      '-c',
      'for n in pid net ipc uts mnt cgroup; do readlink /proc/self/ns/$n; done',
    ];
  });
  const inside = out.trimEnd().split('\n');
  const outside = ['pid', 'net', 'ipc', 'uts', 'mnt', 'cgroup'].map(own);
  expect(inside.filter((name) => outside.includes(name))).toEqual([]);
  expect(new Set(inside).size).toBe(6);
});

for (const [type, name] of Object.entries(types).filter(([type]) => type !== 'mount')) {
  scenario(`without a ${type} namespace in the list the caller's is inherited`, (box) => {
    const out = box.output((config) => {
      withoutNamespace(config, type);
      if (type === 'uts') delete config.hostname;
      config.process.args = ['/bin/readlink', `/proc/self/ns/${name}`];
    });
    expect(out.trimEnd()).toBe(own(name));
  });
}

for (const [type, name] of Object.entries(types).filter(([type]) => type !== 'mount')) {
  scenario(`a ${type} namespace with a path is joined`, (box) => {
    const first = box.started('exec sleep 1000');
    const path = `/proc/${box.state(first).pid}/ns/${name}`;
    const out = box.output((config) => {
      withoutNamespace(config, type);
      config.linux.namespaces.push({ type, path });
      if (type === 'uts') delete config.hostname;
      config.process.args = ['/bin/readlink', `/proc/self/ns/${name}`];
    });
    expect(out.trimEnd()).toBe(readlinkSync(path));
  });
}

scenario('a joined pid namespace: the payload is not pid 1 and sees its first process', (box) => {
  const first = box.started('exec sleep 4321');
  const path = `/proc/${box.state(first).pid}/ns/pid`;
  const out = box.output((config) => {
    withoutNamespace(config, 'pid');
    config.linux.namespaces.push({ type: 'pid', path });
    config.process.args = ['/bin/sh', '-c', 'tr "\\0" " " < /proc/1/cmdline; test $$ != 1 && echo other'];
  });
  expect(out).toBe('sleep 4321 other\n');
});

scenario(
  'a namespace path of the wrong type is an error that leaves nothing',
  (box) => {
    const result = box.run((config) => {
      withoutNamespace(config, 'network');
      config.linux.namespaces.push({ type: 'network', path: '/proc/self/ns/uts' });
    });
    expect(result.code).toBe(1);
    expect(box.left()).toEqual([]);
  },
  { teuOnly: 'runc leaves a zombie to its caller' },
);

scenario('a namespace path that is missing is an error that names it', (box) => {
  const result = box.run((config) => {
    withoutNamespace(config, 'network');
    config.linux.namespaces.push({ type: 'network', path: '/run/netns/nope' });
  });
  expect(result.code).toBe(1);
  expect(result.stderr).toContain('/run/netns/nope');
});

scenario('the same namespace type twice is refused', (box) => {
  const result = box.run((config) => {
    config.linux.namespaces.push({ type: 'uts' });
  });
  expect(result.code).toBe(1);
});

scenario('a new network namespace has a loopback device and no other', (box) => {
  const out = box.output('ls /sys/class/net');
  expect(out).toBe('lo\n');
});

scenario(
  'hostname and domainname are set in the new uts namespace alone',
  (box) => {
    const host = readlinkSync('/proc/self/ns/uts');
    const out = box.output((config) => {
      config.hostname = 'a-name';
      config.domainname = 'a.domain';
      config.process.args = ['/bin/sh', '-c', 'cat /proc/sys/kernel/hostname /proc/sys/kernel/domainname'];
    });
    expect(out).toBe('a-name\na.domain\n');
    expect(readlinkSync('/proc/self/ns/uts')).toBe(host);
  },
  { teuOnly: 'runc 1.1 has no domainname' },
);

scenario('hostname without a uts namespace is refused', (box) => {
  const result = box.run((config) => {
    withoutNamespace(config, 'uts');
    config.hostname = 'host-is-not-yours';
  });
  expect(result.code).toBe(1);
});

scenario(
  'a new time namespace is one',
  (box) => {
    const out = box.output((config) => {
      config.linux.namespaces.push({ type: 'time' });
      config.process.args = ['/bin/readlink', '/proc/self/ns/time'];
    });
    expect(out.trimEnd()).not.toBe(own('time'));
  },
  { needs: ['timens'], teuOnly: 'runc 1.1 has no time namespaces' },
);

scenario('namespaces of an ended container are gone', (box) => {
  const id = box.started('exec sleep 1000');
  const { pid } = box.state(id);
  box.end(id);
  expect(existsSync(`/proc/${pid}/ns/net`)).toBe(false);
});

// In a mount namespace that may be lost, and with processes of its own.
const expendable = ['unshare', '--mount', '--pid', '--fork', '--mount-proc', '--propagation', 'private'];

for (const process of ['self', '1'])
  scenario(
    `the mount namespace of process ${process}, which is the host's, is refused, and its mounts stay`,
    (box) => {
      const bundle = box.bundle((config) => {
        withoutNamespace(config, 'mount');
        config.linux.namespaces.push({ type: 'mount', path: `/proc/${process}/ns/mnt` });
      });
      const script = `sort /proc/self/mountinfo > ${box.dir}/before; "$@"; code=$?
sort /proc/self/mountinfo | diff ${box.dir}/before - && exit $code; exit 99`;
      const wrap = [...expendable, 'sh', '-c', script, 'sh'];
      const { code, stdout, stderr } = box.call(['run', '--bundle', bundle, box.id()], { wrap });
      expect([code, stdout]).toEqual([1, '']);
      expect(stderr).toContain('/linux/namespaces/4/path');
      expect(stderr).toContain('the host lives in it');
    },
    { teuOnly: 'runc 1.1 changes the root of its caller' },
  );

scenario('another mount namespace is joined: the mounts are made there, and not here', (box) => {
  const bundle = box.bundle((config) => {
    withoutNamespace(config, 'mount');
    config.linux.namespaces.push({ type: 'mount', path: `${box.dir}/other` });
    config.process.args = ['/bin/readlink', '/proc/self/ns/mnt'];
  });
  writeFileSync(`${box.dir}/other`, '');
  // A namespace is bound in an older one alone, and Linux 6.18 numbers them by CPU: now and then EINVAL.
  const script = `cd ${box.dir} && mount --bind . . && mount --make-private . && cd ${box.dir} || exit
for _ in $(seq 100); do unshare --mount=other true 2>/dev/null && break; done; readlink /proc/self/ns/mnt && cp /proc/self/mounts before && "$@" &&
cmp before /proc/self/mounts; code=$?; umount other; exit $code`;
  const wrap = ['unshare', '--mount', '--propagation', 'private', 'sh', '-c', script, 'sh'];
  const { code, stdout, stderr } = box.call(['run', '--bundle', bundle, box.id()], { wrap });
  expect([code, stderr]).toEqual([0, '']);
  const [here, there] = stdout.trimEnd().split('\n');
  expect(there).toMatch(/^mnt:/);
  expect(there).not.toBe(here);
});
