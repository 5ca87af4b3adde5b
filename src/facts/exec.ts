/** Facts for `exec`: a host, and a container on it that runs. Few reads: every health check of an engine pays for them. */

import type { Config } from '../config/types.ts';
import { TeuError } from '../errors/types.ts';
import * as lib from '../native/lib.ts';
import { namespaces, namespaceTypes } from '../tables/namespaces.ts';
import { parseOwnCgroups, probeMounts } from './cgroup.ts';
import { joinPath } from '../cgroup/paths.ts';
import { type Host, W_OK, words } from './host.ts';
import { lazyFacts } from './probe.ts';
import type { ContainerFacts, ExecFacts, Facts } from './types.ts';

export type ExecHost = Host & Pick<typeof lib, 'readlink'>;

/** What the state of the container says. */
export interface KnownContainer {
  readonly id: string;
  readonly bundle: string;
  readonly pid: number;
  readonly startTime: number;
  readonly cgroups: readonly string[];
  readonly rootfs: string;
  readonly scope?: ContainerFacts['scope'];
}

/** One that cannot be read must be joined nowhere else: a process beside the container is worse than none. */
function joinedTypes(host: ExecHost, pid: number): ContainerFacts['namespaces'] {
  return namespaceTypes.filter((type) => {
    const { short } = namespaces[type];
    const own = host.readlink(`/proc/self/ns/${short}`);
    if (own === null) return false; // the kernel has no such namespaces
    const theirs = host.readlink(`/proc/${pid}/ns/${short}`);
    if (theirs !== null) return theirs !== own;
    throw new TeuError({
      code: 'teu.state',
      message: `cannot look at the namespaces of the container's process ${pid}: it has ended, or belongs to another user`,
    });
  });
}

/** `path` is that of /proc/PID/cgroup, from the root of the hierarchy. */
function belowMount(host: Host, path: string, dir: string): string | null {
  const { unified } = probeMounts(host);
  if (unified === null) return null;
  const at = `${unified.mountpoint}${path}`;
  return at.startsWith(`${dir}/`) ? at : null;
}

function initDir(host: Host, pid: number, dir: string): string | null {
  const path = parseOwnCgroups(host.tryReadText(`/proc/${pid}/cgroup`) ?? '').get('');
  return path === undefined ? null : belowMount(host, path, dir);
}

type Cgroups = Pick<ContainerFacts, 'v1Cgroups' | 'unified'>;

/** A cgroup2 directory is told by a file that v1 has not. */
function cgroups(host: Host, { pid, cgroups: dirs }: KnownContainer): Cgroups {
  const v1Cgroups: string[] = [];
  let unified: ContainerFacts['unified'] = null;
  for (const dir of dirs) {
    const control = host.tryReadText(`${dir}/cgroup.subtree_control`);
    if (control === null) v1Cgroups.push(dir);
    else {
      const isInner = words(control).length > 0;
      unified = { dir, isInner, initDir: isInner ? initDir(host, pid, dir) : null };
    }
  }
  return { v1Cgroups, unified };
}

/** The deepest directory that both lie in. */
function commonDir(one: string, other: string): string {
  const [parts, others] = [one.split('/'), other.split('/')];
  const end = parts.findIndex((part, index) => part !== others[index]);
  return end === -1 ? one : parts.slice(0, end).join('/');
}

/**
 * A process is moved by who may write to cgroup.procs of the cgroup above both places (cgroups(7), "Delegation containment").
 * Between a session and the user's own manager that is nobody but root, whom that manager asks.
 */
function scopeToAsk(host: Host, { scope }: KnownContainer, dir: string | undefined): ContainerFacts['scope'] {
  if (scope?.manager !== 'user' || dir === undefined) return undefined;
  const { unified } = probeMounts(host);
  const own = unified === null ? dir : joinPath(unified.mountpoint, unified.ownPath);
  return host.access(`${commonDir(own, dir)}/cgroup.procs`, W_OK) ? undefined : scope;
}

/** TeuError `teu.state` when the container's process cannot be looked at. */
export function probeExecFacts(config: Config, known: KnownContainer, host: ExecHost = lib): ExecFacts {
  const { id, bundle, pid, startTime, rootfs } = known;
  const places = cgroups(host, known);
  const container: ContainerFacts = {
    pid,
    startTime,
    namespaces: joinedTypes(host, pid),
    ...places,
    scope: scopeToAsk(host, known, places.unified?.dir),
  };
  return withFacts(lazyFacts(config, { bundle, id, rootless: null }, host), { rootfs, container });
}

/** Facts with others in their place. No copy: what was not asked for yet stays unread. */
export function withFacts<F extends Facts, M extends Partial<ExecFacts>>(facts: F, more: M): F & M {
  const properties = Object.entries(more).map(([name, value]) => [name, { value, enumerable: true }]);
  return Object.create(facts, Object.fromEntries(properties)) as F & M;
}
