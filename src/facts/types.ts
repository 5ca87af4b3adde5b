/** What the host is like, as far as a plan depends on it. Plain data (golden tests keep it as JSON). */

import type { NamespaceType } from '../config/types.ts';

export type CgroupMode = 'v1' | 'hybrid' | 'v2' | 'none';

/** One mounted cgroup v1 hierarchy. */
export interface Hierarchy {
  /** e.g. ["cpu", "cpuacct"] or ["name=systemd"]. */
  readonly controllers: readonly string[];
  /** Name of the directory below /sys/fs/cgroup, e.g. "cpu,cpuacct" or "systemd". */
  readonly name: string;
  readonly mountpoint: string;
  /** Path of teu itself in it, "/" at least. */
  readonly ownPath: string;
}

export interface CgroupFacts {
  readonly mode: CgroupMode;
  /** v1 hierarchies; empty on v2. */
  readonly hierarchies: readonly Hierarchy[];
  /** The cgroup2 mount (v2, and hybrid where one exists), else null. */
  readonly unified: {
    readonly mountpoint: string;
    readonly ownPath: string;
    /** cgroup.controllers of the mount root. */
    readonly controllers: readonly string[];
    /** Options of the superblock, which all its mounts share: nsdelegate, memory_recursiveprot. Absent: not known. */
    readonly options?: readonly string[];
  } | null;
  /** Contents of /sys/kernel/cgroup/delegate, else the kernel's built-in list. */
  readonly delegate: readonly string[];
  /** Relevant directories of the planned cgroup path that exist already, absolute host paths. */
  readonly existing: readonly string[];
  /** For each v2 directory in `existing`: its cgroup.subtree_control. */
  readonly subtreeControl: Readonly<Record<string, readonly string[]>>;
  /** cpuset.cpus / cpuset.mems of v1 parents, to be copied into new children: file -> value. */
  readonly cpusetParents: Readonly<Record<string, string>>;
  /** Existing directories of the planned path, mountpoints included, that may not be written. Absent for the host's root. */
  readonly unwritable?: readonly string[];
  /** Directory in `unwritable` -> uid of its owner. */
  readonly owners?: Readonly<Record<string, number>>;
  /**
   * A directory of the planned path that no container can be put into, or below: frozen (FREEZING, FROZEN), or on v2
   * threaded, holding processes, or giving controllers to its children. Absent when none is.
   */
  readonly unfit?: { readonly dir: string; readonly why: 'frozen' | 'threaded' | 'populated' | 'inner' };
  /** Sizes of huge pages as control files name them, e.g. "2MB"; absent: not known. */
  readonly hugepageSizes?: readonly string[];
  /** systemd is process 1, and could hand a cgroup over; absent: not known. */
  readonly hasSystemd?: boolean;
}

export interface UserFacts {
  readonly euid: number;
  readonly egid: number;
  /** True when /proc/self/uid_map is not the identity of the initial namespace. */
  readonly inUserns: boolean;
  /** Effective and bounding sets as bit masks, decimal strings (JSON has no 64-bit integers). */
  readonly effective: string;
  readonly bounding: string;
  readonly umask: number;
  /** Absolute path of newuidmap/newgidmap, owned by root and not writable by others; null when absent. */
  readonly newuidmap: string | null;
  readonly newgidmap: string | null;
}

/** A network device of the caller's namespace. */
export interface NetDeviceFacts {
  readonly up: boolean;
  /** Permanent addresses of global scope: struct net_address of native/exec/netlink.h in hexadecimal. */
  readonly addresses: readonly string[];
}

export interface ResctrlFacts {
  /** null: none is mounted. */
  readonly mountpoint: string | null;
  /** The kernel has the file system. */
  readonly isKnown: boolean;
  /** The schemata file of the container's class of service; null: the class does not exist. */
  readonly schemata: string | null;
}

/** The manager that is to make the cgroup. */
export interface SystemdFacts {
  readonly kind: 'system' | 'user';
  /** 257 */
  readonly version: number;
  /** The cgroup it manages: '' for the whole machine, else as in /proc/PID/cgroup. */
  readonly controlGroup: string;
}

export interface Facts {
  readonly kernel: { readonly release: string; readonly major: number; readonly minor: number };
  readonly arch: 'x86_64' | 'aarch64';
  /** Highest capability number the kernel knows (/proc/sys/kernel/cap_last_cap). */
  readonly lastCap: number;
  readonly user: UserFacts;
  readonly cgroup: CgroupFacts;
  readonly lsm: { readonly apparmor: boolean; readonly selinux: boolean };
  /** Namespace types of /proc/self/ns. */
  readonly namespaces: readonly string[];
  /** System calls of the mount API that answered ENOSYS or EPERM when probed (outer seccomp filter, old kernel). */
  readonly missingCalls: readonly string[];
  /** What seccomp(2) has here, in the words of config-linux.md#seccomp. */
  readonly seccomp: { readonly actions: readonly string[]; readonly flags: readonly string[] };
  /** Absolute path of the rootfs, resolved on the host; config root.path may be relative to the bundle. */
  readonly rootfs: string;
  /** Those that linux.netDevices names, by their name on the host. */
  readonly netDevices: Readonly<Record<string, NetDeviceFacts>>;
  /** Of a config with linux.intelRdt. */
  readonly resctrl: ResctrlFacts;
  /** Of binds at /proc: sources, as written, that are no procfs. Absent: none. */
  readonly falseProc?: readonly string[];
  /** Of bind sources with the option copy-symlink that are links: source as written -> target. Absent: none. */
  readonly sourceLinks?: Readonly<Record<string, string>>;
  /** File systems of /proc/filesystems that need no device. */
  readonly filesystems: readonly string[];
  /** Absent: cgroups are made by teu. */
  readonly systemd?: SystemdFacts | undefined;
}

/** A container that runs, as the kernel shows it now. */
export interface ContainerFacts {
  readonly pid: number;
  /** Clock ticks after boot. */
  readonly startTime: number;
  /** Those of its init that are not the caller's. */
  readonly namespaces: readonly NamespaceType[];
  /** Its own directory in each v1 hierarchy. */
  readonly v1Cgroups: readonly string[];
  /** Its cgroup2 directory, where there is one. */
  readonly unified: {
    readonly dir: string;
    /** It has controllers for its children: the kernel lets no process be there. */
    readonly isInner: boolean;
    /** Where init is, when that is another cgroup below `dir`; looked for when isInner. */
    readonly initDir: string | null;
  } | null;
  /** Its scope, where only systemd may move a process of this caller into it. Absent: the caller may. */
  readonly scope?: { readonly unit: string; readonly manager: 'system' | 'user' } | undefined;
}

/** What `exec` depends on. */
export interface ExecFacts extends Facts {
  readonly container: ContainerFacts;
}
