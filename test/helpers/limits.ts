/** Limits of a container in the files of whichever cgroup version this host has. */
import { existsSync, readFileSync } from 'node:fs';

const isV2 = existsSync('/sys/fs/cgroup/cgroup.controllers');

/** v1: directory of the controller and file; v2: file. */
const names = {
  memory: ['memory/memory.limit_in_bytes', 'memory.max'],
  reservation: ['memory/memory.soft_limit_in_bytes', 'memory.low'],
  cpus: ['cpuset/cpuset.cpus', 'cpuset.cpus'],
  pids: ['pids/pids.max', 'pids.max'],
} as const;

function read(pid: number, name: readonly [v1: string, v2: string]): string {
  const [v1, v2] = name;
  const [controller = ''] = v1.split('/');
  const lines = readFileSync(`/proc/${pid}/cgroup`, 'utf8').split('\n');
  const own = lines.find((line) =>
    line
      .split(':')[1]
      ?.split(',')
      .includes(isV2 ? '' : controller),
  );
  const path = own?.split(':').slice(2).join(':') ?? '';
  const file = isV2 ? `${path}/${v2}` : `/${controller}${path}/${v1.slice(controller.length + 1)}`;
  return readFileSync(`/sys/fs/cgroup${file}`, 'utf8').trim();
}

/** Reads limits of the cgroup of a process, swap and memory together and CPU time as v1 counts them. */
export function limitsOf(pid: number) {
  const swap = () =>
    isV2
      ? `${Number(read(pid, names.memory)) + Number(read(pid, ['memory/', 'memory.swap.max']))}`
      : read(pid, ['memory/memory.memsw.limit_in_bytes', '']);
  const shares = () => read(pid, ['cpu/cpu.shares', 'cpu.weight']);
  const quota = () => read(pid, ['cpu/cpu.cfs_quota_us', 'cpu.max']).split(' ')[0];
  return {
    swap,
    /** 512 shares are a weight of 59. */
    hasShares512: () => ['512', '59'][isV2 ? 1 : 0] === shares(),
    quota,
    of: (name: keyof typeof names) => read(pid, names[name]),
  };
}
