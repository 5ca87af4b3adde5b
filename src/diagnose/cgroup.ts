/** Why a control file of a cgroup refused its value: looks on the spot, at files of the host only. */

import { parentPath } from '../cgroup/paths.ts';
import type { Checked } from '../errors/checked.ts';
import type * as lib from '../native/lib.ts';
import type { StepOf } from '../wire/types.ts';

type LookHost = Pick<typeof lib, 'stat' | 'tryReadText'>;

/** cgroup.subtree_control of every cgroup v2 above a directory, topmost first; none on v1. */
function controlsAbove(dir: string, host: LookHost): readonly (readonly [string, readonly string[]])[] {
  const at = parentPath(dir);
  const text = at === dir ? null : host.tryReadText(`${at}/cgroup.subtree_control`);
  return text === null ? [] : [...controlsAbove(at, host), [at, text.trim().split(' ')]];
}

/** Controllers that a write depends on: of `memory.max` its own, of a subtree_control those to be switched on. */
function controllersOf({ file, value }: StepOf<'cgroup_write'>): readonly string[] {
  const name = file.slice(file.lastIndexOf('/') + 1);
  if (name !== 'cgroup.subtree_control') return name.startsWith('cgroup.') ? [] : [name.split('.')[0] ?? ''];
  return value.split(/\s+/).flatMap((word) => (word.startsWith('+') ? [word.slice(1)] : []));
}

function lackingController(step: StepOf<'cgroup_write'>, host: LookHost): Checked {
  const above = controlsAbove(parentPath(step.file), host);
  for (const name of controllersOf(step)) {
    const lackingAt = above.find(([, controls]) => !controls.includes(name))?.[0];
    if (lackingAt === undefined) continue;
    const owner = host.stat(lackingAt)?.uid;
    const wantedIn = parentPath(step.file);
    return { controller: { name, lackingAt, wantedIn, ...(owner === undefined ? {} : { owner }) } };
  }
  return {};
}

/** Limits of I/O begin with the numbers of a device. A partition has none of its own, and BFQ those of its queues only. */
function blockDevice(value: string, host: LookHost): Checked {
  const number = /^([0-9]+:[0-9]+) /.exec(value)?.[1];
  if (number === undefined) return {};
  const dir = `/sys/dev/block/${number}`;
  if (host.stat(dir) === null) return { blockDevice: { number, fault: 'missing' } };
  if (host.stat(`${dir}/partition`) !== null) return { blockDevice: { number, fault: 'partition' } };
  const scheduler = /\[(.*)\]/.exec(host.tryReadText(`${dir}/queue/scheduler`) ?? '')?.[1];
  return scheduler === undefined ? {} : { blockDevice: { number, fault: 'scheduler', scheduler } };
}

/** Directories in which the kernel lists what the first word of a value names. */
const namedDevices: Readonly<Record<string, string>> = {
  'rdma.max': '/sys/class/infiniband',
  'net_prio.ifpriomap': '/sys/class/net',
};

function namedDevice(name: string, value: string, host: LookHost): Checked {
  const root = namedDevices[name];
  const device = value.split(' ')[0] ?? '';
  if (root === undefined || device === '' || host.stat(`${root}/${device}`) !== null) return {};
  return { missing: `${root}/${device}` };
}

/** The directory is there and the file is not: a controller without it, once it is known to be enabled. */
function absentFile(file: string, host: LookHost): Checked {
  const isAbsent = host.stat(parentPath(file)) !== null && host.stat(file) === null;
  return isAbsent ? { absentFile: file.slice(file.lastIndexOf('/') + 1) } : {};
}

/** memory.limit_in_bytes and its kin stand beside a file that says what is used. */
function memoryUsed(file: string, host: LookHost): Checked {
  const usage = /\/memory\.(\w+\.)*limit_in_bytes$/.test(file)
    ? file.replace(/limit_in_bytes$/, 'usage_in_bytes')
    : '';
  const text = usage === '' ? null : host.tryReadText(usage);
  return text === null ? {} : { memoryUsed: Number(text.trim()) };
}

export function refusedWrite(step: StepOf<'cgroup_write'>, host: LookHost): Checked {
  const name = step.file.slice(step.file.lastIndexOf('/') + 1);
  return {
    ...lackingController(step, host),
    ...absentFile(step.file, host),
    ...memoryUsed(step.file, host),
    ...blockDevice(step.value, host),
    ...namedDevice(name, step.value, host),
  };
}
