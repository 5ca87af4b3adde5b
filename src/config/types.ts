/**
 * The complete configuration that planners see: config.json after validation, with every default
 * resolved, so that nothing downstream asks whether a field is there. `null` means "absent and
 * absence has a meaning". Shapes follow runtime-spec 1.3 (config.md, config-linux.md).
 */

import type { Profile } from '../seccomp-bpf-json/types.ts';
import type { MemoryPolicyFlag, MemoryPolicyMode } from '../tables/memory-policy.ts';
import type { PersonalityDomain } from '../tables/personality.ts';
import type { IoPriorityClass, SchedulerFlag, SchedulerPolicy } from '../tables/scheduling.ts';

export type NamespaceType = 'pid' | 'network' | 'mount' | 'ipc' | 'uts' | 'user' | 'cgroup' | 'time';
export type HookKind =
  | 'prestart'
  | 'createRuntime'
  | 'createContainer'
  | 'startContainer'
  | 'poststart'
  | 'poststop';
export type RootfsPropagation = 'shared' | 'slave' | 'private' | 'unbindable';

export interface Namespace {
  readonly type: NamespaceType;
  /** null: a new namespace; else join the one at this path. */
  readonly path: string | null;
}

export interface IdMapping {
  readonly containerID: number;
  readonly hostID: number;
  readonly size: number;
}

export interface Mount {
  readonly destination: string;
  readonly type: string | null;
  readonly source: string | null;
  readonly options: readonly string[];
  /** Both empty: not said; see config/mount-idmap.ts. */
  readonly uidMappings: readonly IdMapping[];
  readonly gidMappings: readonly IdMapping[];
}

export interface Rlimit {
  readonly type: string;
  readonly soft: bigint;
  readonly hard: bigint;
}

export interface Capabilities {
  readonly bounding: readonly string[];
  readonly effective: readonly string[];
  readonly permitted: readonly string[];
  readonly inheritable: readonly string[];
  readonly ambient: readonly string[];
}

export interface User {
  readonly uid: number;
  readonly gid: number;
  /** null: leave the caller's umask alone. */
  readonly umask: number | null;
  readonly additionalGids: readonly number[];
}

export interface Scheduler {
  readonly policy: SchedulerPolicy;
  readonly flags: readonly SchedulerFlag[];
  readonly nice: number;
  readonly priority: number;
  /** Nanoseconds, for SCHED_DEADLINE; 0 where absent. */
  readonly runtime: bigint;
  readonly deadline: bigint;
  readonly period: bigint;
}

export interface IoPriority {
  readonly class: IoPriorityClass;
  /** 0 (most) to 7. */
  readonly priority: number;
}

export interface Process {
  readonly terminal: boolean;
  readonly consoleSize: { readonly width: number; readonly height: number } | null;
  readonly user: User;
  readonly args: readonly string[];
  readonly env: readonly string[];
  readonly cwd: string;
  readonly capabilities: Capabilities | null;
  readonly rlimits: readonly Rlimit[];
  readonly noNewPrivileges: boolean;
  readonly oomScoreAdj: number | null;
  readonly scheduler: Scheduler | null;
  readonly ioPriority: IoPriority | null;
  /** Lists of CPUs for processes that `exec` adds: until they are in the container's cgroup, and from then on. */
  readonly execCPUAffinity: { readonly initial: string | null; readonly final: string | null };
  readonly apparmorProfile: string | null;
  readonly selinuxLabel: string | null;
}

export interface Hook {
  readonly path: string;
  readonly args: readonly string[];
  /** null: absent, the caller's environment is inherited (as runc). */
  readonly env: readonly string[] | null;
  /** Seconds; null: wait for ever. */
  readonly timeout: number | null;
}

export interface Device {
  readonly path: string;
  readonly type: 'c' | 'b' | 'u' | 'p';
  readonly major: number;
  readonly minor: number;
  readonly fileMode: number | null;
  readonly uid: number | null;
  readonly gid: number | null;
}

export interface DeviceRule {
  readonly allow: boolean;
  readonly type: 'a' | 'c' | 'b';
  /** null: any. */
  readonly major: number | null;
  readonly minor: number | null;
  /** A non-empty subset of "rwm". */
  readonly access: string;
}

/** Absent values are null; byte and time values are exact integers. -1 means unlimited where the spec says so. */
export interface Resources {
  readonly devices: readonly DeviceRule[];
  readonly memory: {
    readonly limit: bigint | null;
    readonly reservation: bigint | null;
    readonly swap: bigint | null;
    readonly kernel: bigint | null;
    readonly kernelTCP: bigint | null;
    readonly swappiness: number | null;
    readonly disableOOMKiller: boolean | null;
    readonly useHierarchy: boolean | null;
    readonly checkBeforeUpdate: boolean;
  };
  readonly cpu: {
    readonly shares: bigint | null;
    readonly quota: bigint | null;
    readonly period: bigint | null;
    readonly burst: bigint | null;
    readonly realtimeRuntime: bigint | null;
    readonly realtimePeriod: bigint | null;
    readonly cpus: string | null;
    readonly mems: string | null;
    readonly idle: number | null;
  };
  readonly pids: { readonly limit: bigint | null };
  readonly blockIO: BlockIO | null;
  readonly hugepageLimits: readonly HugepageLimit[];
  readonly network: Network | null;
  readonly rdma: readonly RdmaLimit[];
  /** File name -> value; null when empty. */
  readonly unified: ReadonlyMap<string, string> | null;
}

/** A block device by its numbers. */
interface BlockDevice {
  readonly major: bigint;
  readonly minor: bigint;
}

export interface Throttle extends BlockDevice {
  /** Bytes or operations per second. */
  readonly rate: bigint;
}

export type ThrottleName =
  | 'throttleReadBpsDevice'
  | 'throttleWriteBpsDevice'
  | 'throttleReadIOPSDevice'
  | 'throttleWriteIOPSDevice';

export interface WeightDevice extends BlockDevice {
  readonly weight: number | null;
  readonly leafWeight: number | null;
}

export interface BlockIO extends Readonly<Record<ThrottleName, readonly Throttle[]>> {
  readonly weight: number | null;
  readonly leafWeight: number | null;
  readonly weightDevice: readonly WeightDevice[];
}

export interface HugepageLimit {
  /** As in the names of the kernel's control files: 64KB, 2MB, 1GB. */
  readonly pageSize: string;
  readonly limit: bigint;
}

export interface Network {
  readonly classID: number | null;
  readonly priorities: readonly { readonly name: string; readonly priority: number }[];
}

export interface RdmaLimit {
  readonly device: string;
  readonly hcaHandles: number | null;
  readonly hcaObjects: number | null;
}

/** config-linux.md#intelrdt. */
export interface IntelRdt {
  /** null: a class of the container's own; `/`: the default one. */
  readonly closID: string | null;
  readonly l3CacheSchema: string | null;
  readonly memBwSchema: string | null;
  readonly schemata: readonly string[];
  readonly enableMonitoring: boolean;
  /** Names of set properties that version 1.3 took back. */
  readonly replaced: readonly string[];
}

/** What a clock shows more inside than outside. */
export interface TimeOffset {
  readonly secs: bigint;
  readonly nanosecs: number;
}

export interface MemoryPolicy {
  readonly mode: MemoryPolicyMode;
  /** A list of nodes; null: none. */
  readonly nodes: string | null;
  readonly flags: readonly MemoryPolicyFlag[];
}

export interface Linux {
  readonly namespaces: readonly Namespace[];
  readonly uidMappings: readonly IdMapping[];
  readonly gidMappings: readonly IdMapping[];
  readonly devices: readonly Device[];
  /** Name on the host -> name in the container; null: the same. */
  readonly netDevices: ReadonlyMap<string, string | null>;
  readonly cgroupsPath: string | null;
  readonly resources: Resources;
  readonly intelRdt: IntelRdt | null;
  readonly rootfsPropagation: RootfsPropagation | null;
  /** As `rslave`: not the root's own mount alone. */
  readonly rootfsPropagationRecursive: boolean;
  readonly maskedPaths: readonly string[];
  readonly readonlyPaths: readonly string[];
  readonly sysctl: ReadonlyMap<string, string>;
  /** As in config.json: absence and emptiness have meanings that seccomp-bpf-json knows. */
  readonly seccomp: Profile | null;
  /** null: the clock is not moved; an offset of zero moves nothing either. */
  readonly timeOffsets: { readonly monotonic: TimeOffset | null; readonly boottime: TimeOffset | null };
  readonly memoryPolicy: MemoryPolicy | null;
  readonly personality: { readonly domain: PersonalityDomain; readonly flags: readonly string[] } | null;
  readonly mountLabel: string | null;
}

export interface Config {
  readonly ociVersion: string;
  readonly root: { readonly path: string; readonly readonly: boolean };
  readonly mounts: readonly Mount[];
  /** null: create works, start errors (config.md#process). */
  readonly process: Process | null;
  readonly hostname: string | null;
  readonly domainname: string | null;
  readonly hooks: Readonly<Record<HookKind, readonly Hook[]>>;
  readonly annotations: ReadonlyMap<string, string>;
  readonly linux: Linux;
}

/** A validated bundle. `text` is the exact config.json, kept for positions in error messages. */
export interface Bundle {
  /** Absolute, resolved. */
  readonly dir: string;
  readonly config: Config;
  readonly text: string;
  readonly warnings: readonly Finding[];
}

/** One thing validate found. Codes are API: teu.config.* */
export interface Finding {
  readonly severity: 'error' | 'warning';
  readonly code: string;
  /** JSON pointer. */
  readonly path: string;
  /** 1-based; 0 when the text has no such place (a missing field names its parent). */
  readonly line: number;
  readonly column: number;
  /** One sentence, lower case, no full stop. */
  readonly message: string;
  /** The offending value as JSON, shortened; null when it is missing. */
  readonly found: string | null;
  /** e.g. `config-linux.md#namespaces`; null when no section says so. */
  readonly spec: string | null;
  /** What to do, where something was looked at. */
  readonly hint?: string;
}
