/** Terminals: a console socket for engines, a relayed pty for people at a shell. */
import { expect } from 'bun:test';
import { repository, runtime } from '../helpers/paths.ts';
import { Pty } from '../helpers/pty.ts';
import type { Box } from '../helpers/box.ts';
import type { OciConfig } from '../helpers/config.ts';
import { scenario } from '../helpers/scenario.ts';
import {
  closeFd,
  fillSocket,
  kill,
  listenUnix,
  readSome,
  receiveFd,
  waitEnd,
  windowSize,
  writeAll,
} from '../helpers/sys.ts';

/** Reads from a pty master until the text matches. */
function readUntil(master: number, pattern: RegExp): string {
  let seen = '';
  while (!pattern.test(seen)) {
    const text = readSome(master);
    if (text === null) throw new Error(`the terminal ended after ${JSON.stringify(seen)}`);
    // Whether newlines carry a return is up to whoever owns the master.
    seen += text.replaceAll('\r', '');
  }
  return seen;
}

function onTerminal(script: string, change: (config: OciConfig) => void = () => {}) {
  return (config: OciConfig) => {
    config.process.terminal = true;
    config.process.args = ['/bin/sh', '-c', script];
    change(config);
  };
}

/** A foreground run on a pty of its own. */
function runOnPty(box: Box, script: string, size = { rows: 24, columns: 80 }): { pty: Pty; id: string } {
  const id = box.id();
  const bundle = box.bundle(onTerminal(script));
  return { id, pty: new Pty([runtime, '--root', box.root, 'run', '--bundle', bundle, id], size) };
}

scenario('with --console-socket the master of the terminal is sent, and the payload talks on it', (box) => {
  const socket = `${box.dir}/console.sock`;
  const listener = listenUnix(socket);
  const id = box.id();
  const script = 'tty; read line; echo "got $line"; exec sleep 1000';
  box.must('create', '--console-socket', socket, '--bundle', box.bundle(onTerminal(script)), id);
  const master = receiveFd(listener);
  box.must('start', id);
  expect(readUntil(master, /\n/)).toBe('/dev/pts/0\n');
  writeAll(master, 'hello\n');
  expect(readUntil(master, /got hello\n/)).toContain('got hello\n');
  closeFd(master);
  closeFd(listener);
});

scenario('consoleSize is the first size of the terminal', (box) => {
  const socket = `${box.dir}/console.sock`;
  const listener = listenUnix(socket);
  const id = box.id();
  const bundle = box.bundle(
    onTerminal('exec sleep 1000', (config) => {
      config.process.consoleSize = { width: 97, height: 31 };
    }),
  );
  box.must('create', '--console-socket', socket, '--bundle', bundle, id);
  const master = receiveFd(listener);
  expect(windowSize(master)).toEqual({ rows: 31, columns: 97 });
  closeFd(master);
  closeFd(listener);
});

scenario('/dev/console and the standard streams are the terminal', (box) => {
  const socket = `${box.dir}/console.sock`;
  const listener = listenUnix(socket);
  const id = box.id();
  const script =
    'for f in 0 1 2; do readlink /proc/self/fd/$f; done; test -c /dev/console && echo console; echo end; exec sleep 1000';
  box.must('create', '--console-socket', socket, '--bundle', box.bundle(onTerminal(script)), id);
  const master = receiveFd(listener);
  box.must('start', id);
  expect(readUntil(master, /end\n/)).toBe('/dev/pts/0\n/dev/pts/0\n/dev/pts/0\nconsole\nend\n');
  closeFd(master);
  closeFd(listener);
});

scenario(
  'a console socket on which nobody accepts is an error in time',
  (box) => {
    const socket = `${box.dir}/console.sock`;
    const listener = listenUnix(socket);
    fillSocket(socket, 'stream');
    const bundle = box.bundle(onTerminal('true'));
    const result = box.call(['create', '--console-socket', socket, '--bundle', bundle, box.id()]);
    expect(result.code).toBe(1);
    expect(result.stderr).toMatch(/call +connect\(2\): EAGAIN/);
    closeFd(listener);
  },
  { teuOnly: 'runc waits for ever' },
);

scenario('create with a terminal and without --console-socket is refused', (box) => {
  const id = box.id();
  expect(box.teu('create', '--bundle', box.bundle(onTerminal('true')), id).code).toBe(1);
  expect(box.left().filter((entry) => !entry.includes('(Z'))).toEqual([]);
});

scenario('--console-socket without a terminal is refused', (box) => {
  const result = box.teu('create', '--console-socket', '/nowhere', '--bundle', box.bundle(), box.id());
  expect(result.code).toBe(1);
});

scenario('a foreground run relays input, output and the exit status', async (box) => {
  const { pty } = runOnPty(box, 'echo ready; read line; echo "<$line>"; exit 5');
  pty.until(/ready\r?\n/);
  pty.type('typed\n');
  pty.until(/<typed>/);
  expect((await pty.exited).code).toBe(5);
  pty.close();
});

scenario('the terminal inside has the size of the one outside, and follows it', async (box) => {
  const { pty } = runOnPty(
    box,
    'stty size; trap "stty size; exit 0" WINCH; echo ready; while :; do sleep 0.05; done',
    { rows: 33, columns: 101 },
  );
  pty.until(/33 101/);
  pty.until(/ready/);
  pty.resize(40, 120);
  pty.until(/40 120/);
  expect((await pty.exited).code).toBe(0);
  pty.close();
});

scenario('Ctrl-C interrupts the payload and not the relay', async (box) => {
  const { pty } = runOnPty(
    box,
    'trap "echo interrupted; exit 6" INT; echo ready; while :; do sleep 0.05; done',
  );
  pty.until(/ready/);
  pty.type('\x03');
  pty.until(/interrupted/);
  expect((await pty.exited).code).toBe(6);
  pty.close();
});

scenario('the terminal outside is as before when run has ended', async (box) => {
  const id = box.id();
  const bundle = box.bundle(onTerminal('true'));
  const script = `stty -a > ${box.dir}/before; ${runtime} --root ${box.root} run --bundle ${bundle} ${id}; stty -a > ${box.dir}/after`;
  const pty = new Pty(['sh', '-c', script]);
  pty.rest();
  await pty.exited;
  pty.close();
  expect(await Bun.file(`${box.dir}/after`).text()).toBe(await Bun.file(`${box.dir}/before`).text());
  expect(repository.length).toBeGreaterThan(1);
});

scenario(
  'SIGHUP of the terminal reaches the payload',
  async (box) => {
    const { pty, id } = runOnPty(box, 'trap "exit 0" HUP; echo ready; while :; do sleep 0.05; done');
    pty.until(/ready/);
    const { pid } = box.state(id);
    pty.close();
    await pty.exited;
    waitEnd(pid);
    expect(kill(pid, 0)).toBe(false);
  },
  { teuOnly: 'pid 1 of runc ignores it' },
);

scenario('a lot of output arrives whole', async (box) => {
  const { pty } = runOnPty(box, 'seq 1 20000; exit 0');
  const text = pty.rest();
  expect((await pty.exited).code).toBe(0);
  expect(text.replaceAll('\r', '').trimEnd().split('\n')).toHaveLength(20_000);
  pty.close();
});
