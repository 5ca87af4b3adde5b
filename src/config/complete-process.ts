/** config.md#process with its defaults. */

import type { RawProcess } from './schema.ts';
import { textOrNull } from './text-or-null.ts';
import type { Capabilities, Process, Rlimit, Scheduler, User } from './types.ts';

export function completeProcess(raw: RawProcess): Process {
  const terminal = raw.terminal ?? false;
  return {
    terminal,
    consoleSize: terminal ? consoleSize(raw) : null,
    user: completeUser(raw.user ?? {}),
    args: raw.args ?? [],
    env: raw.env ?? [],
    cwd: raw.cwd,
    capabilities: raw.capabilities === undefined ? null : completeCapabilities(raw.capabilities),
    rlimits: (raw.rlimits ?? []).map(completeRlimit),
    noNewPrivileges: raw.noNewPrivileges ?? false,
    oomScoreAdj: raw.oomScoreAdj ?? null,
    scheduler: raw.scheduler === undefined ? null : completeScheduler(raw.scheduler),
    ioPriority: raw.ioPriority ?? null,
    execCPUAffinity: {
      initial: textOrNull(raw.execCPUAffinity?.initial),
      final: textOrNull(raw.execCPUAffinity?.final),
    },
    apparmorProfile: textOrNull(raw.apparmorProfile),
    selinuxLabel: textOrNull(raw.selinuxLabel),
  };
}

function completeScheduler(raw: NonNullable<RawProcess['scheduler']>): Scheduler {
  return {
    policy: raw.policy,
    flags: raw.flags ?? [],
    nice: raw.nice ?? 0,
    priority: raw.priority ?? 0,
    runtime: BigInt(raw.runtime ?? 0),
    deadline: BigInt(raw.deadline ?? 0),
    period: BigInt(raw.period ?? 0),
  };
}

/** Without a terminal it MUST be ignored; 0 by 0 is what engines send for "not known". */
function consoleSize({ consoleSize: size }: RawProcess): Process['consoleSize'] {
  return size === undefined || (size.width === 0 && size.height === 0) ? null : size;
}

function completeUser(user: NonNullable<RawProcess['user']>): User {
  return {
    uid: user.uid ?? 0,
    gid: user.gid ?? 0,
    umask: user.umask ?? null,
    additionalGids: user.additionalGids ?? [],
  };
}

function completeCapabilities(sets: NonNullable<RawProcess['capabilities']>): Capabilities {
  return {
    bounding: sets.bounding ?? [],
    effective: sets.effective ?? [],
    permitted: sets.permitted ?? [],
    inheritable: sets.inheritable ?? [],
    ambient: sets.ambient ?? [],
  };
}

function completeRlimit({ type, soft, hard }: NonNullable<RawProcess['rlimits']>[number]): Rlimit {
  return { type, soft: BigInt(soft), hard: BigInt(hard) };
}
