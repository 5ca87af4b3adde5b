/**
 * What each verb costs, counted and not timed, beside what is written down in test/cost: files opened and modules evaluated one by one, so that a
 * careless import is seen at once; system calls and instructions with a tolerance. `make golden-cost` writes them
 * anew: read the difference.
 */
import { expect } from 'bun:test';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { Box, CallOptions } from '../helpers/box.ts';
import { callgrind, callsIn, counted, instructionsIn, modulesOf, opensOf, strace } from '../helpers/cost.ts';
import { repository } from '../helpers/paths.ts';
import { scenario } from '../helpers/scenario.ts';
import { tryReap, waitEnd } from '../helpers/sys.ts';

const teuOnly = 'about its costs';
const golden = `${repository}test/cost`;
const isUpdate = process.env['UPDATE_GOLDEN'] === '1';

/** Shares by which a number may be more, and less, and what it may be more by in any case. */
const tolerance = { instructions: [0.05, 0.25, 0], calls: [0.08, 0.25, 3], engine: [0, 1, 3] } as const;

const asked = ['state', 'list', 'update', 'ps', 'events', 'version', 'features'] as const;
const verbs = ['create', 'start', 'exec', ...asked, 'kill', 'delete', 'run'] as const;
type Verb = (typeof verbs)[number];

interface World {
  readonly id: string;
  readonly other: string;
  readonly bundle: string;
  readonly pidFile: string;
}

/** A life: the arguments of each verb, in the order in which they can be called. */
const argumentsOf = ({ id, other, bundle, pidFile }: World): Readonly<Record<Verb, readonly string[]>> => ({
  create: ['create', '--bundle', bundle, '--pid-file', pidFile, id],
  start: ['start', id],
  state: ['state', id],
  list: ['list'],
  exec: ['exec', '--detach', '--pid-file', `${pidFile}2`, id, '/bin/true'],
  update: ['update', '--pids-limit', '100', id],
  ps: ['ps', '--format', 'json', id],
  events: ['events', '--stats', id],
  kill: ['kill', id, 'KILL'],
  delete: ['delete', id],
  run: ['run', '--detach', '--bundle', bundle, other],
  version: ['--version'],
  features: ['features'],
});

/** What a verb has ended comes to us, as to an engine. */
function reapAfter(verb: Verb, { pidFile }: World): void {
  if (verb !== 'exec' && verb !== 'kill') return;
  const pid = Number(readFileSync(verb === 'exec' ? `${pidFile}2` : pidFile, 'utf8'));
  waitEnd(pid);
  tryReap(pid);
}

/** Calls every verb once; `look` is handed the call to make. */
function live(box: Box, look: (verb: Verb, args: readonly string[], world: World) => void): void {
  const bundle = box.bundle('exec sleep 100');
  const world = { id: box.id(), other: box.id(), bundle, pidFile: `${box.dir}/pid` };
  const all = argumentsOf(world);
  for (const verb of verbs) {
    look(verb, all[verb], world);
    reapAfter(verb, world);
  }
}

/** Whatever the suite is run with: by the engine in teu, and by teu-core. The first has all modules in its heap. */
const fast = { ...(process.env as Record<string, string>) };
delete fast['TEU_NO_FAST'];
const slow = { ...fast, TEU_NO_FAST: '1' };

const must = (box: Box, args: readonly string[], options: CallOptions) => {
  const result = box.call(args, options);
  if (result.code !== 0) throw new Error(`${args.join(' ')}: exit ${result.code}: ${result.stderr}`);
};

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Paths of a test as everybody's: one for all hierarchies of cgroup v1, names for what is new each time. */
function normal(box: Box, { id, other, bundle }: World, path: string): string {
  const own = /^[0-9]+:memory:(\/.+)$/m.exec(readFileSync('/proc/self/cgroup', 'utf8'))?.[1] ?? '';
  return path
    .replace(own, '')
    .replace(new RegExp(`${escaped(bundle)}|${escaped(box.root)}|${escaped(box.dir)}`, 'g'), (found) =>
      found === bundle ? '@BUNDLE@' : found === box.root ? '@ROOT@' : '@DIR@',
    )
    .replace(repository, '@TEU@/')
    .replaceAll(other, '@ID@')
    .replaceAll(id, '@ID@')
    .replace(/^\/sys\/fs\/cgroup\/[^/]+\//, '/sys/fs/cgroup/*/')
    .replace(/^\/proc\/[0-9]+\//, '/proc/@PID@/')
    .replace(/\.[0-9]+(\.tmp)?$/, '.@N@');
}

interface Cost {
  readonly numbers: Readonly<Record<string, number>>;
  readonly lists: Readonly<Record<string, readonly string[]>>;
}

const textOf = (verb: Verb, { numbers, lists }: Cost): string =>
  [
    `# ${verb}: written by test/e2e/cost.test.ts`,
    ...Object.entries(numbers).map(([name, value]) => `${name}: ${value}`),
    ...Object.entries(lists).flatMap(([name, list]) => ['', `${name}:`, ...list.map((line) => `  ${line}`)]),
    '',
  ].join('\n');

/** The part of a golden file that is called `name`. */
const listIn = (text: string, name: string): string[] =>
  (new RegExp(`^${name}:\\n((?:  .*\\n)*)`, 'm').exec(text)?.[1] ?? '')
    .split('\n')
    .flatMap((line) => line.trim() || []);
const numberIn = (text: string, name: string): number =>
  Number(new RegExp(`^${name}: ([0-9]+)$`, 'm').exec(text)?.[1] ?? Number.NaN);

/** What became much cheaper is to be written down anew as well: it would hide what becomes dearer. */
function compare(
  kind: string,
  costs: ReadonlyMap<Verb, Cost>,
  far: (name: string) => readonly [number, number, number],
): void {
  for (const [verb, cost] of costs) {
    const file = `${golden}/${verb}.${kind}.txt`;
    if (isUpdate) {
      mkdirSync(golden, { recursive: true });
      writeFileSync(file, textOf(verb, cost));
      continue;
    }
    const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
    for (const [name, list] of Object.entries(cost.lists))
      expect({ verb, [name]: list }).toEqual({ verb, [name]: listIn(text, name) });
    for (const [name, value] of Object.entries(cost.numbers)) {
      const [more, less, least] = far(name);
      const wanted = numberIn(text, name);
      const isNear = value - wanted <= Math.max(least, wanted * more) && wanted - value <= wanted * less;
      expect({ verb, [name]: isNear ? 'as written down' : `${value} instead of ${wanted}` }).toEqual({
        verb,
        [name]: 'as written down',
      });
    }
  }
}

scenario(
  'each verb opens the files that are written down, and makes as many system calls',
  (box) => {
    const costs = new Map<Verb, Cost>();
    const file = `${box.dir}/calls`;
    live(box, (verb, args, world) => {
      must(box, args, { env: fast, wrap: strace(file, 'first') });
      const calls = callsIn(file);
      const { engine, paths } = opensOf(calls);
      const opens = [...new Set(paths.map((path) => normal(box, world, path)))];
      costs.set(verb, { numbers: { calls: calls.length, engine }, lists: { opens } });
    });
    compare('calls', costs, (name) => tolerance[name as 'calls' | 'engine']);
  },
  { needs: ['strace', 'clone3', 'v1-devices'], teuOnly },
);

scenario(
  'spawner and init make as many system calls as are written down',
  (box) => {
    const file = `${box.dir}/calls`;
    const bundle = box.bundle('true');
    must(box, ['run', '--bundle', bundle, box.id()], { env: fast, wrap: strace(file, 'all') });
    const calls = callsIn(file, 'others').length;
    const costs = new Map<Verb, Cost>([['run', { numbers: { calls }, lists: {} }]]);
    compare('container', costs, () => tolerance.calls);
  },
  { needs: ['strace', 'clone3', 'v1-devices'], teuOnly },
);

scenario(
  'teu-core evaluates the modules that are written down, and no other',
  (box) => {
    const costs = new Map<Verb, Cost>();
    live(box, (verb, args) => {
      const modules = modulesOf(() => must(box, args, { runtime: counted, env: slow }));
      costs.set(verb, { numbers: {}, lists: { modules } });
    });
    compare('modules', costs, () => [0, 0, 0]);
  },
  { needs: ['clone3', 'v1-devices'], teuOnly },
);

/**
 * valgrind 3.19 can neither execute a memfd nor open a pidfd, and openat2 is ENOSYS there: a create that finds its name taken when the plan is made and
 * encoded, an exec that finds its spawner gone.
 */
const emulated = {
  ...{ state: 0, list: 0, update: 0, ps: 0, events: 0, version: 0, features: 0 },
  ...{ create: 1, exec: 255 },
} as const;

scenario(
  'what is asked, and create and exec up to the first step, execute as many instructions as are written down',
  (box) => {
    const costs = new Map<Verb, Cost>();
    const id = box.started('exec sleep 100');
    const world = { id, other: id, bundle: box.bundle('true'), pidFile: `${box.dir}/pid` };
    const all = argumentsOf(world);
    for (const verb of Object.keys(emulated) as (keyof typeof emulated)[]) {
      const { code, stderr } = box.call(all[verb], { env: fast, wrap: callgrind(box.dir) });
      expect([verb, code]).toEqual([verb, emulated[verb]]);
      if (verb === 'create') expect(stderr).toContain('exists');
      if (verb === 'exec') expect(stderr).toContain('cannot execute teu-init');
      costs.set(verb, { numbers: { instructions: instructionsIn(box.dir) }, lists: {} });
    }
    compare('instructions', costs, () => tolerance.instructions);
  },
  { needs: ['valgrind', 'x86-64', 'clone3', 'v1-devices'], teuOnly },
);
