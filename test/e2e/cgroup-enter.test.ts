/** How a container gets into its cgroup of v2: born in it. clone(2) CLONE_INTO_CGROUP, cgroups(7) */
import { expect } from 'bun:test';
import { readFileSync } from 'node:fs';
import type { Box } from '../helpers/box.ts';
import { repository } from '../helpers/paths.ts';
import { scenario } from '../helpers/scenario.ts';
import { onCgroup2 } from '../helpers/v2.ts';

export const alsoIn = 'guest';

/** A container that tells where it is, executed by `wrap`, and the system calls on the way there. */
function traced(box: Box, ...wrap: string[]) {
  const trace = `${box.dir}/trace`;
  const id = box.id();
  const strace = ['strace', '-f', '-qq', '-e', 'trace=clone3,open,openat,openat2', '-o', trace];
  const bundle = box.bundle((config) => {
    config.linux.cgroupsPath = `/${id}`;
    config.process.args = ['/bin/grep', '-o', '0::.*', '/proc/self/cgroup'];
  });
  const result = box.call(['run', '--bundle', bundle, id], { wrap: [...onCgroup2, ...wrap, ...strace] });
  expect(result).toEqual({ code: 0, stdout: `0::/${id}\n`, stderr: '' });
  const lines = readFileSync(trace, 'utf8').split('\n');
  return {
    births: lines.filter((line) => /clone3\(\{flags=[^,]*CLONE_INTO_CGROUP.*cgroup=[0-9]+/.test(line)),
    entries: lines.filter((line) => /(cgroup\.procs|\/tasks)".*O_(WRONLY|RDWR)/.test(line)),
  };
}

scenario(
  'on v2 the process of a container is born in its cgroup, and nobody writes cgroup.procs',
  (box) => {
    const { births, entries } = traced(box);
    expect(entries).toEqual([]);
    expect(births.filter((line) => !line.includes('= -1'))).toHaveLength(1);
  },
  { on: 'cgroup2', needs: ['strace', 'clone3'], teuOnly: 'the peers write cgroup.procs' },
);

scenario(
  'on v2 where a filter knows no clone3 the process is moved, and is in the same place',
  (box) => {
    const { births, entries } = traced(box, `${repository}build/test/filter`, '38', 'clone3');
    expect(births.filter((line) => !line.includes('ENOSYS'))).toEqual([]);
    expect(entries.length).toBeGreaterThan(0);
  },
  { on: 'cgroup2', needs: ['strace'], teuOnly: 'the peers write cgroup.procs' },
);
