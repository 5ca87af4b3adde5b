/**
 * config.md#linux-mount-options: every option of the spec's table and what it asks of the kernel. An option
 * that is not here goes to the file system as data.
 */

import { mountAttr as A, mountFlag as F } from './mount-flags.ts';

export type Behaviour =
  | 'bind'
  | 'rbind'
  | 'remount'
  | 'tmpcopyup'
  | 'src-nofollow'
  | 'dest-nofollow'
  | 'copy-symlink'
  | 'idmap'
  | 'ridmap';

export interface MountOption {
  /** MOUNT_ATTR_* to set and to clear on the mount. */
  readonly set?: bigint;
  readonly clear?: bigint;
  /** The attributes apply to the mounts below too (mount_setattr with AT_RECURSIVE). */
  readonly recursive?: boolean;
  /** MS_* of the superblock, for a new file system. */
  readonly superSet?: bigint;
  readonly superClear?: bigint;
  readonly propagation?: bigint;
  readonly behaviour?: Behaviour;
}

const on = (set: bigint, superSet?: bigint): MountOption => ({ set, ...(superSet ? { superSet } : {}) });
const off = (clear: bigint, superClear?: bigint): MountOption => ({
  clear,
  ...(superClear ? { superClear } : {}),
});
const atime = (mode: bigint): MountOption => ({ set: mode, clear: A.ATIME_FIELD });
const deep = (option: MountOption): MountOption => ({ ...option, recursive: true });

export const mountOptions: Readonly<Record<string, MountOption>> = {
  async: { superClear: F.SYNCHRONOUS },
  atime: atime(A.RELATIME),
  bind: { behaviour: 'bind' },
  'copy-symlink': { behaviour: 'copy-symlink' },
  defaults: {},
  'dest-nofollow': { behaviour: 'dest-nofollow' },
  dev: off(A.NODEV),
  diratime: off(A.NODIRATIME),
  dirsync: { superSet: F.DIRSYNC },
  exec: off(A.NOEXEC),
  idmap: { behaviour: 'idmap' },
  iversion: { superSet: F.I_VERSION },
  lazytime: { superSet: F.LAZYTIME },
  loud: { superClear: F.SILENT },
  mand: { superSet: F.MANDLOCK },
  noatime: atime(A.NOATIME),
  nodev: on(A.NODEV),
  nodiratime: on(A.NODIRATIME),
  noexec: on(A.NOEXEC),
  noiversion: { superClear: F.I_VERSION },
  nolazytime: { superClear: F.LAZYTIME },
  nomand: { superClear: F.MANDLOCK },
  // The kernel's own default has been relatime since 2.6.30; mount(2) without MS_RELATIME means the same.
  norelatime: {},
  nostrictatime: atime(A.RELATIME),
  nosuid: on(A.NOSUID),
  nosymfollow: on(A.NOSYMFOLLOW),
  private: { propagation: F.PRIVATE },
  // crun's: a file system has one super block, however deep its mounts lie, and others are out of reach here.
  rasync: { superClear: F.SYNCHRONOUS },
  ratime: deep(atime(A.RELATIME)),
  rbind: { behaviour: 'rbind' },
  rdev: deep(off(A.NODEV)),
  rdiratime: deep(off(A.NODIRATIME)),
  rdirsync: { superSet: F.DIRSYNC },
  relatime: atime(A.RELATIME),
  remount: { behaviour: 'remount' },
  rexec: deep(off(A.NOEXEC)),
  ridmap: { behaviour: 'ridmap' },
  rmand: { superSet: F.MANDLOCK },
  rnoatime: deep(atime(A.NOATIME)),
  rnodev: deep(on(A.NODEV)),
  rnodiratime: deep(on(A.NODIRATIME)),
  rnoexec: deep(on(A.NOEXEC)),
  rnomand: { superClear: F.MANDLOCK },
  rnorelatime: deep({}),
  rnostrictatime: deep(atime(A.RELATIME)),
  rnosuid: deep(on(A.NOSUID)),
  rnosymfollow: deep(on(A.NOSYMFOLLOW)),
  ro: on(A.RDONLY, F.RDONLY),
  rprivate: { propagation: F.PRIVATE | F.REC },
  rrelatime: deep(atime(A.RELATIME)),
  rro: deep(on(A.RDONLY)),
  rrw: deep(off(A.RDONLY)),
  rshared: { propagation: F.SHARED | F.REC },
  rslave: { propagation: F.SLAVE | F.REC },
  rstrictatime: deep(atime(A.STRICTATIME)),
  rsuid: deep(off(A.NOSUID)),
  rsymfollow: deep(off(A.NOSYMFOLLOW)),
  rsync: { superSet: F.SYNCHRONOUS },
  runbindable: { propagation: F.UNBINDABLE | F.REC },
  rw: off(A.RDONLY, F.RDONLY),
  shared: { propagation: F.SHARED },
  silent: { superSet: F.SILENT },
  slave: { propagation: F.SLAVE },
  'src-nofollow': { behaviour: 'src-nofollow' },
  strictatime: atime(A.STRICTATIME),
  suid: off(A.NOSUID),
  symfollow: off(A.NOSYMFOLLOW),
  sync: { superSet: F.SYNCHRONOUS },
  tmpcopyup: { behaviour: 'tmpcopyup' },
  unbindable: { propagation: F.UNBINDABLE },
};
