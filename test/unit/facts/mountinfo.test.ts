import { expect, test } from 'bun:test';
import { cgroupMounts } from '../../../src/facts/mountinfo.ts';

const line = (rest: string): string => `36 35 0:30 ${rest}`;

test('when hierarchies are mounted then each has its controllers, its root and its mountpoint', () => {
  const text = [
    line('/ /sys rw shared:2 - sysfs sysfs rw'),
    line('/ /sys/fs/cgroup/cpu,cpuacct rw,relatime shared:9 - cgroup cgroup rw,cpu,cpuacct'),
    line('/docker/1 /sys/fs/cgroup/memory ro - cgroup cgroup rw,xattr,memory,clone_children'),
    line('/ /sys/fs/cgroup/systemd rw - cgroup systemd rw,xattr,release_agent=/lib/x,name=systemd'),
    line('/ /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw,nsdelegate'),
    '',
  ].join('\n');
  expect(cgroupMounts(text)).toEqual([
    {
      root: '/',
      mountpoint: '/sys/fs/cgroup/cpu,cpuacct',
      type: 'cgroup',
      controllers: ['cpu', 'cpuacct'],
      options: [],
    },
    {
      root: '/docker/1',
      mountpoint: '/sys/fs/cgroup/memory',
      type: 'cgroup',
      controllers: ['memory'],
      options: [],
    },
    {
      root: '/',
      mountpoint: '/sys/fs/cgroup/systemd',
      type: 'cgroup',
      controllers: ['name=systemd'],
      options: [],
    },
    {
      root: '/',
      mountpoint: '/sys/fs/cgroup/unified',
      type: 'cgroup2',
      controllers: [],
      options: ['nsdelegate'],
    },
  ]);
});

test('when a path has a space then it is decoded', () => {
  expect(cgroupMounts(line('/a\\040b /m\\134n rw - cgroup2 none rw'))[0]).toMatchObject({
    root: '/a b',
    mountpoint: '/m\\n',
  });
});
