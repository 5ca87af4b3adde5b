/** Terminals of exec: a console socket for engines, a relayed pty for people at a shell. */
import { expect } from 'bun:test';
import { writeFileSync } from 'node:fs';
import { withUserNamespace } from '../helpers/config.ts';
import { running } from '../helpers/exec.ts';
import { runtime } from '../helpers/paths.ts';
import { Pty } from '../helpers/pty.ts';
import { scenario } from '../helpers/scenario.ts';
import { closeFd, kill, listenUnix, readSome, receiveFd, reap, windowSize } from '../helpers/sys.ts';
import { readFileSync } from 'node:fs';

function readUntil(master: number, pattern: RegExp): string {
  let seen = '';
  while (!pattern.test(seen)) seen += (readSome(master) ?? '').replaceAll('\r', '');
  return seen;
}

scenario('an exec at a terminal relays input, output, size and the exit status', async (box) => {
  const id = running(box);
  const script = 'tty; stty size; echo ready; read line; echo "<$line>"; exit 5';
  const pty = new Pty([runtime, '--root', box.root, 'exec', '--tty', id, 'sh', '-c', script], {
    rows: 33,
    columns: 101,
  });
  pty.until(/\/dev\/pts\/0/);
  pty.until(/33 101/);
  pty.until(/ready\r?\n/);
  pty.type('typed\n');
  pty.until(/<typed>/);
  expect((await pty.exited).code).toBe(5);
  pty.close();
});

scenario('with --console-socket the master is sent, in the size of the process', (box) => {
  const id = running(box);
  const socket = `${box.dir}/console.sock`;
  const listener = listenUnix(socket);
  writeFileSync(
    `${box.dir}/process.json`,
    JSON.stringify({
      terminal: true,
      consoleSize: { width: 97, height: 31 },
      args: ['/bin/sh', '-c', 'tty; ls -l /proc/self/fd | grep -c pts; echo end; exec sleep 1000'],
      env: ['PATH=/bin'],
      cwd: '/',
    }),
  );
  const args = [
    '--process',
    'process.json',
    '--tty',
    '--console-socket',
    socket,
    '--detach',
    '--pid-file',
    'p',
  ];
  box.must('exec', ...args, id);
  const master = receiveFd(listener);
  expect(windowSize(master)).toEqual({ rows: 31, columns: 97 });
  expect(readUntil(master, /end\n/)).toStartWith('/dev/pts/0\n');
  const pid = Number(readFileSync(`${box.dir}/p`, 'utf8'));
  kill(pid, 9);
  reap(pid);
  closeFd(master);
  closeFd(listener);
});

scenario(
  'the terminal of a process in a user namespace belongs to its user',
  async (box) => {
    const id = running(box, (config) => withUserNamespace(config));
    const script = 'stat -c %u $(tty); echo end';
    const pty = new Pty([
      runtime,
      '--root',
      box.root,
      'exec',
      '-t',
      '-u',
      '1000:1000',
      id,
      'sh',
      '-c',
      script,
    ]);
    pty.until(/1000\r?\n/);
    pty.until(/end/);
    expect((await pty.exited).code).toBe(0);
    pty.close();
  },
  { needs: ['userns'] },
);

scenario(
  "without a devpts of its own a container gets a terminal of the caller's",
  async (box) => {
    const id = running(box, (config) => {
      config.mounts = config.mounts.filter(({ destination }) => destination !== '/dev/pts');
    });
    const pty = new Pty([runtime, '--root', box.root, 'exec', '-t', id, 'sh', '-c', 'test -t 0 && echo yes']);
    pty.until(/yes/);
    expect((await pty.exited).code).toBe(0);
    pty.close();
  },
  { teuOnly: 'the peers refuse it' },
);
