/**
 * A world is a pair of containers that differ in many leaves of config.json at once. Each leaf has a row: where it is, its two
 * values, where it is looked at, and what is to be seen for each value; a look sees one leaf and no other.
 */
import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import type { Box } from '../helpers/box.ts';
import type { OciConfig } from '../helpers/config.ts';
import type { Need } from '../helpers/probes.ts';
import { closeFd, listenUnix, receiveFd } from '../helpers/sys.ts';
import { put } from './leaves.ts';

/** One of the two containers. */
export interface Place {
  readonly box: Box;
  /** The bundle. */
  readonly dir: string;
  readonly id: string;
}

/** What a look from outside has. */
export interface Outside extends Place {
  readonly pid: number;
  /** Of the terminal, if the process has one. */
  readonly master: number;
}

/** Text is a script of a shell inside; the others are called when the container is created, running, deleted. */
export type Look =
  | string
  | { readonly created: (seen: Outside) => string }
  | { readonly running: (seen: Outside) => string }
  | { readonly deleted: (seen: Outside) => string };

export interface Row {
  /** A leaf of the schema; `*` is any item or key. */
  readonly leaf: string;
  readonly at: string;
  readonly values: readonly [unknown, unknown];
  readonly look: Look;
  readonly want: readonly [string, string];
}

export interface World {
  readonly title: string;
  readonly needs: readonly Need[];
  readonly base: (config: OciConfig, place: Place) => void;
  /** After the values were put. */
  readonly finish?: (config: OciConfig, place: Place) => void;
  /** `shared` is what `prepare` gave. */
  readonly rows: (shared: string) => readonly Row[];
  /** Once for both containers. */
  readonly prepare?: (box: Box) => string;
  /** A script that makes another host and executes its operands there: such containers are run, and seen from inside alone. */
  readonly host?: (dir: string) => string;
  /** Waits until the other host is gone; `wrap` executes a command on it. */
  readonly hostEnd?: (box: Box, wrap: readonly string[]) => void;
}

export interface Seen {
  readonly leaf: string;
  readonly sees: string;
}

const mark = '@@';

/** Prints what each row's script sees, between marks; the first operands of the shell are those of args. */
const script = (rows: readonly Row[]): string =>
  rows
    .flatMap(({ look }, index) =>
      typeof look === 'string' ? [`echo "${mark}${index}"; (${look}) 2>&1`] : [],
    )
    .concat(`echo "${mark}end"`)
    .join('\n');

function insideOf(out: string): ReadonlyMap<number, string> {
  const parts = out.split(new RegExp(`^${mark}(\\d+|end)$`, 'm')).slice(1);
  const pairs = parts.flatMap((part, at) =>
    at % 2 === 0 ? [[Number(part), (parts[at + 1] ?? '').trim()]] : [],
  );
  return new Map(pairs as [number, string][]);
}

function bundleOf(box: Box, id: string, world: World, rows: readonly Row[], side: 0 | 1): string {
  return box.bundle((config, dir) => {
    const end = world.host === undefined ? '\nexec sleep 1000' : '';
    config.process.args = ['/bin/sh', '-c', `${script(rows)}${end}`, 'sh'];
    world.base(config, { box, dir, id });
    for (const { at, values } of rows) put(config, at, structuredClone(values[side]));
    world.finish?.(config, { box, dir, id });
  });
}

function runThere(box: Box, id: string, bundle: string, { host, hostEnd }: World): string {
  const file = `${box.dir}/host.sh`;
  writeFileSync(file, host?.(box.dir) ?? '');
  const wrap = ['unshare', '--mount', '--propagation', 'private', 'sh', file];
  try {
    const result = box.call(['run', '--bundle', bundle, id], { wrap });
    if (result.code !== 0) throw new Error(`run: ${result.code} ${result.stdout}${result.stderr}`);
    return result.stdout;
  } finally {
    hostEnd?.(box, wrap);
  }
}

/** Creates with the standard streams on a file, or on a terminal whose master is returned. */
function create(box: Box, id: string, bundle: string, out: string): number {
  const config = JSON.parse(readFileSync(`${bundle}/config.json`, 'utf8')) as OciConfig;
  if (config.process.terminal) {
    const socket = `${box.dir}/${id}.sock`;
    const listener = listenUnix(socket);
    box.must('create', '--console-socket', socket, '--bundle', bundle, id);
    const master = receiveFd(listener);
    closeFd(listener);
    return master;
  }
  const fd = openSync(out, 'a');
  const { code } = box.call(['create', '--bundle', bundle, id], { stdout: fd, stderr: fd });
  closeSync(fd);
  if (code !== 0) throw new Error(`create: ${code} ${readFileSync(out, 'utf8')}`);
  return -1;
}

function lived(box: Box, id: string, bundle: string, rows: readonly Row[]): readonly string[] {
  const out = `${box.dir}/${id}.out`;
  writeFileSync(out, '');
  const master = create(box, id, bundle, out);
  const seen: Outside = { box, dir: bundle, id, pid: box.state(id).pid, master };
  const sees: string[] = [];
  const looked = (when: string) => {
    rows.forEach(({ look }, index) => {
      const looks = look as unknown as Record<string, (seen: Outside) => string>;
      if (typeof look !== 'string' && looks[when] !== undefined) sees[index] = looks[when](seen).trim();
    });
  };
  looked('created');
  box.must('start', id);
  if (master < 0) box.eventually(() => readFileSync(out, 'utf8').includes(`${mark}end`));
  for (const [index, text] of insideOf(readFileSync(out, 'utf8'))) sees[index] = text;
  looked('running');
  box.end(id);
  box.must('delete', id);
  looked('deleted');
  if (master >= 0) closeFd(master);
  return sees;
}

/** What each leaf looks like in the first (0) and the second (1) container. */
export function visit(box: Box, world: World, shared: string, side: 0 | 1): readonly Seen[] {
  const rows = world.rows(shared);
  const id = box.id();
  const bundle = bundleOf(box, id, world, rows, side);
  const sees =
    world.host === undefined ? lived(box, id, bundle, rows) : insideOf(runThere(box, id, bundle, world));
  const look = (index: number) =>
    sees instanceof Map ? sees.get(index) : (sees as readonly string[])[index];
  return rows.map(({ leaf }, index) => ({ leaf, sees: look(index) ?? '' }));
}
