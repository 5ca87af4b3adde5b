/** A state directory that is half written, damaged or foreign: a clear error, and delete --force removes it. */
import { expect } from 'bun:test';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import type { Box } from '../helpers/box.ts';
import { scenario } from '../helpers/scenario.ts';

const damages: readonly (readonly [string, (file: string) => void])[] = [
  ['empty', (file) => writeFileSync(file, '')],
  ['half written', (file) => writeFileSync(file, '{"teuState":1,"id":"da')],
  ['not an object', (file) => writeFileSync(file, '[1]')],
  ['of another version', (file) => writeFileSync(file, '{"teuState":99}')],
  ['of another runtime', (file) => writeFileSync(file, '{"id":"x","init_process_pid":1}')],
  ['binary', (file) => writeFileSync(file, Buffer.from([0, 255, 254, 10, 0]))],
  ['a directory', (file) => mkdirSync(`${file}/deep`, { recursive: true })],
  ['a fifo', (file) => Bun.spawnSync(['mkfifo', file])],
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
