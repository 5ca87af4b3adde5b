/** Which security modules confine processes here. */

import type { Host } from './host.ts';
import type { Facts } from './types.ts';

export function probeLsm(host: Host): Facts['lsm'] {
  return {
    apparmor: (host.tryReadText('/sys/module/apparmor/parameters/enabled') ?? '').startsWith('Y'),
    selinux: host.tryReadText('/sys/fs/selinux/enforce') !== null,
  };
}
