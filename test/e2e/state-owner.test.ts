/** State that somebody else could have written makes root do nothing. */
import { expect } from 'bun:test';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import type { Box } from '../helpers/box.ts';
import { scenario } from '../helpers/scenario.ts';

const verbs = ['start', 'kill', 'delete', 'pause', 'resume', 'exec', 'ps', 'update'];

function refused(box: Box, id: string, why: string): void {
  for (const verb of verbs) {
    const { code, stderr } = box.teu(verb, id, ...(verb === 'exec' ? ['true'] : []));
    expect({ verb, code }).toEqual({ verb, code: verb === 'exec' ? 255 : 1 });
    expect(stderr).toContain(`cannot trust the state in ${box.root}/${id}: ${why}`);
  }
  expect(box.teu('delete', '--force', id).code).toBe(1);
}

scenario(
  'a state directory of another user, or one that others may write to, is refused, and can be looked at',
  (box) => {
    const id = box.started('exec sleep 1000');
    const dir = `${box.root}/${id}`;
    chownSync(dir, 1000, 1000);
    refused(box, id, 'it belongs to user 1000');
    expect(box.state(id).status).toBe('running');
    expect(box.must('list', '-q').stdout).toBe(`${id}\n`);
    chownSync(dir, 0, 0);
    chmodSync(dir, 0o770);
    refused(box, id, 'others may write to it');
    chmodSync(dir, 0o700);
    box.must('exec', id, 'true');
  },
  { teuOnly: 'runc believes what it reads' },
);

scenario(
  'nothing is written through a link in place of a state directory, and no hook of a forged one runs',
  (box) => {
    const id = box.created('true');
    const [dir, real] = [`${box.root}/${id}`, `${box.dir}/real`];
    renameSync(dir, real);
    symlinkSync(real, dir);
    refused(box, id, 'it is a link');
    Bun.spawnSync(['rm', dir]);
    const state = JSON.parse(readFileSync(`${real}/state.json`, 'utf8'));
    renameSync(real, dir);
    const forged = `${box.root}/forged`;
    mkdirSync(forged, { mode: 0o755 });
    const hook = { path: '/bin/touch', args: ['touch', `${box.dir}/ran`], env: null, timeout: null };
    writeFileSync(
      `${forged}/state.json`,
      JSON.stringify({ ...state, id: 'forged', pid: 1, poststop: [hook] }),
    );
    writeFileSync(`${forged}/victim`, 'mine');
    symlinkSync(`${forged}/victim`, `${forged}/lock`);
    chownSync(forged, 1000, 1000);
    refused(box, 'forged', 'it belongs to user 1000');
    expect(readFileSync(`${forged}/victim`, 'utf8')).toBe('mine');
    expect(existsSync(`${box.dir}/ran`)).toBe(false);
    Bun.spawnSync(['rm', '-r', forged]);
  },
  { teuOnly: 'runc believes what it reads' },
);
