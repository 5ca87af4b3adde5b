/** What the machine and the container of scene.ts say. Builders differ, and what calls touch must not: root of a host with cgroup v2 alone. */

export const id = 'id';
export const pid = 4_000_000;

const controllers = 'cpuset cpu io memory hugetlb pids\n';

export const hostFiles: Readonly<Record<string, string>> = {
  '/proc/self/status':
    'Umask:\t0022\nUid:\t0\t0\t0\t0\nGid:\t0\t0\t0\t0\nGroups:\t0\nCapInh:\t0000000000000000\nCapPrm:\t000001ffffffffff\nCapEff:\t000001ffffffffff\nCapBnd:\t000001ffffffffff\nCapAmb:\t0000000000000000\nNoNewPrivs:\t0\nSeccomp:\t0\nCpus_allowed_list:\t0-1\n',
  '/proc/self/uid_map': '         0          0 4294967295\n',
  '/proc/self/gid_map': '         0          0 4294967295\n',
  '/proc/self/cgroup': '0::/\n',
  '/proc/self/mountinfo':
    '20 1 8:1 / / rw,relatime - ext4 /dev/vda rw\n21 20 0:20 / /proc rw,nosuid - proc proc rw\n22 20 0:21 / /sys rw,nosuid - sysfs sysfs rw\n23 22 0:22 / /sys/fs/cgroup rw,nosuid - cgroup2 cgroup2 rw\n',
  '/proc/sys/kernel/cap_last_cap': '40\n',
  '/sys/fs/cgroup/cgroup.controllers': controllers,
  '/sys/fs/cgroup/cgroup.subtree_control': controllers,
};

/** Names in directories of the host. */
export const hostDirs: Readonly<Record<string, readonly string[]>> = {
  '/sys/fs/cgroup': [],
  '/sys/kernel/mm/hugepages': ['hugepages-2048kB'],
};

export const isHosts = (path: string): boolean =>
  /^\/(proc\/self\/(status|[ug]id_map|cgroup|mountinfo)|sys\/(fs\/cgroup|kernel\/mm\/hugepages))/.test(path);

/** What /proc says of init, which is of no use to anybody else. */
export const procFiles: Readonly<Record<string, string>> = {
  '/proc/4000000/stat':
    '4000000 (teu-init) S 1 4000000 4000000 0 -1 4194560 0 0 0 0 0 0 0 0 20 0 1 0 77 0 0\n',
  '/proc/4000000/cgroup': '0::/id\n',
  '/proc/4000000/net/dev':
    'Inter-|   Receive                                                |  Transmit\n face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed\n    lo:       0       0    0    0    0     0          0         0        0       0    0    0    0     0       0          0\n',
};

const pressure =
  'some avg10=0.00 avg60=0.00 avg300=0.00 total=12\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=0\n';

/** The cgroup of the container, for calls that read it. */
export const cgroupFiles: Readonly<Record<string, string>> = {
  '/sys/fs/cgroup/id/cgroup.procs': '4000000\n',
  '/sys/fs/cgroup/id/cpu.stat':
    'usage_usec 1000\nuser_usec 500\nsystem_usec 500\nnr_periods 0\nnr_throttled 0\nthrottled_usec 0\n',
  '/sys/fs/cgroup/id/cpu.weight': '100\n',
  '/sys/fs/cgroup/id/cpu.max': 'max 100000\n',
  '/sys/fs/cgroup/id/cpu.pressure': pressure,
  '/sys/fs/cgroup/id/cpuset.cpus.effective': '0-1\n',
  '/sys/fs/cgroup/id/cpuset.mems.effective': '0\n',
  '/sys/fs/cgroup/id/memory.max': 'max\n',
  '/sys/fs/cgroup/id/memory.current': '4096\n',
  '/sys/fs/cgroup/id/memory.peak': '8192\n',
  '/sys/fs/cgroup/id/memory.events': 'low 0\nhigh 0\nmax 0\noom 0\noom_kill 0\n',
  '/sys/fs/cgroup/id/memory.stat': 'anon 4096\nfile 0\nkernel 8192\nsock 0\n',
  '/sys/fs/cgroup/id/memory.swap.max': 'max\n',
  '/sys/fs/cgroup/id/memory.swap.current': '0\n',
  '/sys/fs/cgroup/id/memory.swap.events': 'high 0\nmax 0\nfail 0\n',
  '/sys/fs/cgroup/id/memory.pressure': pressure,
  '/sys/fs/cgroup/id/pids.current': '1\n',
  '/sys/fs/cgroup/id/pids.max': 'max\n',
  '/sys/fs/cgroup/id/io.stat': '8:0 rbytes=4096 wbytes=0 rios=1 wios=0 dbytes=0 dios=0\n',
  '/sys/fs/cgroup/id/io.pressure': pressure,
  '/sys/fs/cgroup/id/hugetlb.2MB.current': '0\n',
  '/sys/fs/cgroup/id/hugetlb.2MB.events': 'max 0\n',
};

/** To update, on stdin: as containerd sends it. */
export const sent =
  '{"memory":{"limit":67108864,"swap":67108864},"cpu":{"shares":512,"quota":20000,"period":100000},"pids":{"limit":100}}';
