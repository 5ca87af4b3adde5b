/** argv -> verb -> exit status. Errors are thrown as data everywhere, and printed here, once. */

import type { Call, GlobalValues } from './cli/call.ts';
import { absolute, print } from './cli/context.ts';
import { dispatch } from './cli/dispatch.ts';
import { readGlobalsLeniently, readStrict } from './cli/strict.ts';
import { verbShape } from './cli/shapes.ts';
import { type ErrorData, TeuError } from './errors/types.ts';
import { type Log, makeLog } from './log.ts';
import { exit, SysError, write, writeText } from './native/lib.ts';

const stderr = 2;

/** commander costs 5 ms: required only when the strict reader does not like what it reads. */
function readCall(argv: readonly string[]): Call {
  return (
    readStrict(argv) ??
    (require('./cli/commander.ts') as typeof import('./cli/commander.ts')).readCommander(argv)
  );
}

function levelOf(globals: GlobalValues): 'debug' | 'info' | 'warning' | 'error' {
  if (globals.debug) return 'debug';
  const level = globals['log-level'];
  return level === 'debug' || level === 'info' || level === 'error' ? level : 'warning';
}

/** Opened when the first line is written, and for that line only: an unwritable log changes no outcome. */
function openLog(globals: GlobalValues): Log {
  const { log: file } = globals;
  const options = {
    file: file === '' ? null : file,
    format: globals['log-format'] === 'json' ? ('json' as const) : ('text' as const),
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

/** Prints the one error of this call; the exit status. A command line nobody could read still says where to log. */
function report(error: unknown, argv: readonly string[], call: Call | null): number {
  const isRead = call !== null && call.verb !== 'print';
  const globals = isRead ? call.globals : (readGlobalsLeniently(argv) as unknown as GlobalValues);
  const data = dataOf(error, globals.debug);
  const verb = isRead ? call.verb : (argv.find((text) => verbShape(text) !== null) ?? 'usage');
  openLog(globals).error(verb, isRead ? (call.operands[0] ?? null) : null, data);
  // runc's, and docker's callers know it: 1 would be taken for the program's own.
  return data.exitCode ?? (verb === 'exec' ? 255 : 1);
}

/** Performs one command line; the exit status. */
function main(argv: readonly string[]): number {
  let call: Call | null = null;
  try {
    call = readCall(argv);
    if (call.verb !== 'print') return dispatch(call, { globals: call.globals, log: openLog(call.globals) });
    print(call.text);
    return 0;
  } catch (error) {
    return report(error, argv, call);
  }
}

/** Whatever became of the verb, its spawner is reaped: the caller would otherwise inherit a child it does not know. */
function finish(code: number): never {
  const spawner = Number(/ spawner=([0-9]+)/.exec(process.env.TEU_LAUNCH ?? '')?.[1] ?? 0);
  if (spawner > 0) (require('./run/spawner.ts') as typeof import('./run/spawner.ts')).endSpawner(spawner);
  exit(code);
}

try {
  finish(main(process.argv.slice(2)));
} catch (error) {
  // libteu.so itself cannot be loaded: the engine's own slow ways are what is left.
  console.error(`teu: cannot load the native library: ${error instanceof Error ? error.message : error}`);
  process.exit(1);
}
