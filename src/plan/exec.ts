/** The program. Consumes /process/{args,env}; config.md#process. */

import type { Process } from '../config/types.ts';
import { TeuError } from '../errors/types.ts';
import type { OpArgs } from '../wire/types.ts';
import { profileOf } from './seccomp.ts';
import { step } from './step.ts';
import type { Leaf, Request } from './types.ts';

/** execvp(3) without PATH, which is how the spec describes args. */
const defaultPath = '/bin:/usr/bin';

const nameOf = (variable: string): string => {
  const end = variable.indexOf('=');
  return end < 0 ? variable : variable.slice(0, end);
};

/** A name given twice has its last value, at its first place, as in runc; most programs would read the first. */
export function environment(env: readonly string[]): readonly string[] {
  const last = new Map(env.map((variable) => [nameOf(variable), variable]));
  return [...last.values()];
}

const variableOf = (env: readonly string[], name: string): string | undefined =>
  env.find((variable) => nameOf(variable) === name)?.slice(name.length + 1);

/**
 * Files to try, in order. A name with a slash is taken from the cwd. Elements of PATH that are empty or relative
 * would mean the cwd, which may hold anything: they are passed over, as Go's LookPath refuses them.
 */
export function candidates(name: string, env: readonly string[]): readonly string[] {
  if (name.includes('/')) return [name];
  const path = variableOf(env, 'PATH') ?? defaultPath;
  return path
    .split(':')
    .filter((dir) => dir.startsWith('/'))
    .map((dir) => `${dir.replace(/\/+$/, '')}/${name}`);
}

const program = (process: Process): readonly string[] =>
  candidates(process.args[0] ?? '', environment(process.env));

export const resolveProgram: Leaf = ({ process }) =>
  process === null ? [] : [step('exec_resolve', 'init', '/process/args', { candidates: program(process) })];

/** An empty HOME counts as none: it comes from the container's passwd. */
function execArguments(
  process: Process,
  { preserveFds, environment: added }: Request,
): OpArgs<'exec_prepare'> {
  const env = environment([...process.env, ...added]);
  const needsHome = !variableOf(env, 'HOME');
  return {
    args: process.args,
    env: needsHome ? env.filter((variable) => nameOf(variable) !== 'HOME') : env,
    home: needsHome ? 1 : 0,
    uid: process.user.uid,
    preserveFds,
  };
}

/** Where a filter follows; elsewhere execve does it all. */
export const prepareExecute: Leaf = (config, _facts, request) =>
  config.process === null || profileOf(config) === null
    ? []
    : [step('exec_prepare', 'init', '/process/args', execArguments(config.process, request))];

export const execute: Leaf = ({ process }, _facts, request) => {
  if (process === null) {
    if (request.verb === 'create') return [];
    throw new TeuError({
      code: 'teu.config.required',
      message: 'cannot run a container whose configuration has no process',
      field: { file: '', line: 0, column: 0, pointer: '/process', value: null },
    });
  }
  return [
    step('execve', 'init', '/process/args', {
      ...execArguments(process, request),
      candidates: program(process),
    }),
  ];
};
