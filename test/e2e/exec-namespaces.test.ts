/** Where an exec process is: the namespaces, cgroups and root of init. */
import { expect } from 'bun:test';
import { readFileSync, readlinkSync } from 'node:fs';
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
  { teuOnly: 'runc 1.1 refuses such a container' },
);
