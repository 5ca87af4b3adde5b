/** What a further process of a container has from the configuration of the container. */

import type { Process } from './types.ts';

/** A container whose configuration has no process can still be entered: nothing is granted but what is asked for. */
const bare: Process = {
  terminal: false,
  consoleSize: null,
  user: { uid: 0, gid: 0, umask: null, additionalGids: [] },
  args: [],
  env: [],
  cwd: '/',
  capabilities: null,
  rlimits: [],
  noNewPrivileges: false,
  oomScoreAdj: null,
  scheduler: null,
  ioPriority: null,
  execCPUAffinity: { initial: null, final: null },
  apparmorProfile: null,
  selinuxLabel: null,
};

/** For a command line: the container's process, with another program. */
export const processOrBare = (own: Process | null): Process => own ?? bare;

/**
 * For a process of its own (exec --process): complete but for what protects and confines, which is the container's
 * unless it says so itself, as in runc. no_new_privs is not among these: false and absent are the same.
 */
export const inheritProcess = (asked: Process, own: Process | null): Process => ({
  ...asked,
  capabilities: asked.capabilities ?? own?.capabilities ?? null,
  rlimits: asked.rlimits.length > 0 ? asked.rlimits : (own?.rlimits ?? []),
  oomScoreAdj: asked.oomScoreAdj ?? own?.oomScoreAdj ?? null,
  scheduler: asked.scheduler ?? own?.scheduler ?? null,
  ioPriority: asked.ioPriority ?? own?.ioPriority ?? null,
  execCPUAffinity: {
    initial: asked.execCPUAffinity.initial ?? own?.execCPUAffinity.initial ?? null,
    final: asked.execCPUAffinity.final ?? own?.execCPUAffinity.final ?? null,
  },
  apparmorProfile: asked.apparmorProfile ?? own?.apparmorProfile ?? null,
  selinuxLabel: asked.selinuxLabel ?? own?.selinuxLabel ?? null,
  user: { ...asked.user, umask: asked.user.umask ?? own?.user.umask ?? null },
});
