/**
 * Differences between teu and Debian's runc that are right, each with one of three reasons: a section of the
 * spec, a kernel file or feature that was probed absent, or a bug of the peer. At most 15.
 */

import { existsSync } from 'node:fs';

export interface Accepted {
  /** The fact of inside.ts. */
  readonly fact: string;
  /** Of lines that only one of them prints. */
  readonly line: RegExp;
  readonly reason: string;
  /** Where the difference cannot show, its absence says nothing. */
  readonly shows?: () => boolean;
}

export const limit = 15;

export const accepted: readonly Accepted[] = [
  {
    fact: 'dev',
    line: /^[+-] (\.\/)?core /,
    reason: 'kernel: without /proc/kcore runc leaves the link /dev/core out, and here there is none',
    shows: () => !existsSync('/proc/kcore'),
  },
  {
    fact: 'mounts',
    line: /^[+-] \/sys\/fs\/cgroup \w\w,nosuid,nodev,noexec,relatime {2}tmpfs /,
    reason: 'bug of the peer: runc 1.1 leaves the tmpfs of a read-only cgroup mount writable on cgroup v1',
    shows: () => existsSync('/sys/fs/cgroup/memory'),
  },
  {
    fact: 'mounts',
    line: /^[+-] \/(sys\/firmware|proc\/acpi|hidden) ro,relatime {2}tmpfs ro/,
    reason: 'spec: config-linux.md#masked-paths leaves the mask open; ours is one page and two inodes large',
  },
  {
    fact: 'mounts',
    line: /^[+-] \/(proc\/(keys|timer_list)|hidden-file) rw,(relatime {2}dev|nosuid {2})tmpfs /,
    reason:
      "bug of the peer: CVE-2025-31133, runc 1.1 masks with the container's own /dev/null and we with the host's",
  },
  {
    fact: 'dev',
    line: /^[+-] \.\/mqueue directory 1777 (0:0|0:65534) 0:0$/,
    reason:
      'bug of the peer: runc 1.1 makes the ipc namespace before its gid is mapped, so mqueue belongs to group 65534',
  },
];
