/** What seccomp(2) of this kernel can do, in the words of config-linux.md#seccomp. */

import type { Host } from './host.ts';
import type { Facts } from './types.ts';

/** The bits of native/lib/probe.c. */
const actions: readonly (readonly string[])[] = [
  ['SCMP_ACT_KILL_PROCESS'],
  ['SCMP_ACT_KILL', 'SCMP_ACT_KILL_THREAD'],
  ['SCMP_ACT_TRAP'],
  ['SCMP_ACT_ERRNO'],
  ['SCMP_ACT_NOTIFY'],
  ['SCMP_ACT_TRACE'],
  ['SCMP_ACT_LOG'],
  ['SCMP_ACT_ALLOW'],
];

/** SECCOMP_FILTER_FLAG_* of linux/seccomp.h. */
const flags: Readonly<Record<string, number>> = {
  SECCOMP_FILTER_FLAG_TSYNC: 1 << 0,
  SECCOMP_FILTER_FLAG_LOG: 1 << 1,
  SECCOMP_FILTER_FLAG_SPEC_ALLOW: 1 << 2,
  SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV: 1 << 5,
};

/** Asks the kernel; about twenty calls, none of which changes anything. */
export function probeSeccomp(host: Pick<Host, 'probeSeccomp'>): Facts['seccomp'] {
  const found = host.probeSeccomp();
  return {
    actions: actions.flatMap((names, bit) => ((found.actions & (1 << bit)) === 0 ? [] : names)),
    flags: Object.keys(flags).filter((name) => (found.flags & (flags[name] ?? 0)) !== 0),
  };
}
