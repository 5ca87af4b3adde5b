/** Runs one case of the matrix in one column, and writes down what was read. */
import { expect } from 'bun:test';
import { spawnSync } from 'node:child_process';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import type { Box, Result } from '../helpers/box.ts';
import type { OciConfig } from '../helpers/config.ts';
import { disk as findDisk } from '../helpers/disk.ts';
import { networkControllers, networkControllersEnd } from '../helpers/net-controllers.ts';
import { disk as token } from './tables/cases.ts';
import { type Case, type Cell, type Column, notHere, type Reading } from './types.ts';

function record(readings: readonly Reading[]): void {
  const log = process.env['TEU_MATRIX_LOG'];
  if (log !== undefined) for (const one of readings) appendFileSync(log, `${JSON.stringify(one)}\n`);
}

/** For a case that has needs which this machine does not meet. */
export const recordAbsence = ({ title }: Case, column: Column, reason: string): void =>
  record([{ title, column, where: '-', expected: notHere, seen: reason }]);

/** What one look at the machine gave: `where` as in Reading. */
type Seen = readonly (readonly [where: string, expected: string, seen: string])[];

/** The disk of this machine instead of the token, and back. */
const numbers = () => {
  const { major, minor } = findDisk() ?? { major: 0, minor: 0 };
  return { major, minor, text: `${major}:${minor}` };
};
const withDisk = (resources: unknown): unknown => {
  const { major, minor } = numbers();
  return JSON.parse(
    JSON.stringify(resources).replaceAll(`"disk":"${token}"`, `"major":${major},"minor":${minor}`),
  );
};
const withoutDisk = (text: string): string =>
  text.replace(new RegExp(`^(${numbers().text}|/dev/\\S*(${numbers().text}|vda))(?= )`, 'gm'), token);

const placeOf = (id: string, column: Column): string =>
  column === 'systemd' ? `system.slice:teu:${id}` : `/${id}`;

function bundle(box: Box, id: string, one: Case, column: Column, script: string): string {
  return box.bundle((config: OciConfig) => {
    one.config?.(config);
    config.linux.cgroupsPath = placeOf(id, column);
    config.linux.resources = {
      devices: [{ allow: false, access: 'rwm' }],
      ...(withDisk(one.resources) as object),
    };
    config.process.args = ['/bin/sh', '-c', script];
  });
}

const options = (column: Column): readonly string[] => (column === 'systemd' ? ['--systemd-cgroup'] : []);

/** A hierarchy of v1, or the one of v2, in which the process is. */
function dirOf(pid: number, controller: string | null): string {
  const lines = readFileSync(`/proc/${pid}/cgroup`, 'utf8').split('\n');
  const own = lines.find((line) => line.split(':')[1] === (controller ?? ''));
  return `/sys/fs/cgroup${controller === null ? '' : `/${controller}`}${own?.split(':').slice(2).join(':') ?? ''}`;
}

function readFiles(pid: number, files: Readonly<Record<string, string>>, column: Column): Seen {
  return Object.entries(files).map(([where, expected]) => {
    const [controller, name] = column === 'v1' ? (where.split('/') as [string, string]) : [null, where];
    return [where, expected, withoutDisk(readFileSync(`${dirOf(pid, controller)}/${name}`, 'utf8').trim())];
  });
}

function readUnit(id: string, unit: Readonly<Record<string, string>>): Seen {
  return Object.entries(unit).map(([name, expected]) => {
    const { stdout } = spawnSync('systemctl', ['show', '--property', name, '--value', `teu-${id}.scope`], {
      encoding: 'utf8',
    });
    return [`unit:${name}`, expected, withoutDisk(stdout.trim())];
  });
}

/** A created container: every limit is written by then. */
function created(box: Box, one: Case, column: Column, files: Readonly<Record<string, string>>): Seen {
  const id = box.id();
  const pidFile = `${box.dir}/pid`;
  const at = ['--pid-file', pidFile, '--bundle', bundle(box, id, one, column, 'true')];
  box.must(...options(column), 'create', ...at, id);
  const pid = Number(readFileSync(pidFile, 'utf8'));
  const seen = [
    ...readFiles(pid, files, column),
    ...(column === 'systemd' ? readUnit(id, one.unit ?? {}) : []),
  ];
  return seen.length > 0 ? seen : [['-', 'nothing to write', 'created']].map(([a = '', b = '']) => [a, b, b]);
}

/** Runs the container, where the case wants it. */
function ran(box: Box, one: Case, column: Column, script: string): Result {
  const id = box.id();
  const args = [...options(column), 'run', '--bundle', bundle(box, id, one, column, script), id];
  if (one.on?.[column] !== 'net-controllers') return box.call(args);
  const file = `${box.dir}/net.sh`;
  writeFileSync(file, networkControllers(box.dir));
  const wrap = ['unshare', '--mount', '--propagation', 'private', 'sh', file];
  try {
    return box.call(args, { wrap });
  } finally {
    networkControllersEnd(box, wrap);
  }
}

function look(box: Box, one: Case, column: Column, cell: Cell): Seen {
  if ('files' in cell) return created(box, one, column, cell.files);
  if ('inside' in cell) {
    const [what, script, prints] = cell.inside;
    const { stdout, stderr } = ran(box, one, column, script);
    const seen: Seen = [[what, prints, `${stdout}${stderr}`.trim()]];
    const hasUnit = column === 'systemd' && one.unit !== undefined;
    return hasUnit ? [...seen, ...created(box, one, column, {})] : seen;
  }
  const { code, stderr } = ran(box, one, column, 'true');
  if ('left' in cell) {
    const isSaid = code === 0 && stderr.includes(cell.left);
    return [
      ['-', `left out, warning at ${cell.left}`, isSaid ? `left out, warning at ${cell.left}` : stderr],
    ];
  }
  const said = `refused at ${cell.refused}: ${cell.why}`;
  const isSaid = code === 1 && stderr.includes(`${cell.refused} `) && stderr.includes(cell.why);
  return [['-', said, isSaid ? said : `exit ${code}: ${stderr}`]];
}

/** Expects every value, after all of them have been written to the result file ($TEU_MATRIX_LOG). */
export function runCase(box: Box, one: Case, column: Column, cell: Cell): void {
  if (one.prepare !== undefined && column !== 'v1') {
    const { status, stderr } = spawnSync('sh', ['-c', one.prepare], { encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
  }
  const seen = look(box, one, column, cell);
  record(
    seen.map(([where, expected, value]) => ({ title: one.title, column, where, expected, seen: value })),
  );
  expect(seen.map(([where, , value]) => [where, value])).toEqual(
    seen.map(([where, expected]) => [where, expected]),
  );
}
