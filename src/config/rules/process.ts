/** config.md#process, but for capabilities. */

import type { Rule } from './rule.ts';
import { isAbsolute, repeated } from './rule.ts';

const absentId = 0xffffffff;

export const cwdAbsolute: Rule = {
  code: 'teu.config.cwd-absolute',
  severity: 'error',
  spec: 'config.md#process',
  reads: ['/process/cwd'],
  check: ({ process }) =>
    process === null || isAbsolute(process.cwd)
      ? []
      : [{ path: '/process/cwd', message: 'the working directory must be an absolute path' }],
};

export const argsEmpty: Rule = {
  code: 'teu.config.args-empty',
  severity: 'error',
  spec: 'config.md#process',
  reads: ['/process/args'],
  check: ({ process }) => {
    if (process === null || (process.args[0] ?? '') !== '') return [];
    if (process.args.length === 0)
      return [{ path: '/process/args', message: 'at least one argument is required, the program' }];
    return [{ path: '/process/args/0', message: 'the program must not be the empty string' }];
  },
};

/** What has no name or no equals sign is no environment variable (IEEE 1003.1, environ); runc refuses it too. */
export const envSyntax: Rule = {
  code: 'teu.config.env-syntax',
  severity: 'error',
  spec: 'config.md#process',
  reads: ['/process/env'],
  check: ({ process }) =>
    (process?.env ?? []).flatMap((entry, index) => {
      const at = entry.indexOf('=');
      if (at > 0) return [];
      const message = at === 0 ? 'the variable has no name' : 'expected NAME=value, found no equals sign';
      return [{ path: `/process/env/${index}`, message }];
    }),
};

export const rlimitDuplicate: Rule = {
  code: 'teu.config.rlimit-duplicate',
  severity: 'error',
  spec: 'config.md#posix-process',
  reads: ['/process/rlimits'],
  check: ({ process }) =>
    repeated(
      process?.rlimits ?? [],
      ({ type }) => type,
      ({ type }, index, first) => ({
        path: `/process/rlimits/${index}/type`,
        message: `${type} is already set at /process/rlimits/${first}`,
      }),
    ),
};

/** setrlimit(2): EINVAL. */
export const rlimitOrder: Rule = {
  code: 'teu.config.rlimit-order',
  severity: 'error',
  spec: 'config.md#posix-process',
  reads: ['/process/rlimits'],
  check: ({ process }) =>
    (process?.rlimits ?? []).flatMap(({ type, soft, hard }, index) =>
      soft <= hard
        ? []
        : [
            {
              path: `/process/rlimits/${index}/soft`,
              message: `the soft limit of ${type} is above its hard limit ${hard}`,
            },
          ],
    ),
};

/** setresuid(2) and its kin take -1 as "leave it as it is": such a process would keep the ids of the runtime. */
export const userIdAbsent: Rule = {
  code: 'teu.config.user-id',
  severity: 'error',
  spec: 'config.md#user',
  reads: ['/process/user'],
  check: ({ process }) => {
    const { uid, gid, additionalGids } = process?.user ?? { uid: 0, gid: 0, additionalGids: [] };
    const ids = [
      ['/process/user/uid', uid],
      ['/process/user/gid', gid],
      ...additionalGids.map((id, index) => [`/process/user/additionalGids/${index}`, id] as const),
    ] as const;
    return ids.flatMap(([path, id]) =>
      id === absentId ? [{ path, message: `${absentId} is not an id (it is -1)` }] : [],
    );
  },
};
