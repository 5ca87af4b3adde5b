/** What a test may need of the machine, each with the sentence that is printed when it is missing. */
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { disk } from './disk.ts';
import { repository, runtime } from './paths.ts';

const read = (path: string) => (existsSync(path) ? readFileSync(path, 'utf8') : '');
const has = (command: string) => Bun.which(command) !== null;
const capabilityMask = () =>
  BigInt(`0x${/CapEff:\s*([0-9a-f]+)/.exec(read('/proc/self/status'))?.[1] ?? '0'}`);
const capability = (number: bigint) => ((capabilityMask() >> number) & 1n) === 1n;
/** True when a cgroup below the root of a v1 hierarchy has such a file. */
const anyChild = (controller: string, file: string) =>
  existsSync(`/sys/fs/cgroup/${controller}`) &&
  readdirSync(`/sys/fs/cgroup/${controller}`).some((name) =>
    existsSync(`/sys/fs/cgroup/${controller}/${name}/${file}`),
  );
/** Controllers of cgroup v2, at its place on a pure host and on a hybrid one. */
const v2 = (controller: string) =>
  ['', '/unified'].some((tree) =>
    read(`/sys/fs/cgroup${tree}/cgroup.controllers`).trim().split(' ').includes(controller),
  );
const v1 = (controller: string) => existsSync(`/sys/fs/cgroup/${controller}/tasks`);

/** In a network namespace of its own, which ends with it. */
const canMakeDevices = () =>
  has('ip') && Bun.spawnSync(['unshare', '-n', 'ip', 'link', 'add', 'type', 'veth']).exitCode === 0;

const apparmor = read('/sys/module/apparmor/parameters/enabled').startsWith('Y');

/** Its directory is removed again. */
function ranAbi(): boolean {
  const ran = Bun.spawnSync([`${repository}build/test/abi`, 'x86']);
  rmSync('/tmp/abi', { recursive: true, force: true });
  return ran.exitCode === 0;
}

function hasSystemdManager(): boolean {
  const { stdout } = Bun.spawnSync([runtime, 'features']);
  const features = JSON.parse(stdout.toString()) as { linux: { cgroup: { systemd: boolean } } };
  return features.linux.cgroup.systemd;
}

const probes = {
  root: [() => process.getuid?.() === 0, 'needs root'],
  'cgroup-v1': [() => v1('memory') || v1('devices'), 'needs cgroup v1 hierarchies'],
  'cgroup-v2': [
    () => existsSync('/sys/fs/cgroup/cgroup.controllers'),
    'needs the unified cgroup hierarchy alone',
  ],
  cgroup2: [() => /\bcgroup2$/m.test(read('/proc/filesystems')), 'the kernel has no cgroup v2'],
  memory: [() => v1('memory') || v2('memory'), 'needs the memory controller'],
  'memory-pids-cpu': [
    () => ['memory', 'pids', 'cpu'].every((name) => v1(name) || v2(name)),
    'needs the controllers memory, pids and cpu',
  ],
  'v1-memory': [() => v1('memory'), 'needs the v1 memory controller'],
  'v1-cpu': [() => v1('cpu') || v1('cpu,cpuacct'), 'needs the v1 cpu controller'],
  'v1-pids': [() => v1('pids'), 'needs the v1 pids controller'],
  'v1-blkio': [() => v1('blkio'), 'needs the v1 blkio controller'],
  disk: [() => disk() !== null, 'needs a disk in /proc/partitions'],
  loop: [() => existsSync('/sys/block/loop3'), 'needs the loop devices 0 to 3'],
  'two-interfaces': [
    () => readdirSync('/sys/class/net').length > 2,
    'needs two network interfaces beside the loopback device',
  ],
  'two-nodes': [() => existsSync('/sys/devices/system/node/node1'), 'needs two memory nodes'],
  'two-cpus': [() => navigator.hardwareConcurrency > 1, 'needs two CPUs'],
  'v1-bfq': [() => anyChild('blkio', 'blkio.bfq.weight'), 'the scheduler BFQ is not loaded'],
  'no-v1-bfq': [() => !anyChild('blkio', 'blkio.bfq.weight'), 'the scheduler BFQ is loaded'],
  'v1-hugetlb': [() => v1('hugetlb'), 'needs the v1 hugetlb controller'],
  'no-systemd': [() => !existsSync('/run/systemd/system'), 'systemd runs on this machine'],
  'systemd-manager': [
    () => existsSync('/run/systemd/system') && hasSystemdManager(),
    'needs systemd, and a runtime that has cgroups made by it',
  ],
  'net-controllers': [
    () =>
      ['net_cls', 'net_prio'].every((name) =>
        new RegExp(`^${name}\\t.*\\t1$`, 'm').test(read('/proc/cgroups')),
      ),
    'needs the controllers net_cls and net_prio',
  ],
  'hybrid-hugetlb': [
    () => v2('hugetlb') && !existsSync('/sys/fs/cgroup/cgroup.controllers'),
    'needs a hybrid host with hugetlb in the unified tree',
  ],
  'v2-hugetlb': [() => v2('hugetlb'), 'needs the hugetlb controller on cgroup v2'],
  'v1-devices': [() => v1('devices'), 'needs the v1 devices controller'],
  'sys-resource': [() => capability(24n), 'needs CAP_SYS_RESOURCE'],
  userns: [() => Number(read('/proc/sys/user/max_user_namespaces')) > 0, 'user namespaces are switched off'],
  overlay: [() => /\boverlay\b/.test(read('/proc/filesystems')), 'the kernel has no overlay file system'],
  // The suite also runs under a filter of our own (make test-filtered).
  clone3: [() => !/^Seccomp:\s*2$/m.test(read('/proc/self/status')), 'a seccomp filter may refuse clone3'],
  'x86-64': [() => process.arch === 'x64', 'needs an x86-64 kernel'],
  ia32: [ranAbi, 'the kernel does not run 32 bit programs'],
  'wait-killable': [
    () => Number(/^\d+/.exec(read('/proc/sys/kernel/osrelease'))?.[0]) >= 6,
    'WAIT_KILLABLE_RECV needs Linux 5.19',
  ],
  'memfd-noexec': [() => existsSync('/proc/sys/vm/memfd_noexec'), 'vm.memfd_noexec needs Linux 6.3'],
  timens: [() => existsSync('/proc/self/ns/time'), 'the kernel has no time namespaces'],
  'rt-group': [
    () => existsSync('/sys/fs/cgroup/cpu/cpu.rt_runtime_us'),
    'needs real-time shares of the v1 cpu controller',
  ],
  numa: [() => existsSync('/proc/self/numa_maps'), 'the kernel is built without CONFIG_NUMA'],
  'no-lsm': [
    () =>
      !read('/sys/module/apparmor/parameters/enabled').startsWith('Y') &&
      !existsSync('/sys/fs/selinux/enforce'),
    'AppArmor or SELinux is enabled here',
  ],
  keys: [() => existsSync('/proc/keys'), 'the kernel has no keyrings'],
  apparmor: [() => apparmor && has('apparmor_parser'), 'AppArmor or its parser is missing'],
  'no-apparmor': [() => !apparmor, 'AppArmor is enabled'],
  selinux: [() => existsSync('/sys/fs/selinux/enforce'), 'SELinux is not enabled here'],
  'systemd-v1': [
    () => existsSync('/sys/fs/cgroup/systemd/system.slice'),
    'systemd has not mounted cgroup v1',
  ],
  'no-selinux': [() => !existsSync('/sys/fs/selinux/enforce'), 'SELinux is enabled'],
  debootstrap: [() => has('debootstrap'), 'debootstrap is not installed'],
  umoci: [() => has('umoci'), 'umoci is not installed'],
  newuidmap: [() => has('newuidmap') && has('newgidmap'), 'newuidmap or newgidmap is not installed'],
  strace: [() => has('strace'), 'strace is not installed'],
  valgrind: [() => has('valgrind'), 'valgrind is not installed'],
  'net-devices': [canMakeDevices, 'ip or veth devices are missing'],
  'no-resctrl': [
    () => !/ - resctrl /.test(read('/proc/self/mountinfo')),
    'a resctrl file system is mounted here',
  ],
  runc: [() => has('runc'), 'runc is not installed'],
  crun: [() => has('crun'), 'crun is not installed'],
} as const satisfies Record<string, readonly [() => boolean, string]>;

export type Need = keyof typeof probes;

/** Why the first unmet need is unmet, or null. */
export function unmet(needs: readonly Need[]): string | null {
  for (const need of ['root' as const, ...needs]) {
    const [holds, reason] = probes[need];
    if (!holds()) return reason;
  }
  return null;
}
