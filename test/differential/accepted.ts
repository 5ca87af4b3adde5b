/**
 * Differences between teu and Debian's runc and crun that are right, each with one of three reasons: a section of the
 * spec, a kernel file or feature that was probed absent, or a bug of the peer. At most 15.
 */

import { existsSync } from 'node:fs';
import { capabilities } from '../../src/tables/capabilities.ts';
import { isGrantable } from './corpus.ts';

export interface Accepted {
  /** The fact of inside.ts, observe.ts or crun.test.ts; `refusal` when one of the two did not run the bundle. */
  readonly fact: string;
  /** Of lines that only one of them prints: + teu, - runc; ~ for the same lines in another order. */
  readonly line: RegExp;
  readonly reason: string;
  /** Where the difference cannot show, its absence says nothing. */
  readonly shows?: () => boolean;
}

export const limit = 15;

/** As errors print it: where, and what is there. */
const at = (pointers: string) => `field BUNDLE/config\\.json:\\d+:\\d+ (${pointers}) `;

const ofRootfs: readonly Accepted[] = [
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
    line: /^[+-] \/[\w/.-]+ ro,relatime {2}tmpfs ro(,size=4k,nr_inodes=2)?(,uid=\d+,gid=\d+)?$/,
    reason: 'spec: config-linux.md#masked-paths leaves the mask open; ours is one page and two inodes large',
  },
  {
    fact: 'mounts',
    line: /^[+-] \/[\w/.-]+ rw,(relatime {2}dev|nosuid(,noexec)? {2})tmpfs rw,size=\d+k,(nr_inodes=\d+,)?mode=755$/,
    reason:
      "bug of the peer: CVE-2025-31133, runc 1.1 masks with the container's own /dev/null and we with the host's",
  },
  {
    fact: 'dev',
    line: /^[+-] \.\/mqueue directory 1777 (0:0|0:65534) 0:0$/,
    reason:
      'bug of the peer: runc 1.1 makes the ipc namespace before its gid is mapped, so mqueue belongs to group 65534',
  },
  {
    fact: 'mounts',
    line: /^([+] \/ r[wo],relatime shared|- \/ r[wo],relatime) {2}/,
    reason:
      'spec: config-linux.md#rootfs-mount-propagation: a shared root is shared, which it is not with runc 1.1',
  },
  {
    fact: 'refusal',
    line: /^- create: .*error preparing rootfs: mount BUNDLE\/rootfs:BUNDLE\/rootfs, flags: 0x5000: invalid argument/,
    reason:
      "bug of the peer: runc 1.1 makes the host's mounts unbindable before it binds the root file system",
  },
];

const ofProcess: readonly Accepted[] = [
  {
    fact: 'order',
    line: /^~ .*startContainer.*, poststart.* \| .*, poststart.*, startContainer/,
    reason:
      'bug of the peer: runc 1.1 runs poststart hooks in create, before the program and its startContainer',
  },
  {
    fact: 'states',
    line: /^[+-] prestart "status":"(created|creating)"$/,
    reason: 'spec: runtime.md#state: created is after step 2 of the lifecycle, and prestart hooks are step 3',
  },
  {
    fact: 'refusal',
    line: /^- create: .*unable to apply caps: operation not permitted/,
    reason: 'spec: config.md#linux-process: a capability that cannot be granted is a warning',
    shows: () => !capabilities.every(isGrantable),
  },
  {
    fact: 'refusal',
    line: /^- create: .*seccomp flags are not yet supported by runc/,
    reason: 'spec: config-linux.md#seccomp has flags; runc 1.1.5 refuses each of them',
  },
  {
    fact: 'refusal',
    line: /^- create: .*device access at \d+ field cannot be empty/,
    reason: 'spec: config-linux.md#allowed-device-list: access is optional',
  },
];

/** What runc takes because Go gives a missing or unknown value a meaning. */
const ofInput: readonly Accepted[] = [
  {
    fact: 'refusal',
    line: /^\+ create: .*the field \w+ is missing field BUNDLE\/config\.json:\d+:\d+( |$)/,
    reason:
      'spec: config.md#valid-values: a configuration without a REQUIRED property is an error; runc takes zero',
  },
  {
    fact: 'refusal',
    line: new RegExp(
      `^\\+ create: .*expected .* ${at('/linux/resources/devices/\\d+/(access|major|minor)|/linux/devices/\\d+/(major|minor|fileMode)|/hooks/\\w+/\\d+/timeout')}`,
    ),
    reason:
      'spec: config.md#valid-values: an invalid value is an error; runc 1.1 takes these and ignores them',
  },
];

export const accepted: readonly Accepted[] = [...ofRootfs, ...ofProcess, ...ofInput];

export const acceptedOfCrun: readonly Accepted[] = [
  {
    fact: 'refusal',
    line: /^- mount_setattr `\/r`: Invalid argument$/,
    reason:
      'bug of the peer: crun 1.8 sets an access time without clearing the others first, which is EINVAL',
  },
];
