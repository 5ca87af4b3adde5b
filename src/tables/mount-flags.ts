/** The kernel's numbers: mount_setattr(2) attributes, mount(2) flags, propagation types. */

export const mountAttr = {
  RDONLY: 0x1n,
  NOSUID: 0x2n,
  NODEV: 0x4n,
  NOEXEC: 0x8n,
  /** A field of three bits, not flags: to change it, all of it must be in attr_clr. RELATIME is 0. */
  ATIME_FIELD: 0x70n,
  RELATIME: 0x0n,
  NOATIME: 0x10n,
  STRICTATIME: 0x20n,
  NODIRATIME: 0x80n,
  NOSYMFOLLOW: 0x200000n,
} as const;

export const mountFlag = {
  RDONLY: 0x1n,
  NOSUID: 0x2n,
  NODEV: 0x4n,
  NOEXEC: 0x8n,
  SYNCHRONOUS: 0x10n,
  REMOUNT: 0x20n,
  MANDLOCK: 0x40n,
  DIRSYNC: 0x80n,
  NOSYMFOLLOW: 0x100n,
  NOATIME: 0x400n,
  NODIRATIME: 0x800n,
  BIND: 0x1000n,
  REC: 0x4000n,
  SILENT: 0x8000n,
  UNBINDABLE: 0x20000n,
  PRIVATE: 0x40000n,
  SLAVE: 0x80000n,
  SHARED: 0x100000n,
  RELATIME: 0x200000n,
  I_VERSION: 0x800000n,
  STRICTATIME: 0x1000000n,
  LAZYTIME: 0x2000000n,
} as const;

/** Types of propagation by their names in config.json. */
export const propagationFlags = {
  shared: mountFlag.SHARED,
  slave: mountFlag.SLAVE,
  private: mountFlag.PRIVATE,
  unbindable: mountFlag.UNBINDABLE,
} as const;

/** How an attribute is said to mount(2), for the fallback. */
export const attrAsFlag: readonly (readonly [bigint, bigint])[] = [
  [mountAttr.RDONLY, mountFlag.RDONLY],
  [mountAttr.NOSUID, mountFlag.NOSUID],
  [mountAttr.NODEV, mountFlag.NODEV],
  [mountAttr.NOEXEC, mountFlag.NOEXEC],
  [mountAttr.NOATIME, mountFlag.NOATIME],
  [mountAttr.STRICTATIME, mountFlag.STRICTATIME],
  [mountAttr.NODIRATIME, mountFlag.NODIRATIME],
  [mountAttr.NOSYMFOLLOW, mountFlag.NOSYMFOLLOW],
];

/** Superblock flags that fsconfig(2) has a name for; the others can only be said to mount(2). */
export const fsconfigFlags =
  mountFlag.RDONLY | mountFlag.SYNCHRONOUS | mountFlag.DIRSYNC | mountFlag.MANDLOCK | mountFlag.LAZYTIME;
