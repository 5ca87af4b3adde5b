/** Where in a resctrl file system a container belongs. */

import type { IntelRdt } from '../config/types.ts';

/** closID `/` is the default class, the root; without one the class is the container's own. */
export function rdtGroup(mountpoint: string, { closID }: IntelRdt, id: string): string {
  return closID === '/' ? mountpoint : `${mountpoint}/${closID ?? id}`;
}
