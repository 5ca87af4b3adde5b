import { expect, test } from 'bun:test';
import { mountAttr, mountFlag } from '../../../src/tables/mount-flags.ts';
import { mountOptions } from '../../../src/tables/mount-options.ts';

/** config.md#linux-mount-options of runtime-spec 1.3, and rnodev, which only features.md lists. */
const spec =
  `async atime bind defaults dev diratime dirsync exec iversion lazytime loud mand noatime nodev nodiratime
  noexec noiversion nolazytime nomand norelatime nostrictatime nosuid nosymfollow private ratime rbind rdev rdiratime
  relatime remount rexec rnoatime rnodiratime rnoexec rnorelatime rnostrictatime rnosuid rnosymfollow ro rprivate
  rrelatime rro rrw rshared rslave rstrictatime rsuid rsymfollow runbindable rw shared silent slave strictatime suid
  symfollow sync tmpcopyup unbindable idmap ridmap rnodev`.split(/\s+/);

/** crun(1), mount extensions. */
const ofCrun = 'src-nofollow dest-nofollow copy-symlink rsync rasync rdirsync rmand rnomand'.split(' ');

test('every option of the spec is known, and those of crun, and nothing else', () => {
  expect(Object.keys(mountOptions).sort()).toEqual([...spec, ...ofCrun].sort());
});

test('an option and its opposite set and clear the same bits', () => {
  const pairs = [
    ['ro', 'rw'],
    ['rro', 'rrw'],
    ['nosuid', 'suid'],
    ['rnosuid', 'rsuid'],
    ['nodev', 'dev'],
    ['rnodev', 'rdev'],
    ['noexec', 'exec'],
    ['rnoexec', 'rexec'],
    ['nodiratime', 'diratime'],
    ['rnodiratime', 'rdiratime'],
    ['nosymfollow', 'symfollow'],
    ['rnosymfollow', 'rsymfollow'],
  ] as const;
  for (const [on, off] of pairs) expect(mountOptions[on]?.set).toBe(mountOptions[off]?.clear as bigint);
});

test('an access time option replaces the whole field, as mount_setattr(2) demands', () => {
  for (const option of [
    'atime',
    'noatime',
    'relatime',
    'strictatime',
    'nostrictatime',
    'rnoatime',
    'rrelatime',
  ])
    expect(mountOptions[option]?.clear).toBe(mountAttr.ATIME_FIELD);
});

test('options with r apply to the mounts below, but rbind and propagation say so by themselves', () => {
  const recursive = spec.filter((option) => mountOptions[option]?.recursive === true);
  expect(recursive.every((option) => option.startsWith('r'))).toBe(true);
  expect(mountOptions.rslave?.propagation).toBe(mountFlag.SLAVE | mountFlag.REC);
  expect(mountOptions.rbind?.behaviour).toBe('rbind');
});
