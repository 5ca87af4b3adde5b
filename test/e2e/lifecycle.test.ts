/** create, start, state, kill, delete: the life of a container as engines drive it (runtime.md#lifecycle). */
import { expect } from 'bun:test';
import { existsSync, readFileSync } from 'node:fs';
import { scenario } from '../helpers/scenario.ts';
import { kill, reap, waitEnd } from '../helpers/sys.ts';

export const alsoIn = 'guest';

scenario('a created container exists, and its program has not begun', (box) => {
  const id = box.created('echo ran');
  const state = box.state(id);
  expect(state.status).toBe('created');
  expect(state.id).toBe(id);
  expect(kill(state.pid, 0)).toBe(true);
});

scenario('a started container runs its program, and state says running', (box) => {
  const id = box.started('exec sleep 1000');
  const state = box.state(id);
  expect(state.status).toBe('running');
  box.eventually(() => readFileSync(`/proc/${state.pid}/cmdline`, 'utf8') === 'sleep\x001000\0');
});

scenario('state prints what runtime.md#state asks for', (box) => {
  const bundle = box.bundle((config) => {
    config.annotations = { 'org.example.key': 'value' };
  });
  const id = box.id();
  box.must('create', '--bundle', bundle, id);
  const state = box.state(id);
  expect(state.ociVersion).toMatch(/^1\.\d+\.\d+/);
  expect(state.bundle).toBe(bundle);
  expect(state.annotations).toEqual({ 'org.example.key': 'value' });
});

scenario('when the process has ended then the state is stopped with pid 0, and delete removes it', (box) => {
  const id = box.created('exit 7');
  const { pid } = box.state(id);
  box.must('start', id);
  waitEnd(pid);
  expect(box.state(id)).toMatchObject({ status: 'stopped', pid: 0 });
  expect(reap(pid)).toEqual({ code: 7, signal: null });
  expect(box.state(id)).toMatchObject({ status: 'stopped', pid: 0 });
  box.must('delete', id);
  expect(box.teu('state', id).code).toBe(1);
  expect(box.left()).toEqual([]);
});

scenario('a zombie init counts as stopped', (box) => {
  const id = box.started('exit 0');
  const pid = Number(
    readFileSync(`${box.root}/${id}/state.json`, 'utf8').match(/"(?:init_process_pid|pid)": ?(\d+)/)?.[1],
  );
  waitEnd(pid);
  expect(readFileSync(`/proc/${pid}/stat`, 'utf8')).toContain(') Z ');
  expect(box.state(id).status).toBe('stopped');
});

scenario('the container is a child of whoever called create', (box) => {
  const id = box.created('exec sleep 1000');
  const status = readFileSync(`/proc/${box.state(id).pid}/status`, 'utf8');
  expect(status).toContain(`PPid:\t${process.pid}\n`);
});

scenario('the pid file holds the digits of the pid and nothing else', (box) => {
  const id = box.id();
  const pidFile = `${box.dir}/pid`;
  box.must('create', '--bundle', box.bundle(), '--pid-file', pidFile, id);
  expect(readFileSync(pidFile, 'utf8')).toBe(`${box.state(id).pid}`);
});

scenario('a relative --pid-file is relative to the directory of the caller', (box) => {
  const id = box.id();
  box.must('create', '--bundle', box.bundle(), '--pid-file', 'pid', id);
  expect(existsSync(`${box.dir}/pid`)).toBe(true);
});

scenario('without --bundle the bundle is the current directory', (box) => {
  const bundle = box.bundle('echo here');
  const result = box.call(['run', box.id()], { cwd: bundle });
  expect(result).toEqual({ code: 0, stdout: 'here\n', stderr: '' });
});

scenario('nothing but the payload writes to stdout in create, start, kill and delete', (box) => {
  const id = box.id();
  const outputs = [
    box.must('create', '--bundle', box.bundle('exec sleep 1000'), id),
    box.must('start', id),
    box.must('kill', id, '9'),
  ].map(({ stdout, stderr }) => stdout + stderr);
  const pid = box.state(id).pid;
  if (pid > 0) waitEnd(pid);
  outputs.push(box.must('delete', id).stdout);
  expect(outputs).toEqual(['', '', '', '']);
});

scenario('start of a running or stopped container is an error and changes nothing', (box) => {
  const id = box.started('exec sleep 1000');
  expect(box.teu('start', id).code).toBe(1);
  expect(box.state(id).status).toBe('running');
  box.end(id);
  expect(box.teu('start', id).code).toBe(1);
  expect(box.state(id).status).toBe('stopped');
});

scenario('an id that exists is refused with the sentence that engines know', (box) => {
  const id = box.created('exec sleep 1000');
  const { pid } = box.state(id);
  const again = box.teu('create', '--bundle', box.bundle(), id);
  expect(again.code).toBe(1);
  expect(again.stderr).toContain('container with given ID already exists');
  expect(box.state(id)).toMatchObject({ status: 'created', pid });
});

scenario('verbs on an unknown id say that it does not exist', (box) => {
  for (const verb of [['state'], ['start'], ['kill'], ['delete']]) {
    const result = box.teu(...verb, 'no-such-container');
    expect([verb[0], result.code]).toEqual([verb[0] ?? '', 1]);
    expect(result.stderr).toContain('does not exist');
    expect(result.stdout).toBe('');
  }
});

scenario('a container outlives the caller and is killed and deleted by later calls', (box) => {
  const id = box.id();
  const bundle = box.bundle('exec sleep 1000');
  box.call(['create', '--bundle', bundle, id], { wrap: ['setsid', '-w'] });
  box.call(['start', id], { wrap: ['setsid', '-w'] });
  expect(box.state(id).status).toBe('running');
  box.end(id);
  box.must('delete', id);
  expect(box.left()).toEqual([]);
});
