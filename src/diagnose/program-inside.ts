/**
 * Why the container's program cannot be executed: what its file, its interpreter and the directories above say, looked
 * at within the root of the process that failed (/proc/PID/root), as execve(2) would find them.
 */

import { joinPath, parentPath } from '../cgroup/paths.ts';
import type { Checked, ProgramFault } from '../errors/checked.ts';
import type { Inside } from '../native/inside.ts';
import type * as inside from '../native/inside.ts';
import type * as lib from '../native/lib.ts';
import type { Step, StepOf } from '../wire/types.ts';
import type { Rootfs } from './diagnose.ts';
import { machineOf, programInterpreter, scriptInterpreter } from './program-head.ts';
import { isInUserns } from './step-rights.ts';

export type InsideHost = Pick<typeof inside, 'lookIn'> & Pick<typeof lib, 'uname' | 'tryReadText'>;

interface Who {
  readonly uid: number;
  readonly groups: readonly number[];
  /** Every directory may be entered, and every file executed that anybody may execute. */
  readonly overrides: boolean;
}

type Look = (path: string) => Inside | null;

const CAP_DAC_OVERRIDE = 1n << 1n;
/** As the kernel follows interpreters of interpreters; execve(2). */
const maxDepth = 4;

const find = <O extends Step['op']>(steps: readonly Step[], op: O): StepOf<O> | undefined =>
  steps.find((step) => step.op === op) as unknown as StepOf<O> | undefined;

/** Ids as the host sees them; null in a user namespace, where those of the plan mean others. */
function whoOf(steps: readonly Step[], host: InsideHost): Who | null {
  const ids = find(steps, 'credentials');
  if (ids === undefined || isInUserns(steps, host)) return null;
  const { groups } = ids;
  const list = new Uint32Array(groups.buffer.slice(groups.byteOffset, groups.byteOffset + groups.byteLength));
  const effective = find(steps, 'capabilities')?.effective;
  const overrides = effective === undefined ? ids.uid === 0 : (effective & CAP_DAC_OVERRIDE) !== 0n;
  return { uid: ids.uid, groups: [ids.gid, ...list], overrides };
}

function mayExecute({ mode, uid, gid }: Inside, who: Who): boolean {
  if (who.overrides && (mode & 0o111) !== 0) return true;
  const bit = uid === who.uid ? 0o100 : who.groups.includes(gid) ? 0o010 : 0o001;
  return (mode & bit) !== 0;
}

/** From the root down: the directories above a path, then the path. */
const prefixes = (path: string): readonly string[] =>
  path === '/' ? ['/'] : [...prefixes(parentPath(path)), path];

/** The first name of the path that is not there, or the first directory that may not be entered. */
function way(path: string, look: Look, who: Who | null): Checked {
  for (const at of prefixes(path)) {
    const found = look(at);
    if (found === null) return { missing: at };
    if (at !== path && found.kind === 'dir' && who !== null && !who.overrides && !mayExecute(found, who)) {
      const { mode, uid, gid } = found;
      return { uid: who.uid, blocked: { path: at, mode, uid, gid } };
    }
  }
  return {};
}

function fileFault(path: string, file: Inside, who: Who | null): ProgramFault | null {
  if (file.kind === 'dir') return { kind: 'directory', path };
  if (file.kind !== 'file') return null;
  if ((file.mode & 0o111) === 0) return { kind: 'mode', path, mode: file.mode };
  if (file.noexec) return { kind: 'noexec', path };
  if (who !== null && !mayExecute(file, who)) return { kind: 'mode', path, mode: file.mode, uid: who.uid };
  return null;
}

/** What is wrong with a program, or with the interpreter that it names. */
function faultOf(path: string, look: Look, who: Who | null, has: string, depth = 0): ProgramFault | null {
  const file = look(path);
  if (file === null || depth > maxDepth) return null;
  const fault = fileFault(path, file, who);
  if (fault !== null || file.kind !== 'file') return fault;
  const wants = machineOf(file.head);
  if (wants !== null && wants !== has && !(wants === 'x86' && has === 'x86_64'))
    return { kind: 'architecture', path, wants, has };
  const script = wants === null ? scriptInterpreter(file.head) : null;
  if (wants === null && script === null) return { kind: 'format', path };
  if (script?.endsWith('\r') === true) return { kind: 'crlf', path };
  const interpreter = script ?? programInterpreter(file.head);
  if (interpreter === null || !interpreter.startsWith('/')) return null;
  if (look(interpreter) === null) return { kind: 'interpreter', path, interpreter };
  return faultOf(interpreter, look, who, has, depth + 1);
}

/** Relative names are taken from the working directory. */
const absolute = (path: string, steps: readonly Step[]): string =>
  path.startsWith('/') ? path : joinPath(find(steps, 'cwd')?.path ?? '/', `/${path}`);

/** Of the first candidate that is there; of a single one the way to it too. Throws SysError where nobody may look. */
export function programInside(
  candidates: readonly string[],
  steps: readonly Step[],
  pid: number,
  host: InsideHost,
): Checked {
  if (pid === 0) return {};
  const look: Look = (path) => host.lookIn(`/proc/${pid}/root`, path);
  const paths = candidates.map((path) => absolute(path, steps));
  const found = paths.find((path) => look(path) !== null);
  const who = whoOf(steps, host);
  const [only] = paths;
  if (found === undefined) return paths.length === 1 && only !== undefined ? way(only, look, who) : {};
  const { blocked, uid } = way(found, look, who);
  if (blocked !== undefined) return { blocked, ...(uid === undefined ? {} : { uid }) };
  const program = faultOf(found, look, who, host.uname().machine);
  return program === null ? {} : { program };
}

/**
 * The same after the process has died, as it does behind a filter: below the root file system as the host has it. What
 * the container has mounted is not seen there, so of what lies below a mount, and of what is missing, nothing is said.
 */
export function programBelow(
  candidates: readonly string[],
  steps: readonly Step[],
  { path: root, covered }: Rootfs,
  host: InsideHost,
): Checked {
  const isCovered = (path: string): boolean =>
    covered.some((place) => path === place || path.startsWith(place === '/' ? place : `${place}/`));
  const look: Look = (path) => host.lookIn(root, path);
  const paths = candidates.map((path) => absolute(path, steps));
  if (paths.some(isCovered)) return {};
  const found = paths.find((path) => look(path) !== null);
  const program = found === undefined ? null : faultOf(found, look, null, host.uname().machine);
  if (program === null || (program.kind === 'interpreter' && isCovered(program.interpreter))) return {};
  return { program };
}
