/** The process: who it is, where it stands. Consumes /process/{user,cwd,terminal}; config.md#process. */

import type { Step } from '../wire/types.ts';
import { setgroupsRight } from './idmap.ts';
import { hasUserNamespace } from './shape.ts';
import { step } from './step.ts';
import type { Leaf } from './types.ts';

/** SIGKILL: die with the director. The kernel forgets it with every change of credentials, so it is said again. */
const sigkill = 9;
export const dieWithDirector: Leaf = () => [step('parent_death', 'init', '', { signal: sigkill })];
export const stillDieWithDirector: Leaf = (config, facts, request) =>
  hasUserNamespace(config) ? dieWithDirector(config, facts, request) : [];

/** `start_wait` clears it for create. A process that `run` or `exec` made outlives teu as well. */
export const outliveDirector: Leaf = (_config, _facts, request) =>
  request.verb !== 'create' ? [step('parent_death', 'init', '', { signal: 0 })] : [];

export const session: Leaf = () => [step('session', 'init', '', {})];

/** Directories that teu makes are 0755, whatever the caller's umask. */
const setupMask = 0o022;
export const setupUmask: Leaf = () => [step('umask', 'init', '', { mask: setupMask })];

/** Absent: the caller's. */
export const umask: Leaf = ({ process }, facts) => {
  const asked = process?.user.umask ?? null;
  const from = asked === null ? '' : '/process/user/umask';
  return [step('umask', 'init', from, { mask: asked ?? facts.user.umask })];
};

/** A missing cwd is made by root of the container, as runc does. */
export const cwdDirectory: Leaf = ({ process }) =>
  process === null ? [] : [step('directory', 'init', '/process/cwd', { root: 'root', path: process.cwd })];

export const cwd: Leaf = ({ process }) =>
  process === null ? [] : [step('cwd', 'init', '/process/cwd', { root: 'root', path: process.cwd, make: 1 })];

/** Of a further process: the container is as it is, a missing directory is the caller's mistake. */
export const existingCwd: Leaf = ({ process }) =>
  process === null ? [] : [step('cwd', 'init', '/process/cwd', { root: 'root', path: process.cwd, make: 0 })];

/** A terminal has its owner from the console step. */
export const stdioOwner: Leaf = ({ process }) =>
  process === null || process.terminal
    ? []
    : [step('stdio_owner', 'init', '/process/user/uid', { uid: process.user.uid })];

function groupBytes(groups: readonly number[]): Uint8Array {
  return new Uint8Array(new Uint32Array(groups).buffer); // little endian everywhere
}

export const credentials: Leaf = (config, facts, request) => {
  const { process } = config;
  if (process === null) return [];
  const { uid, gid, additionalGids } = process.user;
  const become = (setGroups: number, otherwise?: Step): Step =>
    step(
      'credentials',
      'init',
      '/process/user',
      { uid, gid, groups: groupBytes(additionalGids), setGroups },
      otherwise && { onErrno: ['EPERM'], step: otherwise },
    );
  const right = setgroupsRight(config, facts, request);
  const asked = additionalGids.length > 0;
  if (right === 'denied' && !asked) return [become(0)];
  // Groups that were asked for and are refused are an error; having none to set is not.
  return [become(1, right === 'unknown' && !asked ? become(0) : undefined)];
};
