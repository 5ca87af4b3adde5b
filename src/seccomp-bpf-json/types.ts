/** The public types of the room: what goes in and what comes out. Nothing here knows teu. */

/** linux.seccomp of runtime-spec (config-linux.md#seccomp), as JSON gives it. */
export interface Profile {
  readonly defaultAction: string;
  /** The errno (SCMP_ACT_ERRNO) or message (SCMP_ACT_TRACE) of the default action; EPERM when absent. */
  readonly defaultErrnoRet?: number | null | undefined;
  /** SCMP_ARCH_*; the native architecture is always part of the filter. */
  readonly architectures?: readonly string[] | null | undefined;
  /** SECCOMP_FILTER_FLAG_*; absent (not: empty) means SECCOMP_FILTER_FLAG_SPEC_ALLOW. */
  readonly flags?: readonly string[] | null | undefined;
  readonly listenerPath?: string | null | undefined;
  readonly listenerMetadata?: string | null | undefined;
  readonly syscalls?: readonly Rule[] | null | undefined;
}

/** One action for some system calls. */
export interface Rule {
  readonly names: readonly string[];
  readonly action: string;
  /** Like defaultErrnoRet, for this action. */
  readonly errnoRet?: number | null | undefined;
  /** All must hold; if an index appears twice, each stands for a rule of its own (any must hold), as in every other runtime. */
  readonly args?: readonly Condition[] | null | undefined;
}

/** A comparison of one argument, unsigned 64 bit on 64 bit architectures and 32 bit on the others. */
export interface Condition {
  /** 0 to 5. */
  readonly index: number;
  /** What to compare with; for SCMP_CMP_MASKED_EQ the mask. A number must be exact (at most 2^53 - 1), a bigint at most 2^64 - 1. */
  readonly value: number | bigint;
  /** What the masked argument must equal; only SCMP_CMP_MASKED_EQ reads it. */
  readonly valueTwo?: number | bigint | null | undefined;
  readonly op: string;
}

/** Where the program will run. */
export interface Target {
  /** The kernel's own architecture; it decides the byte order of the program. */
  readonly native: Architecture;
  /**
   * How system calls newer than the newest that the profile names are answered: 'enosys' (default, as runc) unless the default action lets
   * calls through, 'default' with the default action, as crun and plain libseccomp.
   */
  readonly unknownSyscalls?: 'enosys' | 'default';
}

/** libseccomp's name of an architecture: SCMP_ARCH_ in lower case without the prefix. */
export type Architecture =
  | 'x86_64'
  | 'x86'
  | 'x32'
  | 'aarch64'
  | 'arm'
  | 'riscv64'
  | 'loongarch64'
  | 's390x'
  | 's390'
  | 'ppc64le'
  | 'ppc64'
  | 'ppc'
  | 'mips'
  | 'mipsel'
  | 'mips64'
  | 'mipsel64'
  | 'mips64n32'
  | 'mipsel64n32'
  | 'parisc'
  | 'parisc64'
  | 'm68k'
  | 'sh'
  | 'sheb';

export interface Compiled {
  /** struct sock_filter[], 8 bytes each, in the byte order of the target: what struct sock_fprog points to. */
  readonly program: Uint8Array;
  /** Number of instructions, at most 4096. */
  readonly instructions: number;
  /** SECCOMP_FILTER_FLAG_* for seccomp(2), with NEW_LISTENER where usesNotify. */
  readonly flags: number;
  /** Some system call is handed to a listener: seccomp(2) returns its fd, somebody must read it. */
  readonly usesNotify: boolean;
  readonly findings: readonly Finding[];
}

/** Something about the profile that its author should know; the program is correct without it. */
export interface Finding {
  readonly severity: 'warning' | 'note';
  readonly code: 'unknown-syscall' | 'no-syscall' | 'flag-without-notify' | 'shadowed-rule';
  /** JSON pointer relative to the profile. */
  readonly path: string;
  readonly message: string;
}
