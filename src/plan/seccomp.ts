/**
 * The filter of system calls. Consumes /linux/seccomp; config-linux.md#seccomp.
 *
 * It is the very last thing before execve(2), so that it need not allow any call of ours: everything that execve does
 * is done before it (exec_prepare). runc loads it before the capabilities go where no_new_privs is off, because the
 * kernel then asks for CAP_SYS_ADMIN, and so needs capset(2) and more to be allowed; here that one capability stays
 * in effect, out of the bounding set, and execve drops it (capabilities.ts). startContainer hooks come before it:
 * the filter is for the process alone.
 */

import type { Config } from '../config/types.ts';
import { TeuError } from '../errors/types.ts';
import type { ExecFacts, Facts } from '../facts/types.ts';
import { hookState } from '../hooks/state.ts';
import type { Profile } from '../seccomp-bpf-json/types.ts';
import { ociVersion } from '../tables/oci.ts';
import type { Step } from '../wire/types.ts';
import { step } from './step.ts';
import type { Leaf, Request } from './types.ts';

const pointer = '/linux/seccomp';
const notify = 'SCMP_ACT_NOTIFY';
const agent = 'agent';

/** linux/seccomp.h */
const TSYNC = 1 << 0;
const TSYNC_ESRCH = 1 << 4;

/** In kernels since 4.14 and 5.0; the others are as old as seccomp filters. */
const youngActions: readonly string[] = ['SCMP_ACT_KILL_PROCESS', 'SCMP_ACT_LOG', notify];

/** The profile that a process is to get; without a process nothing is filtered. */
export const profileOf = ({ linux, process }: Config): Profile | null =>
  process === null ? null : linux.seccomp;

const usesNotify = (profile: Profile): boolean =>
  (profile.syscalls ?? []).some(({ action }) => action === notify);

function refused(code: 'teu.host' | 'teu.config.seccomp', path: string, message: string): TeuError {
  const field = { file: '', line: 0, column: 0, pointer: `${pointer}${path}`, value: null };
  return new TeuError({ code, message, field });
}

/** An action unknown to the kernel would kill, a flag would be EINVAL. */
function checkKernel(profile: Profile, facts: Facts): void {
  for (const [index, flag] of (profile.flags ?? []).entries())
    if (!facts.seccomp.flags.includes(flag))
      throw refused('teu.host', `/flags/${index}`, `this kernel does not know the seccomp flag ${flag}`);
  for (const [index, { action }] of (profile.syscalls ?? []).entries())
    if (youngActions.includes(action) && !facts.seccomp.actions.includes(action))
      throw refused('teu.host', `/syscalls/${index}/action`, `this kernel does not know ${action}`);
}

const compiled = new WeakMap<Profile, Uint8Array>();

/** The program, made once per profile. TeuError with the pointer of what no filter can say. */
function programOf(profile: Profile, facts: Facts): Uint8Array {
  const known = compiled.get(profile);
  if (known !== undefined) return known;
  // Tables of a thousand names, which no other container needs.
  const { compile } =
    require('../seccomp-bpf-json/compile.ts') as typeof import('../seccomp-bpf-json/compile.ts');
  const { CompileError } =
    require('../seccomp-bpf-json/error.ts') as typeof import('../seccomp-bpf-json/error.ts');
  try {
    const { program } = compile(profile, { native: facts.arch });
    compiled.set(profile, program);
    return program;
  } catch (error) {
    if (!(error instanceof CompileError)) throw error;
    throw refused('teu.config.seccomp', error.path, error.message);
  }
}

/**
 * The messenger is a thread of init and must stay outside of the filter; there is no other that TSYNC could mean,
 * and execve ends them all.
 */
function flagsOf(profile: Profile): number {
  const { filterFlags } =
    require('../seccomp-bpf-json/actions.ts') as typeof import('../seccomp-bpf-json/actions.ts');
  const isNotifying = usesNotify(profile);
  const flags = filterFlags(profile.flags, isNotifying);
  return isNotifying ? flags & ~(TSYNC | TSYNC_ESRCH) : flags;
}

/** A leaf of steps that there are only with a profile. */
const withProfile =
  (make: (profile: Profile, facts: Facts) => Step): Leaf =>
  (config, facts) => {
    const profile = profileOf(config);
    return profile === null ? [] : [make(profile, facts)];
  };

/**
 * Compiling a profile takes longer than all else that the host plans, and nobody needs the program before the others are
 * done: it is made when they have work. All that could be wrong with it but its length has been looked for by then.
 */
export const sendFilter: Leaf = withProfile((profile, facts) => {
  checkKernel(profile, facts);
  return step('filter_send', 'host', pointer, { program: () => programOf(profile, facts) });
});

/** All that comes between the hooks of start and execve. */
export const filter: Leaf = withProfile((profile, facts) =>
  step('seccomp', 'init', pointer, { program: () => programOf(profile, facts), flags: flagsOf(profile) }),
);

/** As root.path: relative to the bundle, as in runc, which works there. */
const agentPath = (path: string, { bundle }: Request): string =>
  path.startsWith('/') ? path : `${bundle}/${path}`;

/** Steps that there are only with a listener. */
const withAgent =
  (make: (path: string, profile: Profile, ...all: Parameters<Leaf>) => readonly Step[]): Leaf =>
  (config, facts, request) => {
    const profile = profileOf(config);
    const path = profile?.listenerPath ?? '';
    return profile === null || path === '' || !usesNotify(profile)
      ? []
      : make(agentPath(path, request), profile, config, facts, request);
  };

const listenerPath = `${pointer}/listenerPath`;

/** Before anything is made: whether anybody is there. */
export const agentCheck: Leaf = withAgent((path) => [step('agent_check', 'host', listenerPath, { path })]);

export const agentConnect: Leaf = withAgent((path) => [
  step('agent_connect', 'host', listenerPath, { path, slot: agent }),
]);

/** A container that runs already has a process of its own: the state is of that one. */
const knownPid = (facts: Facts): number | null =>
  'container' in facts ? (facts as ExecFacts).container.pid : null;

/** ContainerProcessState, cut where the pid belongs of a process that nobody knows yet. */
export const agentSend: Leaf = withAgent(
  (_path, { listenerMetadata }, { annotations }, facts, { id, bundle }) => {
    const pid = knownPid(facts);
    const { head, tail } = hookState(
      ociVersion,
      id,
      pid === null ? 'created' : 'running',
      bundle,
      annotations,
    );
    const begin = JSON.stringify({ ociVersion, fds: ['seccompFd'] });
    const metadata = listenerMetadata ? `"metadata":${JSON.stringify(listenerMetadata)},` : '';
    const first = `${begin.slice(0, -1)},"pid":`;
    const middle = `,${metadata}"state":${head}`;
    const state = pid === null ? [first, middle, `${tail}}`] : [first, `${middle}${pid}${tail}}`];
    return [step('agent_send', 'host', listenerPath, { slot: agent, state })];
  },
);
