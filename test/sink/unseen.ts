/** Leaves that no container here can show, each with the reason and a probe of it. */
import { existsSync, readFileSync } from 'node:fs';

export interface Unseen {
  readonly leaves: readonly string[];
  readonly reason: string;
  /** True where the reason holds. */
  readonly holds: () => boolean;
}

const read = (path: string) => (existsSync(path) ? readFileSync(path, 'utf8') : '');
const resources = (...names: string[]) => names.map((name) => `/linux/resources/${name}`);
const since = (major: number, minor: number) => (): boolean => {
  const [have = 0, also = 0] = read('/proc/sys/kernel/osrelease').split('.').map(Number.parseFloat);
  return have > major || (have === major && also >= minor);
};

export const unseen: readonly Unseen[] = [
  {
    leaves: ['/process/apparmorProfile'],
    reason: 'AppArmor is off; test/e2e/labels.test.ts looks where it is on',
    holds: () => !read('/sys/module/apparmor/parameters/enabled').startsWith('Y'),
  },
  {
    leaves: ['/process/selinuxLabel', '/linux/mountLabel'],
    reason: 'SELinux is off',
    holds: () => !existsSync('/sys/fs/selinux/enforce'),
  },
  {
    leaves: ['/process/execCPUAffinity/initial'],
    reason: 'it holds until the process has entered the cgroup, and nothing of it is left then',
    holds: () => true,
  },
  {
    leaves: resources('memory/kernel'),
    reason: 'Linux 5.16 and later limit no kernel memory apart (cgroup-v1/memory.rst)',
    holds: since(5, 16),
  },
  {
    leaves: resources('memory/useHierarchy'),
    reason: 'Linux 5.11 and later have the hierarchy alone: the file says 1',
    holds: since(5, 11),
  },
  {
    leaves: resources('memory/checkBeforeUpdate'),
    reason: 'v1 refuses a limit below the usage anyway, and the memory controller is not on v2',
    holds: () => !/\bmemory\b/.test(read('/sys/fs/cgroup/cgroup.controllers')),
  },
  {
    leaves: resources('blockIO/leafWeight', 'blockIO/weightDevice/*/leafWeight'),
    reason: 'Linux 5.0 and later have no scheduler CFQ',
    holds: since(5, 0),
  },
  {
    leaves: resources(...['major', 'minor', 'weight'].map((name) => `blockIO/weightDevice/*/${name}`)),
    reason: 'no disk is scheduled by BFQ',
    holds: () =>
      !/\[bfq\]/.test(read('/sys/block/vda/queue/scheduler') + read('/sys/block/sda/queue/scheduler')),
  },
  {
    leaves: resources('rdma/*/hcaHandles', 'rdma/*/hcaObjects'),
    reason: 'the kernel has no rdma controller',
    holds: () => !/^rdma\t/m.test(read('/proc/cgroups')),
  },
  {
    leaves: ['closID', 'schemata/*', 'l3CacheSchema', 'memBwSchema', 'enableMonitoring'].map(
      (name) => `/linux/intelRdt/${name}`,
    ),
    reason: 'no resctrl file system is mounted',
    holds: () => !/ - resctrl /.test(read('/proc/self/mountinfo')),
  },
  {
    leaves: ['/linux/seccomp/flags/*'],
    reason: 'the kernel shows no flag of a filter: test/e2e/seccomp.test.ts sees that they are taken',
    holds: () => true,
  },
];
