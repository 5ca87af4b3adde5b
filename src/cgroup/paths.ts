/** Where a container's cgroups are: (cgroupsPath, id, facts) -> directories. Pure. config-linux.md#cgroups-path */

import { TeuError } from '../errors/types.ts';
import type { CgroupFacts, Hierarchy } from '../facts/types.ts';

/** The container's directory in one v1 hierarchy. */
export interface HierarchyDir {
  readonly hierarchy: Hierarchy;
  /** Below the mountpoint, "/" at least. */
  readonly path: string;
  /** Absolute host path. */
  readonly dir: string;
}

export interface UnifiedDir {
  readonly mountpoint: string;
  readonly path: string;
  readonly dir: string;
}

export interface CgroupDirs {
  readonly v1: readonly HierarchyDir[];
  /** v2, and the cgroup2 tree of a hybrid host: runc places containers there too. */
  readonly unified: UnifiedDir | null;
}

/** Absolute and free of `.`, `..`, and empty components. `..` stops at the root, so nothing escapes a mount. */
export function cleanPath(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') parts.pop();
    else parts.push(part);
  }
  return `/${parts.join('/')}`;
}

/** `path` below `base`; both absolute and clean. */
export const joinPath = (base: string, path: string): string =>
  path === '/' ? base : base === '/' ? path : base + path;

/** The directory above; "/" above "/". */
export const parentPath = (path: string): string => path.slice(0, Math.max(path.lastIndexOf('/'), 1));

/**
 * Absolute paths hang below the mount, relative ones (or <id>, when there is none) below `own`. The path is
 * cleaned before it is joined: `../../x` is `x` below the own cgroup, as in runc.
 */
const placed = (asked: string, clean: string, own: string): string =>
  asked.startsWith('/') ? clean : joinPath(own, clean);

/** Limits and device rules written to the root, or to our own cgroup, would hit others than the container. */
function noCgroupOfItsOwn(asked: string): TeuError {
  return new TeuError({
    code: 'teu.config.cgroups_path',
    message: `cannot place the container in cgroup ${JSON.stringify(asked)}: it names no cgroup of its own`,
    field: { file: '', line: 0, column: 0, pointer: '/linux/cgroupsPath', value: JSON.stringify(asked) },
  });
}

/**
 * The container's directory in every hierarchy. TeuError `teu.config.cgroups_path` for `/`. On v2 a relative path starts at the *parent* of the own cgroup:
 * the own one holds this process, so no controller can be enabled for its children (cgroups(7), "no internal
 * processes" rule); runc does the same.
 */
export function cgroupDirs(
  cgroupsPath: string | null,
  id: string,
  facts: Pick<CgroupFacts, 'mode' | 'hierarchies' | 'unified'>,
): CgroupDirs {
  const asked = cgroupsPath === null || cgroupsPath === '' ? id : cgroupsPath;
  const clean = cleanPath(asked);
  if (clean === '/') throw noCgroupOfItsOwn(asked);
  const v1 = facts.hierarchies.map((hierarchy) => {
    const path = placed(asked, clean, hierarchy.ownPath);
    return { hierarchy, path, dir: joinPath(hierarchy.mountpoint, path) };
  });
  if (facts.unified === null) return { v1, unified: null };
  const { mountpoint, ownPath } = facts.unified;
  const path = placed(asked, clean, facts.mode === 'v2' ? parentPath(ownPath) : ownPath);
  return { v1, unified: { mountpoint, path, dir: joinPath(mountpoint, path) } };
}

/** The directories from below the mount down to `dir` itself, parents first. */
export function dirsBelow(mountpoint: string, dir: string): readonly string[] {
  const dirs: string[] = [];
  for (let at = dir; at.length > mountpoint.length; at = parentPath(at)) dirs.unshift(at);
  return dirs;
}
