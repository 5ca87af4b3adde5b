/** A state directory that is half written, damaged or foreign: a clear error, and delete --force removes it. */
import { expect } from 'bun:test';
import { existsSync, mkdirSync, readFileSync, rmdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import type { Box } from '../helpers/box.ts';
import { scenario } from '../helpers/scenario.ts';
import { tryReap } from '../helpers/sys.ts';

const damages: readonly (readonly [string, (file: string) => void])[] = [
  ['empty', (file) => writeFileSync(file, '')],
  ['half written', (file) => writeFileSync(file, '{"teuState":1,"id":"da')],
  ['not an object', (file) => writeFileSync(file, '[1]')],
  ['of another version', (file) => writeFileSync(file, '{"teuState":99}')],
  ['of another runtime', (file) => writeFileSync(file, '{"id":"x","init_process_pid":1}')],
  ['binary', (file) => writeFileSync(file, Buffer.from([0, 255, 254, 10, 0]))],
  ['a directory', (file) => mkdirSync(`${file}/deep`, { recursive: true })],
  ['a fifo', (file) => Bun.spawnSync(['mkfifo', file])],
  ['nested 200,000 deep', (file) => writeFileSync(file, '['.repeat(200_000) + ']'.repeat(200_000))],
  ['17 MiB long', (file) => writeFileSync(file, `"${'x'.repeat(17 << 20)}"`)],
];

function damaged(box: Box, damage: (file: string) => void): { id: string; dir: string } {
  const id = box.id();
  const dir = `${box.root}/${id}`;
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  damage(`${dir}/state.json`);
  return { id, dir };
}

for (const [what, damage] of damages)
  scenario(
    `when state.json is ${what} then every verb names it and delete --force removes the container`,
    (box) => {
      const { id, dir } = damaged(box, damage);
      for (const verb of ['state', 'start', 'kill', 'delete']) {
        const { code, stdout, stderr } = box.teu(verb, id);
        expect({ verb, code, stdout }).toEqual({ verb, code: 1, stdout: '' });
        expect(stderr).toContain(`${dir}/state.json`);
        expect(stderr).not.toMatch(/\.ts:\d|SyntaxError|internal error/);
      }
      expect(box.must('list', '-q').stdout).toBe(`${id}\n`);
      box.must('delete', '--force', id);
      expect(existsSync(dir)).toBe(false);
    },
    { teuOnly: 'its own state' },
  );

scenario(
  'when create was killed before it wrote anything then the container is stopped and delete removes it',
  (box) => {
    const { id, dir } = damaged(box, () => {});
    expect(box.state(id)).toMatchObject({ status: 'stopped', pid: 0 });
    const { code, stderr } = box.teu('start', id);
    expect(code).toBe(1);
    expect(stderr).toContain('cannot start');
    box.must('delete', id);
    expect(existsSync(dir)).toBe(false);
  },
  { teuOnly: 'runc needs state.json' },
);

/** Puts something else where a file of the state was. */
function replace(path: string, make: (path: string) => void): void {
  rmSync(path, { recursive: true, force: true });
  make(path);
}

const strangers: readonly (readonly [string, (path: string) => void])[] = [
  ['a directory', (path) => mkdirSync(`${path}/deep`, { recursive: true })],
  ['a link to nothing', (path) => symlinkSync('/no/such/file', path)],
  ['a fifo', (path) => Bun.spawnSync(['mkfifo', path])],
  ['a device without room', (path) => Bun.spawnSync(['mknod', path, 'c', '1', '7'])],
];

for (const [what, make] of strangers)
  scenario(
    `when the lock or the journal is ${what} then delete --force removes the container all the same`,
    (box) => {
      for (const file of ['lock', 'journal']) {
        const id = box.started('exec sleep 1000');
        const { pid } = box.state(id);
        replace(`${box.root}/${id}/${file}`, make);
        box.must('delete', '--force', id);
        tryReap(pid);
        expect(box.left()).toEqual([]);
      }
    },
    { teuOnly: 'its own state' },
  );

scenario(
  'when the journal is lost then the cgroups that the container made go, and one that was there before stays',
  (box) => {
    const path = `/${box.id()}`;
    const made = box.created('exec sleep 1000');
    const [mount = ''] = (
      JSON.parse(readFileSync(`${box.root}/${made}/state.json`, 'utf8')) as { cgroups: string[] }
    ).cgroups;
    const before = `${mount.slice(0, mount.lastIndexOf('/'))}${path}`;
    mkdirSync(before);
    const guest = box.created((config) => {
      config.linux.cgroupsPath = path;
    });
    for (const id of [made, guest]) {
      rmSync(`${box.root}/${id}/journal`);
      box.end(id);
      box.must('delete', id);
    }
    expect(existsSync(before)).toBe(true);
    rmdirSync(before);
    expect(box.left()).toEqual([]);
  },
  { teuOnly: 'its own state' },
);

scenario(
  'when the copy of config.json is damaged then exec names the copy, not the bundle',
  (box) => {
    const id = box.created('exec sleep 1000');
    const copy = `${box.root}/${id}/config.json`;
    for (const text of ['', '{"ociVersion":', '{"ociVersion":"1.0.2","root":5}']) {
      writeFileSync(copy, text);
      const { code, stderr } = box.teu('exec', id, 'true');
      expect({ text, code }).toEqual({ text, code: 255 });
      expect(stderr).toContain(copy);
    }
  },
  { teuOnly: 'runc reads the bundle' },
);

scenario(
  'when an ID is not one then every verb refuses it and looks at nothing',
  (box) => {
    for (const id of ['', '.', '..', '../x', 'a/b', '/', 'a b', 'a\n', 'é', 'x'.repeat(1025)])
      for (const verb of ['create', 'run', 'start', 'state', 'kill', 'delete']) {
        const { code, stderr } = box.teu(verb, id);
        expect({ id, verb, code }).toEqual({ id, verb, code: 1 });
        expect(stderr).toContain('container ID');
      }
    expect(existsSync(box.root)).toBe(false);
  },
  { teuOnly: 'runc makes its root first' },
);
