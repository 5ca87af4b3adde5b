/** A filter's return value in the words of a profile. */

/** The action, and its errno or trace message where it has one. */
export interface Verdict {
  readonly action: string;
  readonly data: number | null;
}

/** In the order of precedence, as the kernel has them (linux/seccomp.h). */
const byHighBits: Readonly<Record<number, string>> = {
  32768: 'SCMP_ACT_KILL_PROCESS',
  0: 'SCMP_ACT_KILL_THREAD',
  3: 'SCMP_ACT_TRAP',
  5: 'SCMP_ACT_ERRNO',
  32704: 'SCMP_ACT_NOTIFY',
  32752: 'SCMP_ACT_TRACE',
  32764: 'SCMP_ACT_LOG',
  32767: 'SCMP_ACT_ALLOW',
};

/** Throws for a value that no profile leads to. */
export function verdictOf(value: number): Verdict {
  const action = byHighBits[value >>> 16];
  if (action === undefined) throw new RangeError(`0x${value.toString(16)} is no action`);
  const hasData = action === 'SCMP_ACT_ERRNO' || action === 'SCMP_ACT_TRACE';
  return { action, data: hasData ? value & 0xffff : null };
}
