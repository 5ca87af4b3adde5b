/** Two containers with one cgroupsPath: nobody's processes are touched by the other's end, and the last removes the cgroup. */
import { expect } from 'bun:test';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync } from 'node:fs';
import type { Box } from '../helpers/box.ts';
import type { OciConfig } from '../helpers/config.ts';
import { scenario } from '../helpers/scenario.ts';
import { kill } from '../helpers/sys.ts';

const root = '/sys/fs/cgroup';
/** Less than removal waits for a cgroup that is busy. */
const promptMs = 4000;

const dirsOf = (path: string): string[] =>
  readdirSync(root)
    .map((name) => `${root}/${name}${path}`)
    .filter((dir) => existsSync(dir));

const sleeperAt =
  (path: string, ownPids = true) =>
  (config: OciConfig): void => {
    config.linux.cgroupsPath = path;
    config.process.args = ['/bin/sh', '-c', 'sleep 1000 & exec sleep 1000'];
    if (!ownPids) config.linux.namespaces = config.linux.namespaces.filter(({ type }) => type !== 'pid');
  };

function quickDelete(box: Box, id: string) {
  const begin = performance.now();
  const result = box.must('delete', '--force', id);
  expect(performance.now() - begin).toBeLessThan(promptMs);
  return result;
}

const processesIn = (dir: string): number =>
  readFileSync(`${dir}/cgroup.procs`, 'utf8').trim().split('\n').length;

scenario(
  'the one that made the cgroup is deleted at once, and the last one removes it with its parents',
  (box) => {
    const parent = `/${box.id()}`;
    const first = box.started(sleeperAt(`${parent}/a`));
    const second = box.started(sleeperAt(`${parent}/a`));
    expect(quickDelete(box, first).stderr).toContain(`container ${second} is in the cgroup of ${first} too`);
    expect(box.state(second).status).toBe('running');
    expect(dirsOf(`${parent}/a`).length).toBeGreaterThan(0);
    quickDelete(box, second);
    expect(dirsOf(parent)).toEqual([]);
  },
  { needs: ['cgroup-v1'], teuOnly: 'runc answers EBUSY' },
);

scenario(
  'the one that came second is deleted at once and says nothing, and the first keeps its cgroup',
  (box) => {
    const path = `/${box.id()}`;
    const first = box.started(sleeperAt(path));
    const second = box.started(sleeperAt(path));
    expect(quickDelete(box, second).stderr).toBe('');
    expect(box.state(first).status).toBe('running');
    quickDelete(box, first);
    expect(dirsOf(path)).toEqual([]);
  },
  { needs: ['cgroup-v1'], teuOnly: 'runc answers EBUSY' },
);

scenario(
  'a cgroup below that of another container is left to the one that lives in it',
  (box) => {
    const path = `/${box.id()}`;
    const first = box.started(sleeperAt(path));
    const second = box.started(sleeperAt(`${path}/inner`));
    quickDelete(box, first);
    expect(box.state(second).status).toBe('running');
    quickDelete(box, second);
    expect(dirsOf(path)).toEqual([]);
  },
  { needs: ['cgroup-v1'], teuOnly: 'runc answers EBUSY' },
);

scenario(
  'without a pid namespace of its own a container ends with its init, and not the processes of the other',
  (box) => {
    const path = `/${box.id()}`;
    const first = box.started(sleeperAt(path, false));
    const second = box.started(sleeperAt(path));
    const { pid } = box.state(second);
    quickDelete(box, first);
    expect(box.state(second)).toMatchObject({ status: 'running', pid });
    // What it has started lives on, too.
    expect(processesIn(`${root}/devices${path}`)).toBeGreaterThanOrEqual(2);
    box.must('kill', second, 'KILL');
    for (const line of readFileSync(`${root}/devices${path}/cgroup.procs`, 'utf8').trim().split('\n'))
      if (line !== '') kill(Number(line), 9); // it may have ended since it was listed
    quickDelete(box, second);
    expect(dirsOf(path)).toEqual([]);
  },
  { needs: ['v1-devices'], teuOnly: 'runc ends them' },
);

scenario(
  'a foreground run removes what another has left to it',
  async (box) => {
    const path = `/${box.id()}`;
    const first = box.started(sleeperAt(path));
    const second = box.id();
    const running = box.begin(['run', '--bundle', box.bundle(sleeperAt(path)), second]);
    const status = () => box.call(['state', second]).stdout.includes('"running"');
    box.eventually(status);
    quickDelete(box, first);
    expect(dirsOf(path).length).toBeGreaterThan(0);
    box.must('kill', second, 'KILL');
    expect((await running.result()).code).toBe(137);
    expect(dirsOf(path)).toEqual([]);
  },
  { needs: ['cgroup-v1'], teuOnly: 'runc answers EBUSY' },
);

scenario(
  'a cgroup that was there before stays when the last one goes',
  (box) => {
    const path = `/${box.id()}`;
    mkdirSync(`${root}/devices${path}`);
    const first = box.started(sleeperAt(path));
    const second = box.started(sleeperAt(path));
    quickDelete(box, first);
    quickDelete(box, second);
    expect(dirsOf(path)).toEqual([`${root}/devices${path}`]);
    rmdirSync(`${root}/devices${path}`);
  },
  { needs: ['v1-devices'], teuOnly: 'runc removes it' },
);
