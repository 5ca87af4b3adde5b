/** --pidfd-socket: the caller gets a pidfd, which no other process can come to have. */
import { expect } from 'bun:test';
import { readFileSync } from 'node:fs';
import type { Box } from '../helpers/box.ts';
import { running } from '../helpers/exec.ts';
import { scenario } from '../helpers/scenario.ts';
import { closeFd, kill, listenUnix, reap, receiveFd } from '../helpers/sys.ts';

/** What the verb sends: the pid that the descriptor stands for. */
function sentBy(box: Box, ...args: string[]): number {
  const listener = listenUnix(`${box.dir}/pidfd.sock`);
  box.must(...args);
  const fd = receiveFd(listener);
  const pid = /^Pid:\t([0-9]+)$/m.exec(readFileSync(`/proc/self/fdinfo/${fd}`, 'utf8'))?.[1];
  closeFd(fd);
  closeFd(listener);
  return Number(pid);
}

const teuOnly = 'Debian 12 has runc 1.1, where it is new';

scenario(
  'create sends a pidfd of init',
  (box) => {
    const id = box.id();
    const bundle = box.bundle('exec sleep 1000');
    const pid = sentBy(box, 'create', '--pidfd-socket', 'pidfd.sock', '--bundle', bundle, id);
    expect(pid).toBe(box.state(id).pid);
  },
  { teuOnly },
);

scenario(
  'a detached run sends a pidfd of init',
  (box) => {
    const id = box.id();
    const bundle = box.bundle('exec sleep 1000');
    const pid = sentBy(
      box,
      'run',
      '--detach',
      '--pidfd-socket',
      `${box.dir}/pidfd.sock`,
      '--bundle',
      bundle,
      id,
    );
    expect(pid).toBe(box.state(id).pid);
  },
  { teuOnly },
);

scenario(
  'exec sends a pidfd of the process',
  (box) => {
    const id = running(box);
    const flags = ['--detach', '--pid-file', 'p', '--pidfd-socket', 'pidfd.sock'];
    const pid = sentBy(box, 'exec', ...flags, id, 'sleep', '1000');
    expect(String(pid)).toBe(readFileSync(`${box.dir}/p`, 'utf8'));
    kill(pid, 9);
    expect(reap(pid).signal).toBe(9);
  },
  { teuOnly },
);

scenario(
  'a socket that nobody listens on is an error, and nothing is left',
  (box) => {
    const id = running(box);
    const result = box.call(['exec', '--pidfd-socket', '/nowhere/sock', id, 'true']);
    expect(result.code).toBe(255);
    expect(result.stderr).toContain('cannot send a pidfd to the socket /nowhere/sock');
    const other = box.id();
    const bundle = box.bundle('exec sleep 1000');
    expect(box.call(['create', '--pidfd-socket', '/nowhere/sock', '--bundle', bundle, other]).code).toBe(1);
    box.settle();
    expect(box.left().filter((entry) => entry.includes(other) && !entry.includes('bundle'))).toEqual([]);
  },
  { teuOnly },
);
