import type { Lacking } from './delegation.ts';

/** What was looked at after a step had failed, by whoever directs the plan. Every part may be absent. */
export interface Checked {
  readonly kernel?: { readonly release: string; readonly major: number; readonly minor: number };
  /** Of /proc/filesystems. */
  readonly filesystems?: readonly string[];
  /** The first component of the path at fault that is not there. */
  readonly missing?: string;
  /** The first directory of the path at fault that may not be entered. */
  readonly blocked?: {
    readonly path: string;
    readonly mode: number;
    readonly uid: number;
    readonly gid: number;
  };
  /** The step ran in a user namespace other than the initial one. */
  readonly userns?: boolean;
  /** The caller has no CAP_SYS_ADMIN in its user namespace. */
  readonly lacksAdmin?: boolean;
  /** The uid the step ran with. */
  readonly uid?: number;
  /** What /etc/subuid or /etc/subgid gives to the caller: `first:count`. */
  readonly subordinate?: { readonly file: string; readonly user: string; readonly ranges: readonly string[] };
  /** Files below /proc/sys, e.g. `user/max_user_namespaces`, and what they hold. */
  readonly sysctls?: Readonly<Record<string, string>>;
  /** The topmost cgroup in whose cgroup.subtree_control the controller is lacking. */
  readonly controller?: Lacking;
  /** Bytes that a limit of cgroup v1 would have to hold. */
  readonly memoryUsed?: number;
  /** A control file that a cgroup has not got. */
  readonly absentFile?: string;
  /** The block device of an I/O limit, major:minor, and what is the matter with it; its scheduler where that may be it. */
  readonly blockDevice?: {
    readonly number: string;
    readonly fault: 'missing' | 'partition' | 'scheduler';
    readonly scheduler?: string;
  };
  /** The file system of a mount: its type, the mount that shows it on the host, and whether that is id-mapped. */
  readonly filesystem?: {
    readonly type: string;
    readonly where: string | null;
    readonly isIdmapped: boolean;
  };
  /** How the filter of the plan answers execve, where it does not let it through: an errno or a signal. */
  readonly execveAnswer?: string;
  /** Mount options that name an id which the user namespace of the step does not map. */
  readonly unmapped?: readonly string[];
  /** The AppArmor profiles of who performed the step, and of teu itself where that is another; absent: none. */
  readonly confinement?: { readonly profile: string; readonly own: string | null };
  /** The plan restricts the CPUs of the cgroup. */
  readonly cpuset?: boolean;
  /** A cgroup of the container whose cpu.rt_runtime_us is 0. */
  readonly withoutRealtime?: string;
  /** What the program's first bytes and its file say. */
  readonly program?: ProgramFault;
}

export type ProgramFault =
  | { readonly kind: 'interpreter'; readonly path: string; readonly interpreter: string }
  | { readonly kind: 'crlf'; readonly path: string }
  | { readonly kind: 'architecture'; readonly path: string; readonly wants: string; readonly has: string }
  | { readonly kind: 'directory'; readonly path: string }
  /** With `uid`: some may execute it, but not this one. */
  | { readonly kind: 'mode'; readonly path: string; readonly mode: number; readonly uid?: number }
  | { readonly kind: 'noexec'; readonly path: string }
  | { readonly kind: 'format'; readonly path: string };
