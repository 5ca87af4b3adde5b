/** Foreground and detached run: streams, exit status, signals. */
import { expect } from 'bun:test';
import { closeSync, existsSync, readFileSync } from 'node:fs';
import { scenario } from '../helpers/scenario.ts';
import { kill, readSome, tryReap, waitEnd } from '../helpers/sys.ts';
import { pipe } from '../helpers/pipe.ts';

scenario('run exits with the status of the payload', (box) => {
  for (const status of [0, 1, 42, 255]) expect(box.run(`exit ${status}`).code).toBe(status);
});

scenario('run exits with 128 plus the signal that ended the payload', (box) => {
  const result = box.run((config) => {
    // Not as pid 1 of a pid namespace: that one cannot kill itself.
    config.linux.namespaces = config.linux.namespaces.filter(({ type }) => type !== 'pid');
    config.process.args = ['/bin/sh', '-c', 'kill -KILL $$'];
  });
  expect(result.code).toBe(128 + 9);
});

scenario('stdin, stdout and stderr of run are those of the payload', (box) => {
  const id = box.id();
  const result = box.call(['run', '--bundle', box.bundle('cat; echo err >&2'), id], { stdin: 'in\n' });
  expect(result).toEqual({ code: 0, stdout: 'in\n', stderr: 'err\n' });
});

scenario('after a foreground run nothing is left', (box) => {
  expect(box.run('true').code).toBe(0);
  expect(box.left()).toEqual([]);
});

scenario(
  'run --keep leaves the stopped container for delete',
  (box) => {
    const id = box.id();
    box.must('run', '--keep', '--bundle', box.bundle(), id);
    expect(box.state(id).status).toBe('stopped');
    box.must('delete', id);
    expect(box.left()).toEqual([]);
  },
  { teuOnly: 'Debian 12 has runc 1.1, where --keep is new' },
);

scenario('run --detach returns while the payload runs, a child of the caller', (box) => {
  const id = box.id();
  const result = box.call([
    'run',
    '--detach',
    '--pid-file',
    'pid',
    '--bundle',
    box.bundle('exec sleep 1000'),
    id,
  ]);
  expect(result).toEqual({ code: 0, stdout: '', stderr: '' });
  const pid = Number(readFileSync(`${box.dir}/pid`, 'utf8'));
  expect(box.state(id)).toMatchObject({ status: 'running', pid });
  expect(readFileSync(`/proc/${pid}/status`, 'utf8')).toContain(`PPid:\t${process.pid}\n`);
});

scenario('signals sent to a foreground run reach the payload', async (box) => {
  const { read, write } = pipe();
  const script = 'trap "echo got TERM; exit 3" TERM; echo ready; while :; do sleep 0.05; done';
  const running = box.begin(['run', '--bundle', box.bundle(script), box.id()], { stdout: write });
  closeSync(write);
  expect(readSome(read)).toBe('ready\n');
  kill(running.pid, 15);
  expect((await running.result()).code).toBe(3);
  expect(readSome(read)).toBe('got TERM\n');
  closeSync(read);
});

scenario('a SIGKILL of a foreground run does not break delete --force', async (box) => {
  const { read, write } = pipe();
  const id = box.id();
  const running = box.begin(['run', '--bundle', box.bundle('echo ready; exec sleep 1000'), id], {
    stdout: write,
  });
  closeSync(write);
  expect(readSome(read)).toBe('ready\n');
  kill(running.pid, 9);
  await running.result();
  box.must('delete', '--force', id);
  closeSync(read);
});

scenario('a payload that writes into a closed pipe gets SIGPIPE, and run tells its status', async (box) => {
  const { read, write } = pipe();
  const script = 'read go; yes; echo "status $?" >&2';
  const stdin = pipe();
  const running = box.begin(['run', '--bundle', box.bundle(script), box.id()], {
    stdin: stdin.read,
    stdout: write,
  });
  closeSync(write);
  closeSync(stdin.read);
  closeSync(read);
  stdin.send('go\n');
  const { stderr } = await running.result();
  expect(stderr).toContain('status 141');
  closeSync(stdin.write);
});

scenario('run works with all three standard streams closed', (box) => {
  const bundle = box.bundle('ls /proc/self/fd | wc -l > /seen; true');
  const id = box.id();
  const result = box.call(['run', '--bundle', bundle, id], {
    wrap: ['sh', '-c', 'exec "$@" <&- >&- 2>&-', 'sh'],
  });
  expect(result.code).toBe(0);
  expect(existsSync(`${bundle}/rootfs/seen`)).toBe(true);
});

scenario('no process of ours stays beside a detached container', (box) => {
  const id = box.id();
  box.must('run', '--detach', '--bundle', box.bundle('exec sleep 1000'), id);
  const { pid } = box.state(id);
  const others = box
    .left()
    .filter((entry) => entry.startsWith('process') && !entry.startsWith(`process ${pid} `));
  expect(others).toEqual([]);
});

scenario(
  'a foreground run leaves one small supervisor and no JavaScript engine',
  (box) => {
    const id = box.id();
    const out = pipe();
    const second = box.begin(['run', '--bundle', box.bundle('echo ready; exec sleep 1000'), id], {
      stdout: out.write,
    });
    closeSync(out.write);
    expect(readSome(out.read)).toBe('ready\n');
    // The payload runs a moment before the core has handed over to the supervisor.
    box.eventually(() => /VmRSS:\s*\d{1,3} kB/.test(readFileSync(`/proc/${second.pid}/status`, 'utf8')));
    const status = readFileSync(`/proc/${second.pid}/status`, 'utf8');
    expect(Number(/VmRSS:\s*(\d+)/.exec(status)?.[1])).toBeLessThan(1024);
    expect(/Threads:\s*(\d+)/.exec(status)?.[1]).toBe('1');
    kill(second.pid, 9);
    closeSync(out.read);
  },
  { teuOnly: 'the peers stay in memory' },
);

scenario('the exit status of a detached payload goes to the caller as its child', (box) => {
  const id = box.id();
  box.must('run', '--detach', '--pid-file', 'pid', '--bundle', box.bundle('exit 9'), id);
  const pid = Number(readFileSync(`${box.dir}/pid`, 'utf8'));
  waitEnd(pid);
  expect(box.state(id).status).toBe('stopped');
  tryReap(pid);
});

scenario('a program that is not there fails run with status 1 and names it', (box) => {
  const result = box.run((config) => {
    config.process.args = ['/no/such/program'];
  });
  expect(result.code).toBe(1);
  expect(result.stderr).toContain('/no/such/program');
});
