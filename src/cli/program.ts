/** argv -> verb -> exit status, in either engine. Errors are thrown as data everywhere, and printed here, once. */

import type { Call, GlobalValues } from './call.ts';
import { absolute, print as printText } from './context.ts';
import { dispatch } from './dispatch.ts';
import { readGlobalsLeniently, readStrict } from './strict.ts';
import { verbShape } from './shapes.ts';
import { type ErrorData, TeuError } from '../errors/types.ts';
import { type Log, makeLog } from '../log.ts';
import { exit, readText, SysError, write, writeText } from '../native/lib.ts';
import { small } from '../native/small.ts';

const stderr = 2;

/** commander costs 5 ms: required only when the strict reader does not like what it reads. */
function readCall(argv: readonly string[]): Call {
  return (
    readStrict(argv) ?? (require('./commander.ts') as typeof import('./commander.ts')).readCommander(argv)
  );
}

function levelOf(globals: GlobalValues): 'debug' | 'info' | 'warning' | 'error' {
  if (globals.debug) return 'debug';
  const level = globals['log-level'];
  return level === 'debug' || level === 'info' || level === 'error' ? level : 'warning';
}

const wantsJson = (globals: GlobalValues): boolean => globals['log-format'] === 'json';

/** Opened when the first line is written, and for that line only: an unwritable log changes no outcome. */
function openLog(globals: GlobalValues): Log {
  const { log: file } = globals;
  const options = {
    file: file === '' ? null : file,
    format: wantsJson(globals) ? ('json' as const) : ('text' as const),
    level: levelOf(globals),
  };
  return makeLog(options, {
    append: (path, text) => writeText(absolute(path), text, { append: true, mode: 0o644 }),
    stderr: (text) => write(stderr, text),
  });
}

/** Any exception as data: one line, never a stack (but with --debug). */
function dataOf(error: unknown, isDebug: boolean): ErrorData {
  if (error instanceof TeuError) return error.data;
  const stack = isDebug && error instanceof Error && error.stack ? { detail: error.stack.split('\n') } : {};
  if (error instanceof SysError) {
    const message = error.path === null ? 'a system call failed' : `cannot use ${error.path}`;
    return { code: 'teu.host', message, call: { name: error.call, errno: error.errno }, ...stack };
  }
  const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return { code: 'teu.host', message: `internal error: ${what}`, ...stack };
}

/** What is left to print of a call. */
interface Report {
  readonly globals: GlobalValues;
  readonly verb: string;
  readonly id: string | null;
  readonly data: ErrorData;
  readonly code: number;
}

/** A command line nobody could read still says where to log. */
function reportOf(error: unknown, argv: readonly string[], call: Call | null): Report {
  const isRead = call !== null && call.verb !== 'print';
  const globals = isRead ? call.globals : (readGlobalsLeniently(argv) as unknown as GlobalValues);
  const data = dataOf(error, globals.debug);
  const verb = isRead ? call.verb : (argv.find((text) => verbShape(text) !== null) ?? 'usage');
  const id = data.id ?? (isRead ? (call.operands[0] ?? null) : null);
  // runc's, and docker's callers know it: 1 would be taken for the program's own.
  return { globals, verb, id, data, code: data.exitCode ?? (verb === 'exec' ? 255 : 1) };
}

/** Prints the one error of this call; the exit status. pino writes JSON lines, and only teu-core has it. */
function print(report: Report): number {
  if (small !== null && wantsJson(report.globals)) {
    endSpawner();
    small.leave(JSON.stringify(report));
  }
  openLog(report.globals).error(report.verb, report.id, report.data);
  return report.code;
}

/** Performs one command line; the exit status. */
function perform(argv: readonly string[]): number {
  let call: Call | null = null;
  try {
    call = readCall(argv);
    if (call.verb === 'print') {
      printText(call.text);
      return 0;
    }
    // Debug lines and warnings: pino writes them.
    if (small !== null && levelOf(call.globals) === 'debug' && wantsJson(call.globals)) small.leave(null);
    return dispatch(call, { globals: call.globals, log: openLog(call.globals) });
  } catch (error) {
    return print(reportOf(error, argv, call));
  }
}

/** Whatever became of the verb, its spawner is reaped: the caller would otherwise inherit a child it does not know. */
function endSpawner(): void {
  const spawner = Number(/ spawner=([0-9]+)/.exec(process.env.TEU_LAUNCH ?? '')?.[1] ?? 0);
  if (spawner > 0) (require('../run/spawner.ts') as typeof import('../run/spawner.ts')).endSpawner(spawner);
}

/** What the small engine left to print, behind a descriptor that the launcher names (a checked number: R11); null: nothing. */
function leftReport(): Report | null {
  const left = process.env.TEU_REPORT ?? '';
  return /^[0-9]{1,9}$/.test(left) ? (JSON.parse(readText(`/proc/self/fd/${left}`)) as Report) : null;
}

/** The whole of a call, or what the small engine left to print of one; ends the process. */
export function program(argv: readonly string[]): never {
  const left = leftReport();
  if (left !== null) exit(print(left));
  const code = perform(argv);
  endSpawner();
  exit(code);
}
