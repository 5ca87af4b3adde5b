/** pause and resume: the processes stand still, the status says so, and nothing waits for ever. */
import { expect } from 'bun:test';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Box } from '../helpers/box.ts';
import { scenario } from '../helpers/scenario.ts';
import { kill, waitEnd } from '../helpers/sys.ts';

export const alsoIn = 'guest';

/** What the kernel says of the freezer of a process: v1's word, or v2's. */
function freezerOf(pid: number): string {
  const dir = cgroupOf(pid);
  if (existsSync(`${dir}/freezer.state`)) return readFileSync(`${dir}/freezer.state`, 'utf8').trim();
  return readFileSync(`${dir}/cgroup.events`, 'utf8').includes('frozen 1') ? 'FROZEN' : 'THAWED';
}

/** The cgroup whose freezer counts: of the v1 hierarchy where there is one. */
function cgroupOf(pid: number): string {
  const lines = readFileSync(`/proc/${pid}/cgroup`, 'utf8').split('\n');
  const v1 = lines.map((line) => line.split(':')).find(([, names]) => names?.split(',').includes('freezer'));
  if (v1 !== undefined) return `/sys/fs/cgroup/freezer${v1[2]}`;
  return `/sys/fs/cgroup${lines.find((line) => line.startsWith('0::'))?.slice(3)}`;
}

/** Writes a line to /seen for each USR1 it handles. */
const listener = "trap 'echo usr1 >> /seen' USR1; echo ready > /seen; while :; do sleep 1 & wait $!; done";

function listening(box: Box): { id: string; pid: number; seen: () => string } {
  let seen = (): string => '';
  const id = box.started((config, dir) => {
    config.root = { ...config.root, path: 'rootfs', readonly: false };
    config.process.args = ['/bin/sh', '-c', listener];
    seen = () => {
      try {
        return readFileSync(`${dir}/rootfs/seen`, 'utf8');
      } catch {
        return '';
      }
    };
  });
  box.eventually(() => seen() === 'ready\n');
  return { id, pid: box.state(id).pid, seen: () => seen() };
}

scenario('pause freezes the processes, resume lets them handle what came meanwhile', (box) => {
  const { id, pid, seen } = listening(box);
  expect(freezerOf(pid)).toBe('THAWED');
  box.must('pause', id);
  expect(freezerOf(pid)).toBe('FROZEN');
  expect(box.state(id).status).toBe('paused');
  expect(box.must('list', '--format', 'json').stdout).toContain('"status":"paused"');
  kill(pid, 10);
  box.must('resume', id);
  expect(freezerOf(pid)).toBe('THAWED');
  expect(box.state(id).status).toBe('running');
  box.eventually(() => seen() === 'ready\nusr1\n');
});

scenario('a created container can be paused; start refuses until it is resumed', (box) => {
  const id = box.created('true');
  box.must('pause', id);
  expect(box.state(id).status).toBe('paused');
  const refused = box.teu('start', id);
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain('cannot start a paused container');
  box.must('resume', id);
  expect(box.state(id).status).toBe('created');
  box.must('start', id);
});

scenario(
  'pause of a paused and resume of a running container are errors in the words engines know',
  (box) => {
    const id = box.started('exec sleep 1000');
    const running = box.teu('resume', id);
    expect([running.code, running.stderr.includes('container not paused')]).toEqual([1, true]);
    box.must('pause', id);
    expect(box.teu('pause', id).code).toBe(1);
    box.must('resume', id);
  },
);

scenario('pause and resume of a stopped or an unknown container are errors', (box) => {
  const id = box.started('exec sleep 1000');
  box.end(id);
  expect(box.teu('pause', id).stderr).toContain('container not running');
  expect(box.teu('resume', id).stderr).toContain('container not paused');
  for (const verb of ['pause', 'resume']) {
    const result = box.teu(verb, box.id());
    expect([result.code, result.stderr.includes('container does not exist')]).toEqual([1, true]);
  }
});

scenario('a paused container is not deleted without force, and with force it is gone', (box) => {
  const id = box.started('exec sleep 1000');
  const { pid } = box.state(id);
  box.must('pause', id);
  const refused = box.teu('delete', id);
  expect(refused.code).toBe(1);
  expect(refused.stderr).toContain('that is not stopped: paused');
  box.must('delete', '--force', id);
  waitEnd(pid);
  expect(box.teu('state', id).code).toBe(1);
});

scenario('kill with SIGKILL ends a paused container', (box) => {
  const id = box.started('exec sleep 1000');
  const { pid } = box.state(id);
  box.must('pause', id);
  box.must('kill', id, 'KILL');
  waitEnd(pid);
  expect(box.state(id).status).toBe('stopped');
});

scenario('kill --all with SIGKILL ends a paused container', (box) => {
  const id = box.started('exec sleep 1000');
  const { pid } = box.state(id);
  box.must('pause', id);
  box.must('kill', '--all', id, 'KILL');
  waitEnd(pid);
});

scenario(
  'a pause by a process in the cgroup of the container is refused: it would freeze itself',
  async (box) => {
    const { id, pid } = listening(box);
    const dir = cgroupOf(pid);
    const script = `echo $$ >${dir}/cgroup.procs && exec "$@"`;
    const call = box.begin(['pause', id], { wrap: ['sh', '-c', script, 'sh'] });
    // Where it is frozen nonetheless, nothing but the kernel's file helps, and it goes on freezing for a while.
    const rescue = setInterval(() => {
      if (existsSync(`${dir}/freezer.state`)) writeFileSync(`${dir}/freezer.state`, 'THAWED');
      else writeFileSync(`${dir}/cgroup.freeze`, '0');
    }, 2_000);
    const { code, stderr } = await call.result();
    clearInterval(rescue);
    expect(stderr).toContain('is in its cgroup');
    expect(code).toBe(1);
    expect(box.state(id).status).toBe('running');
  },
  { teuOnly: 'runc freezes itself' },
);
