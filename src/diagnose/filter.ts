/** What the filter of a plan does to the one call that comes behind it. */

import { TeuError } from '../errors/types.ts';
import { pidfdWait } from '../native/lib.ts';
import { evaluate } from '../seccomp-bpf-json/evaluate.ts';
import { errnoSymbol } from '../tables/errno.ts';
import type { Step } from '../wire/types.ts';
import type { Planned } from './types.ts';

/** AUDIT_ARCH_* (linux/audit.h) and the number of execve(2). */
const execve: Readonly<Record<string, { readonly arch: number; readonly nr: number }>> = {
  x86_64: { arch: 0xc000003e, nr: 59 },
  aarch64: { arch: 0xc00000b7, nr: 221 },
};

const ERRNO = 0x0005;
/** SECCOMP_RET_KILL_PROCESS, KILL_THREAD, TRAP: SIGSYS, of which an unprepared process dies. */
const deadly: readonly number[] = [0x8000, 0x0000, 0x0003];

/** "EPERM", "SIGSYS", or null where the filter lets execve through, leaves it to others, or there is none. */
export function answerToExecve(steps: readonly Step[], machine: string): string | null {
  const filter = steps.find((step) => step.op === 'seccomp');
  const call = execve[machine];
  if (filter === undefined || call === undefined) return null;
  const { value } = evaluate(filter.program(), { ...call, args: [] });
  const action = value >>> 16;
  if (action === ERRNO) return errnoSymbol(value & 0xffff);
  return deadly.includes(action) ? 'SIGSYS' : null;
}

/** As uname(2) has it, without asking: every start with a filter comes here. */
const machine = process.arch === 'arm64' ? 'aarch64' : 'x86_64';

/** Long enough for the kernel to end a process; one that lives was not killed. */
const deathPatienceMs = 1_000;

/** `pidfd`: of init, the caller's. The error of an init that died in execve of its own filter; null when it did not. */
export function filterDeath(program: Planned, pidfd: number): TeuError | null {
  const { steps, configText, configFile } = program;
  if (answerToExecve(steps, machine) !== 'SIGSYS' || !pidfdWait(pidfd, deathPatienceMs)) return null;
  const name = steps.find((step) => step.op === 'execve')?.args[0] ?? '';
  const { fieldAt } = require('../errors/fieldOf.ts') as typeof import('../errors/fieldOf.ts');
  const field = fieldAt(configText, '/linux/seccomp', configFile);
  return new TeuError({
    code: 'teu.exec',
    message: `exec ${name}: the seccomp filter kills the process in execve`,
    ...(field === undefined ? {} : { field }),
    hint: 'the profile has to allow execve',
  });
}
