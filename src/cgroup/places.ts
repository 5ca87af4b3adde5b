/** Where the control files of a container are: its directories, as saved, by what is mounted now. Pure. */

import type { CgroupFacts } from '../facts/types.ts';

/** The container's own cgroup in one tree. */
export interface Place {
  /** Absolute host path. */
  readonly dir: string;
  /** Null: every controller (v2). */
  readonly controllers: readonly string[] | null;
}

/** `cgroups`: the container's own directories. What lies in no mounted tree, and hybrid's cgroup2 tree, is left out. */
export function placesOf(
  cgroups: readonly string[],
  { mode, hierarchies, unified }: Pick<CgroupFacts, 'mode' | 'hierarchies' | 'unified'>,
): readonly Place[] {
  const below = (mountpoint: string): string | undefined =>
    cgroups.find((dir) => dir.startsWith(`${mountpoint}/`));
  if (mode === 'v2') {
    const dir = unified === null ? undefined : below(unified.mountpoint);
    return dir === undefined ? [] : [{ dir, controllers: null }];
  }
  return hierarchies.flatMap(({ mountpoint, controllers }) => {
    const dir = below(mountpoint);
    return dir === undefined ? [] : [{ dir, controllers }];
  });
}

/** Absolute path of a control file; null when the container has no cgroup with this controller. */
export function fileOf(places: readonly Place[], controller: string, file: string): string | null {
  const place = places.find(({ controllers }) => controllers === null || controllers.includes(controller));
  return place === undefined ? null : `${place.dir}/${file}`;
}
