/** Whose systemd makes the cgroup, and what it is like. Asked only with --systemd-cgroup. */

import { askManager, type ManagerKind } from '../cgroup/systemd.ts';
import { unitAnnotations } from '../cgroup/unit-annotations.ts';
import { scopePlace } from '../cgroup/unit-name.ts';
import type { Config } from '../config/types.ts';
import type { SystemdFacts, UserFacts } from './types.ts';

/**
 * Root asks the system's, everybody else his own, and `rootless` says who is who. Root of a user namespace is still the
 * user who made it, unless he says otherwise: as for the state root (state/root.ts), and as in runc.
 */
export function managerKind(
  { euid, inUserns }: Pick<UserFacts, 'euid' | 'inUserns'>,
  rootless: boolean | null,
  { USER, XDG_RUNTIME_DIR }: Readonly<Record<string, string | undefined>> = process.env,
): ManagerKind {
  if (rootless !== null) return rootless ? 'user' : 'system';
  if (euid !== 0) return 'user';
  return inUserns && USER !== 'root' && XDG_RUNTIME_DIR ? 'user' : 'system';
}

/**
 * What config.json asks for wrongly is told before anybody is asked. TeuError `teu.config.*` for that, `teu.host` when there
 * is no systemd, no bus, no library, or no answer.
 */
export function probeSystemd(
  { linux, annotations }: Config,
  id: string,
  user: UserFacts,
  rootless: boolean | null,
): SystemdFacts {
  const kind = managerKind(user, rootless);
  scopePlace(linux.cgroupsPath, id, { kind, controlGroup: '' });
  unitAnnotations(annotations);
  return { kind, ...askManager(kind) };
}
