/** Sentences of hints that several ops share. Each is null when what it would have to know is not known. */

import { schedulerPolicies } from '../tables/scheduling.ts';
import type { OpName, StepOf } from '../wire/types.ts';
import type { Checked, ProgramFault } from './checked.ts';
import { delegationHint } from './delegation.ts';

/** The facts of one failure. */
export interface Failure<O extends OpName> {
  readonly step: StepOf<O>;
  /** Index of the failing item of a list argument, or -1. */
  readonly item: number;
  readonly checked: Checked;
}

export interface AnyFailure {
  readonly checked: Checked;
}

export function missing({ checked }: AnyFailure): string | null {
  return checked.missing === undefined ? null : `${checked.missing} is missing`;
}

function octal(mode: number): string {
  return `0${(mode & 0o7777).toString(8)}`;
}

export function blocked({ checked }: AnyFailure): string | null {
  if (checked.blocked === undefined) return null;
  const { path, mode, uid, gid } = checked.blocked;
  const where = checked.userns === true ? ' inside the user namespace' : '';
  const who = checked.uid === undefined ? '' : ` for uid ${checked.uid}${where}`;
  return `${path} has mode ${octal(mode)} and owner ${uid}:${gid}: no right to enter it${who}`;
}

export function needsKernel(
  major: number,
  minor: number,
  what: string,
  { checked: { kernel } }: AnyFailure,
): string | null {
  if (kernel === undefined || kernel.major > major || (kernel.major === major && kernel.minor >= minor))
    return null;
  return `${what} needs Linux ${major}.${minor}; this kernel is ${kernel.release}`;
}

/** A sentence that holds only where the step ran in a user namespace. */
export function inUserns(sentence: string): (failure: AnyFailure) => string | null {
  return ({ checked }) => (checked.userns === true ? sentence : null);
}

/** clone(2) flags whose namespaces have a limit of their own below /proc/sys/user. */
const namespaceLimits: readonly (readonly [flag: bigint, sysctl: string])[] = [
  [0x10000000n, 'user/max_user_namespaces'],
  [0x20000n, 'user/max_mnt_namespaces'],
  [0x20000000n, 'user/max_pid_namespaces'],
  [0x40000000n, 'user/max_net_namespaces'],
  [0x8000000n, 'user/max_ipc_namespaces'],
  [0x4000000n, 'user/max_uts_namespaces'],
  [0x2000000n, 'user/max_cgroup_namespaces'],
  [0x80n, 'user/max_time_namespaces'],
];

/** Files below /proc/sys that zeroLimit and usernsSwitch want to know. */
export const namespaceSysctls: readonly string[] = namespaceLimits.map(([, name]) => name);

export function zeroLimit({ step, checked }: Failure<'clone_init' | 'ns_unshare'>): string | null {
  const isZero = (name: string) => checked.sysctls?.[name]?.trim() === '0';
  const found = namespaceLimits.find(([flag, name]) => (step.flags & flag) !== 0n && isZero(name));
  return found === undefined ? null : `/proc/sys/${found[1]} is 0: no such namespace can be made`;
}

/** Switches of distributions that keep unprivileged users from user namespaces. */
const usernsSwitches: readonly (readonly [sysctl: string, closed: string])[] = [
  ['kernel/unprivileged_userns_clone', '0'],
  ['kernel/apparmor_restrict_unprivileged_userns', '1'],
];

export const usernsSysctls: readonly string[] = usernsSwitches.map(([name]) => name);

export function usernsSwitch({ checked }: AnyFailure): string | null {
  const found = usernsSwitches.find(([name, closed]) => checked.sysctls?.[name]?.trim() === closed);
  return found === undefined
    ? null
    : `/proc/sys/${found[0]} is ${found[1]}: user namespaces are for root only`;
}

/**
 * A profile may forbid any call, and says so to the audit log alone. Where unprivileged user namespaces are restricted
 * (Ubuntu), who makes one is put under another profile.
 */
export function confined({ checked: { confinement } }: AnyFailure): string | null {
  if (confinement === undefined) return null;
  const { profile, own } = confinement;
  return profile === own
    ? `the AppArmor profile ${profile} confines teu: its rules (userns, capability, mount ...) have to allow this`
    : `the AppArmor profile ${profile} confines the process: a profile for teu with the rule userns would keep it out of that`;
}

/** newuidmap(1) and newgidmap(1) give what those files list, and the own id. */
export function subordinateIds({ checked: { subordinate } }: AnyFailure): string | null {
  if (subordinate === undefined) return null;
  const { file, user, ranges } = subordinate;
  const id = file.endsWith('gid') ? 'gid' : 'uid';
  return ranges.length === 0
    ? `${file} lists nothing for ${user}: usermod --add-sub${id}s FIRST-LAST ${user} adds a range`
    : `${file} lists ${ranges.join(', ')} (first:count) for ${user}: the mapping may use these and the own id`;
}

export function unknownFilesystem({ step, checked }: Failure<'mount_new' | 'fs_new'>): string | null {
  if (checked.filesystems === undefined || checked.filesystems.includes(step.fstype)) return null;
  return `this kernel has no file system ${step.fstype} in /proc/filesystems`;
}

/** A mount that is not attached yet, and a namespace with maps: what else mount_setattr(2) says EINVAL to. */
export function unmappableFilesystem({ checked: { filesystem, kernel } }: AnyFailure): string | null {
  if (filesystem === undefined || kernel === undefined) return null;
  const { type, where } = filesystem;
  return `the file system ${type}${where === null ? '' : ` of ${where}`} takes no id mapping on Linux ${kernel.release}`;
}

export function idmapRefused({ checked: { filesystem, userns } }: AnyFailure): string | null {
  if (filesystem?.isIdmapped === true) return `the mount ${filesystem.where} has an id mapping already`;
  return userns === true
    ? 'id-mapping a mount needs CAP_SYS_ADMIN in the user namespace that owns its file system'
    : null;
}

const realtime: readonly number[] = [schedulerPolicies.SCHED_FIFO, schedulerPolicies.SCHED_RR];

/** A v1 cgroup may lack a share of real time (CONFIG_RT_GROUP_SCHED); a deadline needs every CPU of its root domain. */
export function schedulerRight({ step, checked }: Failure<'scheduler'>): string {
  const { cpuset, withoutRealtime } = checked;
  if (withoutRealtime !== undefined && realtime.includes(step.policy))
    return `${withoutRealtime}/cpu.rt_runtime_us is 0: linux.resources.cpu.realtimeRuntime must give it a share`;
  if (step.policy === schedulerPolicies.SCHED_DEADLINE && cpuset === true)
    return 'a deadline and linux.resources.cpu.cpus exclude each other: sched(7)';
  return 'real-time policies and a higher priority need CAP_SYS_NICE in the initial user namespace';
}

export function busyCgroup({ step, checked }: Failure<'cgroup_write'>): string | null {
  if (step.file.endsWith('subtree_control'))
    return 'a cgroup has either processes of its own or controllers for its children, not both';
  const { memoryUsed } = checked;
  return memoryUsed === undefined
    ? null
    : `the container uses ${memoryUsed} bytes, and not enough can be given back`;
}

/** `item` as native/exec/ops_mount_attach.c sets it. */
export function otherKind(target: string, item: number): string | null {
  if (item === 1) return `what is mounted there is not a directory, and ${target} is one`;
  return item === 2 ? `a directory is mounted there, and ${target} is not a directory` : null;
}

export function refusedOption(data: readonly string[], item: number): string | null {
  const option = data[item];
  if (option === undefined) return null;
  // SELinux parses these itself, and says so of nothing but a label it does not know.
  return /^(fs|def|root)?context=/.test(option)
    ? `the policy that is loaded has no such label: ${option}`
    : `the file system refuses the option ${option}`;
}

const idFields = { uid: ['user', '/linux/uidMappings'], gid: ['group', '/linux/gidMappings'] } as const;

export function unmappedId(data: readonly string[], item: number, { checked }: AnyFailure): string | null {
  // Some kernels parse the options of devpts together and do not say which it was.
  const option = item < 0 ? checked.unmapped?.[0] : data[item];
  if (option === undefined || checked.unmapped?.includes(option) !== true) return null;
  const [kind, id] = option.split('=');
  const [what, field] = idFields[kind === 'gid' ? 'gid' : 'uid'];
  return `${what} ${id} is not mapped in the user namespace: leave the option ${option} out, or map it in ${field}`;
}

export function lackingController({ checked: { controller } }: AnyFailure): string | null {
  return controller === undefined ? null : delegationHint(controller);
}

/** Control files that not every kernel has, and why. */
const absentFiles: readonly (readonly [RegExp, string])[] = [
  [/leaf_weight/, 'leaf weights went with the scheduler CFQ in Linux 5.0'],
  [/^(blkio|io)\..*weight/, 'weights need the I/O scheduler BFQ (module bfq) or its cost model'],
  [/^memory\.(memsw|swap)\./, 'this kernel does not account swap'],
];

export function absentFile({ checked }: AnyFailure): string | null {
  if (checked.absentFile === undefined) return null;
  const why = absentFiles.find(([pattern]) => pattern.test(checked.absentFile ?? ''))?.[1];
  return `this kernel has no ${checked.absentFile}${why === undefined ? '' : `: ${why}`}`;
}

export function refusedDevice({ step, checked: { blockDevice } }: Failure<'cgroup_write'>): string | null {
  if (blockDevice === undefined) return null;
  const { number, fault, scheduler } = blockDevice;
  if (fault === 'missing') return `this host has no block device ${number}`;
  if (fault === 'partition') return `${number} is a partition: limits are set on the whole disk`;
  // Throttling works with every scheduler.
  if (!step.file.endsWith('weight') && !step.file.endsWith('weight_device')) return null;
  return `the block device ${number} has the scheduler ${scheduler ?? 'none'}: weights need bfq`;
}

type FaultTexts = {
  readonly [K in ProgramFault['kind']]: (fault: Extract<ProgramFault, { readonly kind: K }>) => string;
};

const faultTexts: FaultTexts = {
  interpreter: ({ path, interpreter }) =>
    `${path} needs the interpreter ${interpreter}, which is missing from the root file system`,
  crlf: ({ path }) =>
    `the first line of ${path} ends with a carriage return, which becomes part of the interpreter's name`,
  architecture: ({ path, wants, has }) => `${path} is built for ${wants}, this machine is ${has}`,
  directory: ({ path }) => `${path} names a directory`,
  mode: ({ path, mode, uid }) =>
    `${path} has mode ${octal(mode)}, without the right to execute${uid === undefined ? '' : ` for uid ${uid}`}`,
  noexec: ({ path }) => `${path} lies on a mount with the option noexec`,
  format: ({ path }) => `${path} is neither an ELF file nor a script that begins with #!`,
};

export function programFault({ checked: { program } }: AnyFailure): string | null {
  if (program === undefined) return null;
  return (faultTexts[program.kind] as (fault: ProgramFault) => string)(program);
}

export const filtered = ({ checked: { execveAnswer } }: AnyFailure): string | null =>
  execveAnswer === undefined
    ? null
    : `the filter of /linux/seccomp answers execve with ${execveAnswer}: the profile has to allow it`;
