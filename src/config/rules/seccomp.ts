/** config-linux.md#seccomp. */

import type { Profile, Rule as SeccompRule } from '../../seccomp-bpf-json/types.ts';
import type { Config } from '../types.ts';
import type { Rule, Violation } from './rule.ts';

const pointer = '/linux/seccomp';
const spec = 'config-linux.md#seccomp';
const notify = 'SCMP_ACT_NOTIFY';

/** MAX_ERRNO of the kernel; the action has 16 bits. */
const largestErrno = 4095;
const largestData = 0xffff;

interface Answer {
  readonly action: string;
  readonly errno: number | null;
  readonly path: string;
}

const rulesOf = ({ syscalls }: Profile): readonly SeccompRule[] => syscalls ?? [];

/** Every action of the profile with its errno, and where that stands. */
const answersOf = (profile: Profile): readonly Answer[] => [
  {
    action: profile.defaultAction,
    errno: profile.defaultErrnoRet ?? null,
    path: `${pointer}/defaultErrnoRet`,
  },
  ...rulesOf(profile).map(({ action, errnoRet }, index) => ({
    action,
    errno: errnoRet ?? null,
    path: `${pointer}/syscalls/${index}/errnoRet`,
  })),
];

const ofAnswers =
  (messageFor: (action: string, errno: number) => string | null): Rule['check'] =>
  ({ linux: { seccomp } }) =>
    (seccomp === null ? [] : answersOf(seccomp)).flatMap(({ action, errno, path }) => {
      const message = errno === null ? null : messageFor(action, errno);
      return message === null ? [] : [{ path, message }];
    });

const takesErrno = (action: string): boolean => action === 'SCMP_ACT_ERRNO' || action === 'SCMP_ACT_TRACE';

/** "When the action doesn't support an errno, the runtime MUST print and error and fail." */
export const seccompErrno: Rule = {
  code: 'teu.config.seccomp-errno',
  severity: 'error',
  spec,
  reads: [pointer],
  check: ofAnswers((action, errno) => {
    if (!takesErrno(action)) return `${action} takes no errno, only SCMP_ACT_ERRNO and SCMP_ACT_TRACE do`;
    return errno > largestData ? `${errno} does not fit the 16 bits that an action has for it` : null;
  }),
};

export const seccompErrnoLarge: Rule = {
  code: 'teu.config.seccomp-errno-large',
  severity: 'warning',
  spec: null,
  reads: [pointer],
  check: ofAnswers((action, errno) =>
    action === 'SCMP_ACT_ERRNO' && errno > largestErrno && errno <= largestData
      ? `${errno} is above the largest errno: the kernel answers ${largestErrno}`
      : null,
  ),
};

/** A process of whose calls each waits for the agent could not even end. runc refuses it too. */
export const seccompNotifyDefault: Rule = {
  code: 'teu.config.seccomp-notify-default',
  severity: 'error',
  spec: null,
  reads: [pointer],
  check: ({ linux: { seccomp } }) =>
    seccomp?.defaultAction === notify
      ? [{ path: `${pointer}/defaultAction`, message: `${notify} cannot be the default action` }]
      : [],
};

const notifyIndex = (profile: Profile): number =>
  rulesOf(profile).findIndex(({ action }) => action === notify);

const check =
  (look: (profile: Profile) => Violation | null): ((config: Config) => readonly Violation[]) =>
  ({ linux: { seccomp } }) => {
    const violation = seccomp === null ? null : look(seccomp);
    return violation === null ? [] : [violation];
  };

/** Such a call would be ENOSYS for ever: nobody holds the listener. */
export const seccompListener: Rule = {
  code: 'teu.config.seccomp-listener',
  severity: 'error',
  spec,
  reads: [pointer],
  check: check((profile) => {
    const index = notifyIndex(profile);
    if (index < 0 || profile.listenerPath) return null;
    return {
      path: `${pointer}/syscalls/${index}/action`,
      message: `${notify} needs linux.seccomp.listenerPath, the socket of the agent that answers`,
    };
  }),
};

/** "This field MUST NOT be set if listenerPath is not set." */
export const seccompMetadata: Rule = {
  code: 'teu.config.seccomp-metadata',
  severity: 'error',
  spec,
  reads: [pointer],
  check: check(({ listenerPath, listenerMetadata }) =>
    listenerMetadata && !listenerPath
      ? {
          path: `${pointer}/listenerMetadata`,
          message: 'listenerMetadata must not be set without listenerPath',
        }
      : null,
  ),
};

/** "If the SCMP_ACT_NOTIFY action is not used this value is ignored." */
export const seccompListenerUnused: Rule = {
  code: 'teu.config.seccomp-listener-unused',
  severity: 'warning',
  spec,
  reads: [pointer],
  advice: true,
  check: check((profile) =>
    profile.listenerPath && notifyIndex(profile) < 0 && profile.defaultAction !== notify
      ? { path: `${pointer}/listenerPath`, message: `no rule has ${notify}: it is ignored` }
      : null,
  ),
};

const waitKillable = 'SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV';

/** seccomp(2): EINVAL without a listener, so it is left out, as libseccomp does. */
export const seccompFlagNotify: Rule = {
  code: 'teu.config.seccomp-flag-notify',
  severity: 'warning',
  spec: null,
  reads: [pointer],
  check: check((profile) => {
    const index = (profile.flags ?? []).indexOf(waitKillable);
    if (index < 0 || notifyIndex(profile) >= 0 || profile.defaultAction === notify) return null;
    return { path: `${pointer}/flags/${index}`, message: `without a rule of ${notify} it has no effect` };
  }),
};

/** All kernels that teu runs on are little endian, and a program has one byte order. */
export const seccompArchitecture: Rule = {
  code: 'teu.config.seccomp-architecture',
  severity: 'error',
  spec: null,
  reads: [pointer],
  check: ({ linux: { seccomp } }) => (seccomp?.architectures ?? []).flatMap(bigEndian),
};

function bigEndian(name: string, index: number): readonly Violation[] {
  const { archRow } =
    require('../../seccomp-bpf-json/arches.ts') as typeof import('../../seccomp-bpf-json/arches.ts');
  if (archRow(name.replace('SCMP_ARCH_', '').toLowerCase())?.bigEndian !== true) return [];
  const message = `${name} is big endian: no filter of this kernel can serve it`;
  return [{ path: `${pointer}/architectures/${index}`, message }];
}

/** Names that mean nothing, rules that never decide, and a program that the kernel would find too long. */
export const seccompProfile: Rule = {
  code: 'teu.config.seccomp-profile',
  severity: 'warning',
  spec: null,
  reads: [pointer],
  advice: true,
  check: ({ linux: { seccomp } }) =>
    (seccomp === null ? [] : compilerFindings(seccomp)).map(({ path, message }) => ({
      path: `${pointer}${path}`,
      message,
    })),
};

/** The other rules speak of what else the compiler finds. */
function compilerFindings(profile: Profile): readonly Violation[] {
  const { compile } =
    require('../../seccomp-bpf-json/compile.ts') as typeof import('../../seccomp-bpf-json/compile.ts');
  const { CompileError } =
    require('../../seccomp-bpf-json/error.ts') as typeof import('../../seccomp-bpf-json/error.ts');
  const isArm = (profile.architectures ?? [])[0] === 'SCMP_ARCH_AARCH64';
  try {
    const { findings } = compile(profile, { native: isArm ? 'aarch64' : 'x86_64' });
    return findings.filter(({ code, severity }) => severity === 'warning' && code !== 'flag-without-notify');
  } catch (error) {
    if (!(error instanceof CompileError)) throw error;
    return error.code === 'too-long' ? [error] : [];
  }
}
