/** kill: every spelling of a signal, who gets it, and what is refused. */
import { expect } from 'bun:test';
import type { Box } from '../helpers/box.ts';
import { withoutNamespace } from '../helpers/config.ts';
import { isTeu } from '../helpers/paths.ts';
import { scenario } from '../helpers/scenario.ts';
import { reap, waitEnd } from '../helpers/sys.ts';

/** A container whose process dies of any signal (it is not pid 1 of a namespace). */
function sleeper(box: Box): { id: string; pid: number } {
  const id = box.started((config) => {
    withoutNamespace(config, 'pid');
    config.process.args = ['/bin/sleep', '1000'];
  });
  return { id, pid: box.state(id).pid };
}

const spellings: readonly (readonly [string, number])[] = [
  ['15', 15],
  ['TERM', 15],
  ['SIGTERM', 15],
  ['9', 9],
  ['KILL', 9],
  ['SIGKILL', 9],
  ['hup', 1],
  ['USR1', 10],
  ...(isTeu
    ? ([
        ['RTMIN+3', 37],
        ['SIGRTMIN', 34],
        ['RTMAX', 64],
        ['64', 64],
      ] as const)
    : ([['64', 64]] as const)),
];

for (const [spelling, signal] of spellings) {
  scenario(`kill ${spelling} sends signal ${signal}`, (box) => {
    const { id, pid } = sleeper(box);
    box.must('kill', id, spelling);
    expect(reap(pid)).toEqual({ code: null, signal });
  });
}

scenario('kill without a signal sends SIGTERM', (box) => {
  const { id, pid } = sleeper(box);
  box.must('kill', id);
  expect(reap(pid)).toEqual({ code: null, signal: 15 });
});

for (const wrong of ['NOSUCH', '0x9', '65', '-1', '9 ', '']) {
  scenario(
    `kill with the signal ${JSON.stringify(wrong)} is an error and kills nobody`,
    (box) => {
      const { id } = sleeper(box);
      const result = box.teu('kill', id, wrong);
      expect(result.code).toBe(1);
      expect(result.stderr).not.toBe('');
      expect(box.state(id).status).toBe('running');
    },
    { teuOnly: 'runc leaves the range of numbers to the kernel' },
  );
}

scenario('a created container can be killed', (box) => {
  const id = box.created('exec sleep 1000');
  const { pid } = box.state(id);
  box.must('kill', id, 'KILL');
  waitEnd(pid);
  expect(box.state(id).status).toBe('stopped');
});

scenario('kill of a stopped container says that it is not running', (box) => {
  const id = box.started('exec sleep 1000');
  box.end(id);
  const result = box.teu('kill', id, 'TERM');
  expect(result.code).toBe(1);
  expect(result.stderr).toContain('container not running');
});

scenario('kill --all ends every process of a container without its own pid namespace', (box) => {
  const id = box.started((config) => {
    withoutNamespace(config, 'pid');
    config.process.args = ['/bin/sh', '-c', 'sleep 1000 & sleep 1000 & wait'];
  });
  const { pid } = box.state(id);
  box.must('kill', '--all', id, 'KILL');
  waitEnd(pid);
  reap(pid);
  box.must('delete', id);
  const living = () => box.left().filter((entry) => entry.startsWith('process') && !entry.includes('(Z'));
  expect(living()).toEqual([]);
});

scenario('kill --all of a dead container exits 0', (box) => {
  const id = box.started((config) => {
    withoutNamespace(config, 'pid');
    config.process.args = ['/bin/sleep', '1000'];
  });
  box.end(id);
  expect(box.teu('kill', '--all', id, '9').code).toBe(0);
});
