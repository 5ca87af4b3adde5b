/** One file of a container's state directory, or the directory itself, put out of order: by a seed, the same way each time. */
import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { ownChildren } from '../../helpers/children.ts';
import { repository } from '../../helpers/paths.ts';
import { type Random, random } from '../random.ts';
import { type Change, changes, otherValue } from './texts.ts';

export interface Damage {
  /** For whoever reads that it failed. */
  readonly what: string;
  /** Name in the state directory; '' is the directory itself. */
  readonly file: string;
  /** It looks right: nobody can tell that it is not. */
  readonly isPlausible: boolean;
  /** It is of an owner or a mode that nobody believes: verbs that do something because of it refuse. */
  readonly isForeign: boolean;
  /** Does it; the same in every directory that holds the same. What it returns ends what goes on meanwhile. */
  readonly apply: (dir: string) => void | Promise<() => void>;
}

type Deed = (r: Random, path: string) => void;

const changed =
  (change: Change): Deed =>
  (r, path) => {
    const bytes = readFileSync(path);
    if (bytes.length > 0) writeFileSync(path, change(r, bytes));
  };

function command(...words: readonly string[]): void {
  const { exitCode, stderr } = Bun.spawnSync([...words]);
  if (exitCode !== 0) throw new Error(`${words.join(' ')}: ${stderr.toString()}`);
}

/** A directory beside the state, gone with its test. */
const aside = (path: string): string => mkdtempSync(`${path.slice(0, path.lastIndexOf('/state/'))}/aside-`);

const instead =
  (make: Deed): Deed =>
  (r, path) => {
    rmSync(path, { recursive: true, force: true });
    make(r, path);
  };

/** Something else where the file was. */
const otherKinds: Readonly<Record<string, Deed>> = {
  'a directory': instead((_r, path) => mkdirSync(`${path}/deep/er`, { recursive: true })),
  'an empty directory': instead((_r, path) => mkdirSync(path)),
  'a fifo': instead((_r, path) => command('mkfifo', path)),
  'a device': instead((r, path) => command('mknod', path, 'c', '1', r.pick(['3', '5', '7']))),
  'a link to nothing': instead((_r, path) => symlinkSync('/no/such/thing', path)),
  'a link to itself': instead((_r, path) => symlinkSync(path.slice(path.lastIndexOf('/') + 1), path)),
  'a link to zeros': instead((_r, path) => symlinkSync('/dev/zero', path)),
  'a link to what it was': (_r, path) => {
    const real = `${aside(path)}/real`;
    renameSync(path, real);
    symlinkSync(real, path);
  },
  missing: instead(() => undefined),
};

/** What only a file can be. Nobody else can reach into a directory of mode 0700: for its owner an owner changes nothing. */
const fileKinds: Readonly<Record<string, Deed>> = {
  '17 MiB long': (_r, path) => truncateSync(path, 17 << 20),
  "another user's": (_r, path) => chownSync(path, 1000, 1000),
  'for everybody to write': (_r, path) => chmodSync(path, 0o777),
  'for nobody to read': (_r, path) => chmodSync(path, 0),
};

const texts = ['state.json', 'plan.json', 'config.json', 'journal'];
const all = [...texts, 'lock'];

interface Row {
  readonly what: string;
  readonly files: readonly string[];
  readonly deed: Deed;
  readonly isForeign?: boolean;
}

const rowsOf = (deeds: Readonly<Record<string, Deed>>, files: readonly string[]): Row[] =>
  Object.entries(deeds).map(([what, deed]) => ({ what, files, deed }));

const changeRows: readonly Row[] = [
  ...rowsOf(
    Object.fromEntries(Object.entries(changes).map(([what, change]) => [what, changed(change)])),
    all,
  ),
  // Twice the weight of the others together: most of what reads these files looks at single values.
  ...Array.from(
    { length: 20 },
    (): Row => ({ what: 'another value', files: texts, deed: changed(otherValue) }),
  ),
];
const kindRows: readonly Row[] = [...rowsOf(otherKinds, [...all, 'init.sock']), ...rowsOf(fileKinds, all)];
const directoryRows: readonly Row[] = [
  { what: "another user's", files: [''], isForeign: true, deed: (_r, path) => chownSync(path, 1000, 1000) },
  {
    what: 'for others to write',
    files: [''],
    isForeign: true,
    deed: (r, path) => chmodSync(path, r.pick([0o720, 0o702, 0o777])),
  },
  { what: 'for nobody', files: [''], deed: (_r, path) => chmodSync(path, 0) },
];

/** Every kind of thing in place of every file comes once; then what `damageOf` makes of any seed. */
export const everyKind: readonly Damage[] = [...kindRows, ...directoryRows].flatMap(
  ({ what, files, deed, isForeign }) =>
    files.map((file) =>
      named(what, file, isForeign === true, (dir) => deed(random(1), file === '' ? dir : `${dir}/${file}`)),
    ),
);

/** In the place of init: sockets of another kind, and what test/helpers/listener.c answers. */
const answers = [
  ...[
    'stream',
    'datagram',
    'deaf',
    'full',
    'close',
    'silent',
    'short',
    'long',
    'noise',
    'empty',
    'descriptors',
  ],
  ...['protocol', 'no-table', 'null-table', 'small-table', 'open-table', 'other-table'],
  ...['table', 'table-noise', 'table-done'],
];

async function listen(dir: string, how: string): Promise<() => void> {
  const child = Bun.spawn([`${repository}build/test/listener`, dir, how], { stdin: 'pipe', stdout: 'pipe' });
  ownChildren.add(child.pid);
  void child.exited.then(() => ownChildren.delete(child.pid));
  await child.stdout.getReader().read();
  return () => child.kill();
}

/** Somebody else answers where init did. The one who says nothing comes first: it takes the longest. */
export const everyListener: readonly Damage[] = answers
  .sort((a, b) => Number(b === 'silent') - Number(a === 'silent'))
  .map((how) => ({
    ...named(`somebody else (${how})`, 'init.sock', false, (dir) => listen(dir, how)),
    isPlausible: /^(table|protocol)/.test(how),
  }));

function named(what: string, file: string, isForeign: boolean, apply: Damage['apply']): Damage {
  return {
    what: `${file === '' ? 'the directory' : file}: ${what}`,
    file,
    isPlausible: false,
    isForeign,
    apply,
  };
}

/** Something is wrong with what stands in one of the files. */
export function damageOf(seed: number): Damage {
  const r = random(seed);
  const { what, files, deed } = r.pick(changeRows);
  const file = r.pick(files);
  return named(`${what} (seed ${seed})`, file, false, (dir) => deed(random(seed), `${dir}/${file}`));
}
