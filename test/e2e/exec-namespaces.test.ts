/** Where an exec process is: the namespaces, cgroups and root of init. */
import { expect } from 'bun:test';
import { chownSync, mkdirSync, readFileSync, readlinkSync } from 'node:fs';
import type { Box } from '../helpers/box.ts';
import { withoutNamespace, withUserNamespace } from '../helpers/config.ts';
import { running, told } from '../helpers/exec.ts';
import { scenario } from '../helpers/scenario.ts';

const kinds = ['ipc', 'uts', 'net', 'mnt', 'pid', 'user', 'cgroup', 'time'];

function namespacesOf(box: Box, id: string): string {
  return told(box, id, `for n in ${kinds.join(' ')}; do readlink /proc/self/ns/$n; done`);
}

function namespacesOfInit(box: Box, id: string): string {
  const { pid } = box.state(id);
  return kinds.map((name) => `${readlinkSync(`/proc/${pid}/ns/${name}`)}\n`).join('');
}

scenario('an exec process is in the namespaces and the cgroups of init', (box) => {
  const id = running(box);
  expect(namespacesOf(box, id)).toBe(namespacesOfInit(box, id));
  const cgroups = readFileSync(`/proc/${box.state(id).pid}/cgroup`, 'utf8');
  expect(told(box, id, 'cat /proc/self/cgroup')).toBe(cgroups);
});

scenario('every kind of namespace is joined', (box) => {
  const id = running(box, (config) => {
    config.linux.namespaces.push({ type: 'cgroup' });
    withUserNamespace(config);
  });
  expect(namespacesOf(box, id)).toBe(namespacesOfInit(box, id));
  expect(told(box, id, 'id -u; cat /proc/self/uid_map').trim().split(/\s+/)).toEqual([
    '0',
    '0',
    '100000',
    '65536',
  ]);
});

scenario(
  'a time namespace is joined',
  (box) => {
    const id = running(box, (config) => {
      config.linux.namespaces.push({ type: 'time' });
    });
    expect(namespacesOf(box, id)).toBe(namespacesOfInit(box, id));
  },
  { needs: ['timens'], teuOnly: 'Debian 12 has runc 1.1, without time namespaces' },
);

scenario('namespaces that the container joined itself are joined', (box) => {
  const first = running(box);
  const { pid } = box.state(first);
  const second = running(box, (config) => {
    for (const namespace of config.linux.namespaces) {
      if (namespace.type === 'network') namespace.path = `/proc/${pid}/ns/net`;
      if (namespace.type === 'ipc') namespace.path = `/proc/${pid}/ns/ipc`;
    }
  });
  expect(namespacesOf(box, second)).toBe(namespacesOfInit(box, second));
  expect(readlinkSync(`/proc/${pid}/ns/net`)).toBe(told(box, second, 'readlink /proc/self/ns/net').trim());
});

scenario('a container that shares the pid namespace of the host can be entered', (box) => {
  const id = running(box, (config) => withoutNamespace(config, 'pid'));
  expect(namespacesOf(box, id)).toBe(namespacesOfInit(box, id));
});

scenario(
  'a container without a mount namespace is entered at its root',
  (box) => {
    const id = running(box, (config) => {
      withoutNamespace(config, 'mount');
      config.mounts = [];
      config.linux.maskedPaths = [];
      config.linux.readonlyPaths = [];
    });
    expect(told(box, id, 'ls /')).not.toContain('boot');
    expect(told(box, id, 'ls -d /bin/busybox; pwd')).toBe('/bin/busybox\n/\n');
  },
  // Without close_range(2) its descriptors would be looked for in /proc, which it has not.
  { needs: ['clone3'], teuOnly: 'runc 1.1 refuses such a container' },
);

scenario(
  'a user without privileges enters the container he has made',
  (box) => {
    const id = box.id();
    const root = `${box.dir}/of-the-user`;
    mkdirSync(root);
    chownSync(root, 1000, 1000);
    const bundle = box.bundle((config) => {
      withUserNamespace(config, 1000, 1);
      withoutNamespace(config, 'network');
      config.mounts = config.mounts.filter(({ type }) => type === 'proc' || type === 'tmpfs');
      config.linux.resources = {};
      config.process.args = ['/bin/sleep', '1000'];
    });
    const asUser = (...args: string[]) =>
      box.call(['--root', root, ...args], {
        wrap: ['setpriv', '--reuid=1000', '--regid=1000', '--clear-groups', '--inh-caps=-all'],
      });
    expect(asUser('run', '--detach', '--bundle', bundle, id)).toMatchObject({ code: 0, stderr: '' });
    try {
      const look = 'id -u; readlink /proc/self/ns/user; readlink /proc/self/ns/mnt';
      const { pid } = JSON.parse(asUser('state', id).stdout);
      const init = ['user', 'mnt'].map((name) => readlinkSync(`/proc/${pid}/ns/${name}`));
      expect(asUser('exec', id, 'sh', '-c', look)).toEqual({
        code: 0,
        stdout: `0\n${init.join('\n')}\n`,
        stderr: '',
      });
    } finally {
      asUser('delete', '--force', id);
    }
  },
  { needs: ['userns'], teuOnly: 'runc asks for another bundle' },
);
