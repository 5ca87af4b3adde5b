/** What every verb gets beside its own options. */

import type { Log } from '../log.ts';
import { write } from '../native/lib.ts';
import type { Launch } from '../run/request.ts';
import { type ContainerDir, containerDir } from '../state/dir.ts';
import { defaultRoot } from '../state/root.ts';
import type { CallOf, GlobalValues } from './call.ts';
import { fromCaller, readLaunch } from './launch.ts';
import type { VerbName } from './verbs.ts';

export interface Context {
  readonly globals: GlobalValues;
  readonly log: Log;
}

/** The exit status; nothing is 0. */
export type Handler<V extends VerbName> = (
  call: CallOf<V>,
  context: Context,
) => number | undefined | undefined;

let launch: Launch | null = null;
/** Parsed once, when a verb first needs it. Throws teu.host when teu-core was started by hand. */
export function launchOf(): Launch {
  launch ??= readLaunch(process.env);
  return launch;
}

/** An absolute path for one the caller wrote. */
export const absolute = (path: string): string =>
  path.startsWith('/') ? path : fromCaller(launchOf(), path);

/** The state root: --root, or the default of this caller. Nothing is made (but see defaultRoot). */
export function rootOf({ globals }: Context): string {
  if (globals.root === null || globals.root === '') return defaultRoot(process.env);
  return absolute(globals.root).replace(/(?<=.)\/+$/, '');
}

/** The directory of the container an operand names. Throws teu.usage for a bad ID. */
export const containerOf = (context: Context, id: string | undefined): ContainerDir =>
  containerDir(rootOf(context), id ?? '');

/** Writes to stdout at once and whole (process.stdout costs 8 ms). */
export const print = (text: string): void => write(1, text);
