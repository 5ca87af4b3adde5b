/** Hosts for tests of the cgroup rooms. */

import type { CgroupFacts } from '../../../src/facts/types.ts';

const rest = { delegate: ['cgroup.procs'], existing: [], subtreeControl: {}, cpusetParents: {} };

export const hybrid: CgroupFacts = {
  ...rest,
  mode: 'hybrid',
  hierarchies: [
    { controllers: ['memory'], name: 'memory', mountpoint: '/sys/fs/cgroup/memory', ownPath: '/job/1' },
    {
      controllers: ['cpu', 'cpuacct'],
      name: 'cpu,cpuacct',
      mountpoint: '/sys/fs/cgroup/cpu,cpuacct',
      ownPath: '/',
    },
  ],
  unified: { mountpoint: '/sys/fs/cgroup/unified', ownPath: '/', controllers: [] },
};

export const v2: CgroupFacts = {
  ...rest,
  mode: 'v2',
  hierarchies: [],
  unified: {
    mountpoint: '/sys/fs/cgroup',
    ownPath: '/user.slice/session.scope',
    controllers: ['cpuset', 'cpu', 'io', 'memory', 'pids'],
  },
};
