/** Whether a container is paused. */

import { tryReadText } from '../native/lib.ts';

/** v1 says THAWED, FREEZING or FROZEN, v2 `frozen 1` among other words; a frozen parent counts. */
const isFrozenText = (text: string): boolean => text.startsWith('FR') || text.includes('frozen 1');

/** `dirs`: the container's own cgroups, absolute. */
export function isFrozen(dirs: readonly string[]): boolean {
  for (const dir of dirs) {
    const text = tryReadText(`${dir}/freezer.state`) ?? tryReadText(`${dir}/cgroup.events`);
    if (text !== null) return isFrozenText(text);
  }
  return false;
}
