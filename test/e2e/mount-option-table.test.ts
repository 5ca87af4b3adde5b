/**
 * config.md#linux-mount-options: every option of the table on a mount of its own, all in one container. Each comes after its
 * opposite, so that it is the option that is seen and not a default.
 */
import { expect } from 'bun:test';
import { mkdirSync } from 'node:fs';
import { mountOptions } from '../../src/tables/mount-options.ts';
import type { Box } from '../helpers/box.ts';
import type { MountEntry } from '../helpers/config.ts';
import { scenario } from '../helpers/scenario.ts';

/** What mountinfo has to show (`word`) and not to show (`!word`), for the mount or its super block. */
interface Case {
  readonly after?: string;
  readonly shows: readonly string[];
}
const shows = (...words: string[]): Case => ({ shows: words });
const takesBack = (after: string, ...words: string[]): Case => ({ after, shows: words });
/** The kernel does not show it; but a tmpfs refuses what it does not know, so it was no data. */
const taken: Case = { shows: [] };

/** On a new tmpfs. */
const ofMount: Readonly<Record<string, Case>> = {
  async: takesBack('sync', '!sync'),
  atime: takesBack('noatime', '!noatime', 'relatime'),
  defaults: shows('rw', 'relatime', '!nosuid', '!nodev', '!noexec'),
  dev: takesBack('nodev', '!nodev'),
  diratime: takesBack('nodiratime', '!nodiratime'),
  dirsync: shows('dirsync'),
  exec: takesBack('noexec', '!noexec'),
  iversion: taken,
  lazytime: shows('lazytime'),
  loud: taken,
  mand: taken,
  noatime: shows('noatime'),
  nodev: shows('nodev'),
  nodiratime: shows('nodiratime'),
  noexec: shows('noexec'),
  noiversion: taken,
  nolazytime: takesBack('lazytime', '!lazytime'),
  nomand: taken,
  norelatime: takesBack('noatime', 'noatime'),
  nostrictatime: takesBack('strictatime', 'relatime'),
  nosuid: shows('nosuid'),
  nosymfollow: shows('nosymfollow'),
  rasync: takesBack('sync', '!sync'),
  rdirsync: shows('dirsync'),
  relatime: takesBack('noatime', 'relatime', '!noatime'),
  rmand: taken,
  rnomand: taken,
  ro: shows('ro'),
  rsync: shows('sync'),
  rw: takesBack('ro', 'rw', '!ro'),
  silent: taken,
  strictatime: shows('!relatime', '!noatime'),
  suid: takesBack('nosuid', '!nosuid'),
  symfollow: takesBack('nosymfollow', '!nosymfollow'),
  sync: shows('sync'),
};

/** On a recursive bind of a directory with a mount below it, which has to show the same. */
const recursive: Readonly<Record<string, Case>> = {
  ratime: takesBack('rnoatime', 'relatime', '!noatime'),
  rdev: takesBack('rnodev', '!nodev'),
  rdiratime: takesBack('rnodiratime', '!nodiratime'),
  rexec: takesBack('rnoexec', '!noexec'),
  rnoatime: shows('noatime'),
  rnodev: shows('nodev'),
  rnodiratime: shows('nodiratime'),
  rnoexec: shows('noexec'),
  rnorelatime: takesBack('rnoatime', 'noatime'),
  rnostrictatime: takesBack('rstrictatime', 'relatime'),
  rnosuid: shows('nosuid'),
  rnosymfollow: shows('nosymfollow'),
  rrelatime: takesBack('rnoatime', 'relatime', '!noatime'),
  rro: shows('ro'),
  rrw: takesBack('rro', 'rw', '!ro'),
  rstrictatime: shows('!relatime', '!noatime'),
  rsuid: takesBack('rnosuid', '!nosuid'),
  rsymfollow: takesBack('rnosymfollow', '!nosymfollow'),
};

/** Options with a test of their own, because it takes more than a look at one line of mountinfo. */
const elsewhere: Readonly<Record<string, string>> = {
  bind: 'mount-options.test.ts',
  rbind: 'mount-options.test.ts',
  remount: 'mount-propagation.test.ts',
  tmpcopyup: 'mounts.test.ts',
  idmap: 'mount-idmap.test.ts',
  ridmap: 'mount-idmap.test.ts',
  'copy-symlink': 'mount-links.test.ts',
  'src-nofollow': 'mount-links.test.ts',
  'dest-nofollow': 'mount-links.test.ts',
  ...Object.fromEntries(
    ['private', 'shared', 'slave', 'unbindable']
      .flatMap((name) => [name, `r${name}`])
      .map((name) => [name, 'mount-propagation.test.ts']),
  ),
};

const list = ({ after }: Case, option: string) => (after === undefined ? [option] : [after, option]);
const newMount = ([option, one]: [string, Case]): MountEntry => ({
  destination: `/new/${option}`,
  type: 'tmpfs',
  source: 'tmpfs',
  options: list(one, option),
});
const bindMount =
  (source: string) =>
  ([option, one]: [string, Case]): MountEntry => ({
    destination: `/deep/${option}`,
    type: 'bind',
    source,
    options: ['rbind', ...list(one, option)],
  });

/** mount point -> words of the mount and of its super block. `ro` and `rw` are those of the mount. */
function wordsOf(out: string): Readonly<Record<string, readonly string[]>> {
  const rows = out.trimEnd().split('\n');
  return Object.fromEntries(
    rows.map((line) => {
      const [mount = '', block = ''] = line.split(' - ');
      const [own, shared] = [mount.split(' ')[5] ?? '', block.split(' ')[2] ?? ''];
      const others = shared.split(',').filter((word) => word !== 'ro' && word !== 'rw');
      return [mount.split(' ')[4] ?? '', [...own.split(','), ...others]];
    }),
  );
}

/** What of the wanted words does not hold. */
const missed = (words: readonly string[] | undefined, { shows: wanted }: Case): readonly string[] =>
  words === undefined
    ? ['no such mount']
    : wanted.filter((word) => (word.startsWith('!') ? words.includes(word.slice(1)) : !words.includes(word)));

function look(box: Box): string {
  return box.output((config, dir) => {
    mkdirSync(`${dir}/src/sub`, { recursive: true });
    box.mount('tmpfs', `${dir}/src/sub`);
    config.mounts.push(...Object.entries(ofMount).map(newMount));
    config.mounts.push(...Object.entries(recursive).map(bindMount(`${dir}/src`)));
    config.process.args = ['/bin/grep', '-E', ' /(new|deep)/', '/proc/self/mountinfo'];
  });
}

scenario(
  'every option of the table does to its mount what it says, and the recursive ones to the mount below',
  (box) => {
    const seen = wordsOf(look(box));
    const wrong = [
      ...Object.entries(ofMount).map(
        ([option, one]) => [option, missed(seen[`/new/${option}`], one)] as const,
      ),
      ...Object.entries(recursive).flatMap(([option, one]) =>
        ['', '/sub'].map((below) => [option + below, missed(seen[`/deep/${option}${below}`], one)] as const),
      ),
    ];
    expect(wrong.filter(([, words]) => words.length > 0)).toEqual([]);
    const known = [ofMount, recursive, elsewhere].flatMap((table) => Object.keys(table));
    expect(known.sort()).toEqual(Object.keys(mountOptions).sort());
  },
  { teuOnly: 'the peers do not have all of them' },
);
