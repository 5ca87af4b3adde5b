/** The end of a foreground run: this process becomes the native supervisor, and no engine stays beside a container. */

import type { Config } from '../config/types.ts';
import { execImage } from '../native/executor.ts';
import { readText } from '../native/lib.ts';
import type { Born } from './create.ts';
import type { Launch, RunRequest } from './request.ts';
import type { Session } from './session.ts';
import { tracing } from './tracing.ts';

/** native/supervisor/supervisor.h: adopt what init's relatives leave behind. */
const SUBREAPER = 1;

/** The launcher this core belongs to: PREFIX/bin/teu beside PREFIX/lib/teu/teu-core. */
const launcherPath = (): string => process.execPath.replace(/\/lib\/teu\/[^/]+$/, '/bin/teu');

const stateFiles = ['state.json', 'plan.json', 'config.json', 'journal', 'lock'] as const;

/**
 * What is left of a container once init is dead, in the order of removal (native/supervisor/removals.c): the lock to
 * take, then d: a directory, p: a parent that may be shared, f: a file. Empty where `delete` has more to do.
 */
function names(born: Born, config: Config): string[] {
  const isLeft = born.entries.some((entry) => entry.undo === 'resctrl' || entry.undo === 'scope');
  const cgroups = born.entries.flatMap((entry) => (entry.undo === 'cgroup' ? [entry.path] : [])).reverse();
  // A cgroup that was there before may be another container's, who may have left it to this one.
  const isShared = born.cgroups.some((path) => !cgroups.includes(path));
  if (sharesPids(config) || config.hooks.poststop.length > 0 || isLeft || isShared) return [];
  const removed = cgroups.map((path) => {
    const isParent = cgroups.some((other) => other.startsWith(`${path}/`));
    return `${isParent ? 'p' : 'd'}${path}`;
  });
  const { path } = born.dir;
  const notify = born.notify < 0 ? [] : notifyNames(path);
  return [`${path}/lock`, ...removed, ...notify, ...stateFiles.map((file) => `f${path}/${file}`), `d${path}`];
}

const notifyNames = (path: string): readonly string[] => [`f${path}/notify/notify.sock`, `d${path}/notify`];

const cleanUp = (r: RunRequest, born: Born, config: Config): string[] =>
  r.keep ? [] : [...names(born, config), '--', 'teu', '--root', r.root, 'delete', '--force', r.id];

/** Without a pid namespace of its own the death of init leaves orphans, which would fall to the caller. */
const sharesPids = (config: Config): boolean =>
  !config.linux.namespaces.some((namespace) => namespace.type === 'pid' && namespace.path === null);

/** Does not return. The clean-up gets the caller's environment, because poststop hooks may inherit it. */
export const supervise = (r: RunRequest, born: Born, config: Config): never =>
  becomeSupervisor(
    r.launch,
    born.session,
    sharesPids(config) ? SUBREAPER : 0,
    cleanUp(r, born, config),
    born.notify,
  );

const callersEnvironment = (launch: Launch): readonly string[] =>
  readText(`/proc/self/fd/${launch.environ}`, 16 << 20)
    .split('\0')
    .slice(0, -1);

/** This process becomes the supervisor of the session's, and afterwards does what `afterwards` lists. */
export function becomeSupervisor(
  launch: Launch,
  session: Session,
  flags: number,
  afterwards: readonly string[],
  notify = -1,
): never {
  const { pid, pidfd, consoleMaster } = session;
  const environment = afterwards.length === 0 ? [] : callersEnvironment(launch);
  const argv = ['teu-init', 'supervisor', pid, pidfd, consoleMaster, launcherPath(), flags, notify];
  argv.push(...afterwards);
  const keep = [pidfd, consoleMaster, notify].filter((fd) => fd >= 0);
  tracing.by?.finish(null);
  execImage(launch.image, argv.map(String), environment, keep);
}
