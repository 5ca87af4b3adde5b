/** What is left of a container's cgroups: nothing of its own, everything of others. */
import { expect } from 'bun:test';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import type { Box } from '../helpers/box.ts';
import type { OciConfig } from '../helpers/config.ts';
import { scenario } from '../helpers/scenario.ts';

const root = '/sys/fs/cgroup';

/** The container's directory in each hierarchy that has it. */
const dirsOf = (path: string): string[] =>
  readdirSync(root)
    .map((name) => `${root}/${name}${path}`)
    .filter((dir) => existsSync(dir));

const at =
  (path: string, ...args: string[]) =>
  (config: OciConfig): void => {
    config.linux.cgroupsPath = path;
    config.process.args = args.length > 0 ? args : ['/bin/sleep', '1000'];
  };

function create(box: Box, change: (config: OciConfig) => void): string {
  const id = box.id();
  box.must('create', '--bundle', box.bundle(change), id);
  return id;
}

scenario(
  'when two containers share a parent then deleting the one that made it leaves the other alone',
  (box) => {
    const parent = `/${box.id()}`;
    const first = create(box, at(`${parent}/a`));
    const second = create(box, at(`${parent}/b`));
    box.must('delete', '--force', first);
    expect(dirsOf(`${parent}/a`)).toEqual([]);
    expect(dirsOf(`${parent}/b`).length).toBeGreaterThan(0);
    box.must('delete', '--force', second);
    expect(dirsOf(`${parent}/b`)).toEqual([]);
    for (const dir of dirsOf(parent)) rmdirSync(dir);
  },
  { needs: ['cgroup-v1'], teuOnly: 'runc leaves parents' },
);

scenario(
  'when the parent was there before then it stays',
  (box) => {
    const parent = `/${box.id()}`;
    mkdirSync(`${root}/devices${parent}`);
    const id = create(box, at(`${parent}/a`));
    box.must('delete', '--force', id);
    expect(dirsOf(parent)).toEqual([`${root}/devices${parent}`]);
    rmdirSync(`${root}/devices${parent}`);
  },
  { needs: ['v1-devices'], teuOnly: 'runc leaves parents' },
);

scenario(
  'when a container made cgroups of its own then they go with it',
  (box) => {
    const path = `/${box.id()}`;
    const id = create(box, (config) => {
      at(
        path,
        '/bin/sh',
        '-c',
        'cd /sys/fs/cgroup/pids; mkdir x x/y; echo $$ > x/y/tasks; exec sleep 1000',
      )(config);
      for (const mount of config.mounts) if (mount.type === 'cgroup') mount.options = ['rw'];
    });
    box.must('start', id);
    const deadline = Date.now() + 10_000;
    while (!existsSync(`${root}/pids${path}/x/y`) && Date.now() < deadline) Bun.spawnSync(['true']);
    expect(existsSync(`${root}/pids${path}/x/y`)).toBe(true);
    box.must('delete', '--force', id);
    expect(dirsOf(path)).toEqual([]);
  },
  { needs: ['v1-pids'] },
);

scenario(
  'when a container made cgroups of its own then run still exits with its status and leaves nothing',
  (box) => {
    const path = `/${box.id()}`;
    const result = box.run((config) => {
      at(path, '/bin/sh', '-c', 'mkdir /sys/fs/cgroup/pids/x && exit 7')(config);
      for (const mount of config.mounts) if (mount.type === 'cgroup') mount.options = ['rw'];
    });
    expect(result).toEqual({ code: 7, stdout: '', stderr: '' });
    expect(dirsOf(path)).toEqual([]);
  },
  { needs: ['v1-pids'] },
);

scenario(
  'when a container without a pid namespace leaves processes then delete --force ends them all',
  (box) => {
    const path = `/${box.id()}`;
    const id = create(box, (config) => {
      at(path, '/bin/sh', '-c', 'for n in 1 2 3 4 5; do sleep 1000 & done; exec sleep 1000')(config);
      config.linux.namespaces = config.linux.namespaces.filter(({ type }) => type !== 'pid');
    });
    box.must('start', id);
    box.must('delete', '--force', id);
    expect(dirsOf(path)).toEqual([]);
  },
  { needs: ['cgroup-v1'] },
);

scenario(
  'when the cgroup is frozen then create says so and leaves nothing',
  (box) => {
    const path = `/${box.id()}`;
    const dir = `${root}/freezer${path}`;
    mkdirSync(dir);
    writeFileSync(`${dir}/freezer.state`, 'FROZEN');
    const result = box.run(at(`${path}/a`));
    expect(result.code).toBe(1);
    expect(result.stderr).toContain('/linux/cgroupsPath');
    expect(result.stderr).toContain(dir);
    expect(dirsOf(path)).toEqual([dir]);
    expect(readFileSync(`${dir}/freezer.state`, 'utf8')).toBe('FROZEN\n');
    rmdirSync(dir);
  },
  { needs: ['cgroup-v1'], teuOnly: 'the message is its own' },
);
