/** Cgroups of v2 that are there already and fit no container: refused with the reason, and what the hint says helps. */
import { expect } from 'bun:test';
import { mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Box } from '../helpers/box.ts';
import { scenario } from '../helpers/scenario.ts';
import { rootV2 } from '../helpers/v2.ts';

export const alsoIn = 'guest';

const onV2 = { on: 'cgroup2', teuOnly: 'the peers say less' } as const;

/** A cgroup of the test's own, and a writer of its files; it is gone afterwards, with those below it. */
function withCgroup(
  box: Box,
  body: (path: string, write: (file: string, text: string) => void) => void,
): void {
  const path = `/${box.id()}`;
  const dir = rootV2 + path;
  mkdirSync(dir);
  try {
    body(path, (file, text) => writeFileSync(join(dir, file), text));
  } finally {
    box.settle();
    rmdirSync(dir);
  }
}

const runIn = (box: Box, path: string) =>
  box.run((config) => {
    config.linux.cgroupsPath = path;
    config.process.args = ['/bin/grep', '-o', '0::.*', '/proc/self/cgroup'];
  });

function refused(box: Box, path: string, ...words: string[]): void {
  const { code, stdout, stderr } = runIn(box, path);
  expect([code, stdout]).toEqual([1, '']);
  for (const word of ['/linux/cgroupsPath', ...words]) expect(stderr).toContain(word);
}

function taken(box: Box, path: string): void {
  expect(runIn(box, path)).toEqual({ code: 0, stdout: `0::${path}\n`, stderr: '' });
}

scenario(
  'on v2 a frozen cgroup is refused, itself and for what is below it, until it is thawed',
  (box) => {
    withCgroup(box, (path, write) => {
      write('cgroup.freeze', '1');
      for (const place of [path, `${path}/a`]) refused(box, place, 'is frozen', 'cgroup.freeze');
      write('cgroup.freeze', '0');
      taken(box, `${path}/a`);
    });
  },
  onV2,
);

scenario(
  'on v2 a threaded cgroup, and one that would become threaded, is refused with its type',
  (box) => {
    withCgroup(box, (path, write) => {
      taken(box, path);
      mkdirSync(`${rootV2}${path}/t`);
      write('t/cgroup.type', 'threaded');
      for (const place of [`${path}/t`, `${path}/new`]) refused(box, place, 'threaded', 'cgroup.type');
      expect(readFileSync(`${rootV2}${path}/cgroup.type`, 'utf8')).toBe('domain threaded\n');
      rmdirSync(`${rootV2}${path}/t`);
    });
  },
  onV2,
);

scenario(
  'on v2 a cgroup with processes is refused and keeps them; empty it is taken, and stays',
  (box) => {
    withCgroup(box, (path, write) => {
      const other = Bun.spawn(['sleep', '1000']);
      try {
        mkdirSync(`${rootV2}${path}/deep`);
        write('deep/cgroup.procs', `${other.pid}`);
        refused(box, path, 'holds processes', 'cgroup.procs');
        expect(readFileSync(`${rootV2}${path}/deep/cgroup.procs`, 'utf8')).toBe(`${other.pid}\n`);
      } finally {
        other.kill(9);
      }
      box.eventually(() => readFileSync(`${rootV2}${path}/cgroup.events`, 'utf8').includes('populated 0'));
      rmdirSync(`${rootV2}${path}/deep`);
      taken(box, path);
    });
  },
  onV2,
);

scenario(
  'on v2 a cgroup that has given controllers to its children is refused, and one below it is taken',
  (box) => {
    writeFileSync(`${rootV2}/cgroup.subtree_control`, '+hugetlb');
    withCgroup(box, (path, write) => {
      write('cgroup.subtree_control', '+hugetlb');
      refused(box, path, 'has given its controllers', 'name one below it');
      taken(box, `${path}/leaf`);
    });
  },
  { ...onV2, needs: ['v2-hugetlb'] },
);

scenario(
  'on v2 a name that is taken is told before the cgroup that its container lives in',
  (box) => {
    const id = box.created('true');
    const again = box.teu('create', '--bundle', box.bundle(), id);
    expect(again.code).toBe(1);
    expect(again.stderr).toContain('container with given ID already exists');
  },
  onV2,
);
