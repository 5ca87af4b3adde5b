/** The resctrl file system, for linux.intelRdt (config-linux.md#intelrdt); Documentation/filesystems/resctrl.rst. */

import type { IntelRdt } from '../config/types.ts';
import { rdtGroup } from '../cgroup/resctrl.ts';
import type { Host } from './host.ts';
import { mountpointOf } from './mountinfo.ts';
import type { ResctrlFacts } from './types.ts';

/** One mount is as good as another: there is one resctrl per machine. */
export function probeResctrl(host: Host, rdt: IntelRdt, id: string): ResctrlFacts {
  const mountpoint = mountpointOf(host.tryReadText('/proc/self/mountinfo') ?? '', 'resctrl');
  const isKnown = /^nodev\tresctrl$/m.test(host.tryReadText('/proc/filesystems') ?? '');
  if (mountpoint === null) return { mountpoint, isKnown, schemata: null };
  return { mountpoint, isKnown, schemata: host.tryReadText(`${rdtGroup(mountpoint, rdt, id)}/schemata`) };
}
