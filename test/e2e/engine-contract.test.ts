/**
 * Every call that engines were seen to make, by the sections of the notes on them: 1.1 shim, 1.2 dockerd and BuildKit,
 * 1.3 conmon, 1.4 podman, 1.5 buildah; 3 what they make of errors. Each is made in the situation in which it was
 * seen, and its status, stdout, stderr and log line are compared.
 */
import { expect, test } from 'bun:test';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { Box, Result } from '../helpers/box.ts';
import type { OciConfig } from '../helpers/config.ts';
import { type Caller, Engine, type Situation, styles } from '../helpers/engine.ts';
import { scenario } from '../helpers/scenario.ts';
import { closeFd, kill, listenUnix, receiveFd, tryReap, windowSize } from '../helpers/sys.ts';

/** A call in words: BUNDLE, ID, PIDFILE, SOCKET, PROCESS and FILE stand for what the engine has made. */
interface Row {
  readonly no: string;
  readonly by: Caller;
  readonly what: string;
  readonly given: Situation;
  readonly call: string;
  /** 0 if there is none. */
  readonly code?: number;
  /** All of stdout; nothing if there is none. */
  readonly prints?: RegExp;
  /** Part of the error, on stderr and, where the engine asks for a log, in its one error line. */
  readonly says?: string;
  readonly leaves: Situation;
  readonly change?: (config: OciConfig) => void;
  readonly process?: Readonly<Record<string, unknown>>;
  readonly stdin?: string;
  readonly file?: Readonly<Record<string, unknown>>;
  /** A terminal or a pidfd is sent to SOCKET. */
  readonly sends?: 'terminal' | 'pidfd';
  readonly teuOnly?: string;
}

const sleeps = ['/bin/sleep', '1000'];
const terminal = (config: OciConfig) => {
  config.process.terminal = true;
  config.process.consoleSize = { width: 97, height: 31 };
  config.process.args = sleeps;
};
const sharesPids = (config: OciConfig) => {
  config.process.args = sleeps;
  config.linux.namespaces = config.linux.namespaces.filter(({ type }) => type !== 'pid');
};
const runs =
  (...args: string[]) =>
  (config: OciConfig) => {
    config.process.args = args;
  };
const entering = { user: { uid: 0, gid: 0 }, args: sleeps, env: ['PATH=/bin'], cwd: '/', oomScoreAdj: 0 };
const atTerminal = { ...entering, terminal: true, consoleSize: { width: 97, height: 31 } };
const zeros = {
  memory: { limit: 0, reservation: 52428800, kernel: 0 },
  cpu: { shares: 512, quota: 0, period: 0, cpus: '0' },
  pids: { limit: 77 },
  blockIO: { weight: 0 },
};
const resources = JSON.stringify(zeros);

const create = 'create --bundle BUNDLE --pid-file PIDFILE';
const execute = 'exec --process PROCESS';
const is11 = 'runc 1.1 has no such flag';
const hasCheckpoints = 'runc has checkpoints';
const unknown = 'container does not exist';
const stats = /^\{"type":"stats","id":"[^\n]*\}\n$/;

// biome-ignore format: a table
const rows: readonly Row[] = [
  // 1.1 The shim: everything that Docker does with a container, too.
  { no: '1.1', by: 'shim', what: 'a task is created', given: 'none', call: `${create} ID`, leaves: 'created' },
  { no: '1.1', by: 'shim', what: 'a task with a terminal', given: 'none', call: `${create} --console-socket SOCKET ID`, change: terminal, sends: 'terminal', leaves: 'created' },
  { no: '1.1', by: 'shim', what: 'on a ramdisk, with the keyring of the caller', given: 'none', call: `${create} --no-pivot --no-new-keyring ID`, leaves: 'created' },
  { no: '1.1', by: 'newer shim', what: 'descriptors that are handed on', given: 'none', call: `${create} --preserve-fds 1 ID`, leaves: 'created' },
  { no: '1.1', by: 'newer shim', what: 'a pidfd is asked for', given: 'none', call: `${create} --pidfd-socket SOCKET ID`, sends: 'pidfd', leaves: 'created', teuOnly: is11 },
  { no: '1.1', by: 'shim', what: 'a create that fails', given: 'none', call: `${create} ID`, change: runs('nope'), code: 1, says: 'executable file not found in $PATH', leaves: 'none' },
  { no: '1.1', by: 'shim', what: 'an id that is taken', given: 'running', call: `${create} ID`, code: 1, says: 'container with given ID already exists', leaves: 'running' },
  { no: '1.1', by: 'shim', what: 'a task is started', given: 'created', call: 'start ID', leaves: 'running' },
  { no: '1.1', by: 'shim', what: 'a process is added', given: 'running', call: `${execute} --detach --pid-file PIDFILE ID`, process: entering, leaves: 'running' },
  { no: '1.1', by: 'shim', what: 'a process with a terminal is added', given: 'running', call: `${execute} --console-socket SOCKET --detach --pid-file PIDFILE ID`, process: atTerminal, sends: 'terminal', leaves: 'running' },
  { no: '1.1', by: 'newer shim', what: 'a process with a pidfd is added', given: 'running', call: `${execute} --pidfd-socket SOCKET --detach --pid-file PIDFILE ID`, process: entering, sends: 'pidfd', leaves: 'running', teuOnly: is11 },
  { no: '1.1', by: 'shim', what: 'a process that is not there', given: 'running', call: `${execute} --detach --pid-file PIDFILE ID`, process: { ...entering, args: ['nope'] }, code: 255, says: 'exec: "nope": executable file not found in $PATH', leaves: 'running' },
  { no: '1.1', by: 'shim', what: 'docker stop: a number', given: 'running', call: 'kill ID 15', leaves: 'running' },
  { no: '1.1', by: 'shim', what: 'a signal that comes late', given: 'stopped', call: 'kill ID 15', code: 1, says: 'container not running', leaves: 'stopped' },
  { no: '1.1', by: 'shim', what: 'a signal for nobody', given: 'none', call: 'kill ID 15', code: 1, says: unknown, leaves: 'none' },
  { no: '1.1', by: 'shim', what: 'what is left of a container in the pids of the host', given: 'stopped', call: 'kill --all ID 9', change: sharesPids, leaves: 'stopped' },
  { no: '1.1', by: 'shim', what: 'a task is deleted', given: 'stopped', call: 'delete ID', leaves: 'none' },
  { no: '1.1', by: 'shim', what: 'a task that is gone is deleted', given: 'none', call: 'delete ID', code: 1, says: unknown, leaves: 'none' },
  { no: '1.1', by: 'shim', what: 'a task that runs is deleted', given: 'running', call: 'delete ID', code: 1, says: 'that is not stopped: running', leaves: 'running' },
  { no: '1.1', by: 'shim', what: 'the second delete, after the first or after a failed create', given: 'none', call: 'delete --force ID', leaves: 'none' },
  { no: '1.1', by: 'shim', what: 'the delete after the death of the shim', given: 'running', call: 'delete --force ID', leaves: 'none' },
  { no: '1.1', by: 'shim', what: 'docker top', given: 'running', call: 'ps --format json ID', prints: /^\[\d+\]\n?$/, leaves: 'running' },
  { no: '1.1', by: 'shim', what: 'docker pause', given: 'running', call: 'pause ID', leaves: 'paused' },
  { no: '1.1', by: 'shim', what: 'docker unpause', given: 'paused', call: 'resume ID', leaves: 'running' },
  { no: '1.1', by: 'shim', what: 'nobody to resume after a checkpoint', given: 'none', call: 'resume ID', code: 1, says: unknown, leaves: 'none' },
  { no: '1.1', by: 'shim', what: 'docker update with zeros for what stays', given: 'running', call: 'update --resources - ID', stdin: resources, leaves: 'running' },
  { no: '1.1', by: 'newer shim', what: 'docker update with what changes', given: 'running', call: 'update --resources=- ID', stdin: '{"pids":{"limit":77}}', leaves: 'running' },
  { no: '1.1', by: 'shim', what: 'a checkpoint is refused by name', given: 'paused', call: 'checkpoint --image-path BUNDLE --work-path BUNDLE ID', code: 1, says: "unknown command 'checkpoint'", leaves: 'paused', teuOnly: hasCheckpoints },
  { no: '1.1', by: 'shim', what: 'a restore is refused by name', given: 'none', call: 'restore --image-path BUNDLE --work-path BUNDLE --detach --pid-file PIDFILE -no-subreaper --bundle BUNDLE ID', code: 1, says: "unknown command 'restore'", leaves: 'none', teuOnly: hasCheckpoints },
  { no: '1.1', by: 'shim', what: 'statistics, as go-runc asks', given: 'running', call: 'events --stats ID', prints: stats, leaves: 'running' },
  { no: '1.1', by: 'shim', what: 'all containers, as go-runc asks', given: 'running', call: 'list --format=json', prints: /^\[\{"ociVersion":"[^"]+","id":"[^\n]+\}\]\n?$/, leaves: 'running' },
  { no: '1.1', by: 'shim', what: 'a state, as go-runc asks', given: 'stopped', call: 'state ID', prints: /"pid": 0,\n +"status": "stopped",[\s\S]*\n\}\n?$/, leaves: 'stopped' },
  // 1.2 dockerd itself
  { no: '1.2', by: 'dockerd', what: 'the version', given: 'none', call: '--version', prints: /^\S+ version \S+\ncommit: \S+\nspec: [\d.]+\S*\n/, leaves: 'none' },
  { no: '1.2', by: 'dockerd', what: 'the features', given: 'none', call: 'features', prints: /^\{\s*"ociVersionMin"[\s\S]*\}\n?$/, leaves: 'none' },
  { no: '1.2', by: 'BuildKit', what: 'a step', given: 'none', call: 'run --bundle BUNDLE ID', change: runs('/bin/sh', '-c', 'echo step; exit 7'), code: 7, prints: /^step\n$/, leaves: 'none' },
  { no: '1.2', by: 'BuildKit', what: 'a step of a newer one, which is deleted later', given: 'none', call: 'run --bundle BUNDLE --keep ID', change: runs('true'), leaves: 'stopped' },
  { no: '1.2', by: 'BuildKit', what: 'the delete of a step', given: 'stopped', call: 'delete ID', leaves: 'none' },
  { no: '1.2', by: 'BuildKit', what: 'a step whose program is missing', given: 'none', call: 'run --bundle BUNDLE ID', change: runs('/nope'), code: 1, says: 'exec: "/nope": stat /nope: no such file or directory', leaves: 'none' },
  { no: '1.2', by: 'BuildKit', what: 'a step that is cancelled', given: 'running', call: 'kill ID 9', leaves: 'stopped' },
  // 1.3 conmon
  { no: '1.3', by: 'conmon', what: 'a container is created', given: 'none', call: `${create} ID`, leaves: 'created' },
  { no: '1.3', by: 'conmon', what: 'a container with everything', given: 'none', call: `${create} --no-pivot --no-new-keyring --console-socket SOCKET --preserve-fds 1 ID`, change: terminal, sends: 'terminal', leaves: 'created' },
  { no: '1.3', by: 'conmon', what: 'a create that fails', given: 'none', call: `${create} ID`, change: runs('nope'), code: 1, says: 'executable file not found in $PATH', leaves: 'none' },
  { no: '1.3', by: 'conmon, other name', what: 'a create that fails, told on stderr alone', given: 'none', call: `${create} ID`, change: runs('nope'), code: 1, says: 'executable file not found in $PATH', leaves: 'none' },
  { no: '1.3', by: 'conmon', what: 'a process is added', given: 'running', call: 'exec --pid-file PIDFILE --process PROCESS --detach --preserve-fds 1 ID', process: entering, leaves: 'running' },
  { no: '1.3', by: 'conmon', what: 'a process with a terminal, said twice', given: 'running', call: 'exec --pid-file PIDFILE --process PROCESS --detach --tty --console-socket SOCKET ID', process: atTerminal, sends: 'terminal', leaves: 'running' },
  { no: '1.3', by: 'conmon', what: 'a restore is refused by name', given: 'none', call: 'restore --bundle BUNDLE --pid-file PIDFILE --detach --image-path BUNDLE --work-path BUNDLE ID', code: 1, says: "unknown command 'restore'", leaves: 'none', teuOnly: hasCheckpoints },
  // 1.4 podman itself
  { no: '1.4', by: 'podman', what: 'run, start, restart', given: 'created', call: 'start ID', leaves: 'running' },
  { no: '1.4', by: 'podman', what: 'stop', given: 'running', call: 'kill ID 15', leaves: 'running' },
  { no: '1.4', by: 'podman', what: 'stop without a pid namespace', given: 'running', call: 'kill --all ID 9', change: sharesPids, leaves: 'stopped' },
  { no: '1.4', by: 'podman', what: 'after the end', given: 'stopped', call: 'delete --force ID', leaves: 'none' },
  { no: '1.4', by: 'podman', what: 'after a create that failed', given: 'none', call: 'delete --force ID', leaves: 'none' },
  { no: '1.4', by: 'podman', what: 'pause', given: 'running', call: 'pause ID', leaves: 'paused' },
  { no: '1.4', by: 'podman', what: 'unpause', given: 'paused', call: 'resume ID', leaves: 'running' },
  { no: '1.4', by: 'podman', what: 'update from a file', given: 'running', call: 'update --resources=FILE ID', file: { pids: { limit: 77 } }, leaves: 'running' },
  { no: '1.4', by: 'podman', what: 'whether there is a checkpoint', given: 'none', call: 'checkpoint --help', code: 1, says: "unknown command 'checkpoint'", leaves: 'none', teuOnly: hasCheckpoints },
  { no: '1.4', by: 'podman', what: 'a checkpoint, with a flag twice', given: 'running', call: 'checkpoint --image-path BUNDLE --work-path BUNDLE --leave-running --leave-running ID', code: 1, says: "unknown command 'checkpoint'", leaves: 'running', teuOnly: hasCheckpoints },
  { no: '1.4', by: 'podman', what: 'the version', given: 'none', call: '--version', prints: /^\S+ version /, leaves: 'none' },
  // 1.5 Buildah
  { no: '1.5', by: 'buildah', what: 'a step is created', given: 'none', call: `${create} --no-pivot --no-new-keyring ID`, leaves: 'created' },
  { no: '1.5', by: 'buildah', what: 'a step with a terminal', given: 'none', call: `${create} --no-new-keyring --console-socket SOCKET ID`, change: terminal, sends: 'terminal', leaves: 'created' },
  { no: '1.5', by: 'buildah', what: 'a step is started', given: 'created', call: 'start ID', leaves: 'running' },
  { no: '1.5', by: 'buildah', what: 'whether it runs', given: 'running', call: 'state ID', prints: /"status": "running"/, leaves: 'running' },
  { no: '1.5', by: 'buildah', what: 'whether it has ended, with a flag of the user', given: 'stopped', call: '--log-level=debug state ID', prints: /"pid": 0,\n +"status": "stopped"/, leaves: 'stopped', teuOnly: is11 },
  { no: '1.5', by: 'buildah', what: 'a signal that is not named', given: 'running', call: 'kill ID', leaves: 'running' },
  { no: '1.5', by: 'buildah', what: 'a signal by its name', given: 'running', call: 'kill ID SIGKILL', leaves: 'stopped' },
  { no: '1.5', by: 'buildah', what: 'a step is deleted', given: 'stopped', call: 'delete ID', leaves: 'none' },
  // 1.6 exec: the fields of process files
  { no: '1.6', by: 'shim', what: "Docker's process", given: 'running', call: `${execute} --pid-file PIDFILE ID`, process: { user: { uid: 7, gid: 8, additionalGids: [9] }, args: ['/bin/sh', '-c', 'id; grep CapBnd /proc/self/status; ulimit -n'], env: ['PATH=/bin'], cwd: '/', capabilities: { bounding: ['CAP_KILL'], effective: ['CAP_KILL'], permitted: ['CAP_KILL'] }, noNewPrivileges: true, oomScoreAdj: 5, rlimits: [{ type: 'RLIMIT_NOFILE', soft: 20, hard: 30 }] }, prints: /^uid=7 gid=8 groups=9\nCapBnd:\t0000000000000020\n20\n$/, leaves: 'running' },
  { no: '1.6', by: 'conmon', what: "Podman's process, with a umask", given: 'running', call: `${execute} --pid-file PIDFILE ID`, process: { ...entering, user: { uid: 0, gid: 0, umask: 0o27 }, args: ['/bin/sh', '-c', 'umask'] }, prints: /^0027\n$/, leaves: 'running', teuOnly: 'runc 1.1 leaves the umask of exec alone' },
  // 3.3, 3.4: words that engines look for, and the status with them
  { no: '3.3', by: 'shim', what: 'a program without the right to be executed', given: 'none', call: `${create} ID`, change: runs('/etc/passwd'), code: 1, says: 'exec: "/etc/passwd": permission denied', leaves: 'none' },
  { no: '3.3', by: 'shim', what: 'a program that is a directory', given: 'none', call: `${create} ID`, change: runs('/etc'), code: 1, says: 'exec: "/etc": permission denied', leaves: 'none' },
  { no: '3.3', by: 'shim', what: 'a directory that is mounted on a file', given: 'none', call: `${create} ID`, change: (config) => void config.mounts.push({ destination: '/etc/passwd', type: 'bind', source: '/etc', options: ['bind'] }), code: 1, says: 'not a directory', leaves: 'none' },
  { no: '3.3', by: 'shim', what: 'a working directory that is not there is no missing program', given: 'running', call: `${execute} ID`, process: { ...entering, cwd: '/bin/sh' }, code: 255, says: 'not a directory', leaves: 'running' },
  { no: '3.3', by: 'shim', what: 'a process for a stopped container', given: 'stopped', call: `${execute} ID`, process: entering, code: 255, says: 'cannot exec in a stopped container', leaves: 'stopped' },
  { no: '3.3', by: 'shim', what: 'a process for a paused container', given: 'paused', call: `${execute} ID`, process: entering, code: 255, says: 'cannot exec in a paused container', leaves: 'paused' },
  { no: '3.3', by: 'shim', what: 'a resume of what is not paused', given: 'running', call: 'resume ID', code: 1, says: 'container not paused', leaves: 'running' },
  { no: '3.3', by: 'shim', what: 'a pause of what has ended', given: 'stopped', call: 'pause ID', code: 1, says: 'container not running', leaves: 'stopped' },
  { no: '3.4', by: 'shim', what: 'a start of what runs', given: 'running', call: 'start ID', code: 1, says: 'cannot start', leaves: 'running' },
  { no: '3.4', by: 'shim', what: 'a start of nobody', given: 'none', call: 'start ID', code: 1, says: unknown, leaves: 'none' },
  { no: '3.4', by: 'shim', what: 'a state of nobody', given: 'none', call: 'state ID', code: 1, says: unknown, leaves: 'none' },
  { no: '3.4', by: 'shim', what: 'a pause of nobody', given: 'none', call: 'pause ID', code: 1, says: unknown, leaves: 'none' },
  { no: '3.4', by: 'shim', what: 'an update of nobody', given: 'none', call: 'update --resources - ID', stdin: '{}', code: 1, says: unknown, leaves: 'none' },
  { no: '3.4', by: 'shim', what: 'a process for nobody', given: 'none', call: `${execute} ID`, process: entering, code: 255, says: unknown, leaves: 'none' },
  { no: '3.4', by: 'shim', what: 'processes of nobody', given: 'none', call: 'ps --format json ID', code: 1, says: unknown, leaves: 'none' },
];

const verbs = [
  ...[
    'create',
    'start',
    'run',
    'exec',
    'kill',
    'delete',
    'pause',
    'resume',
    'update',
    'checkpoint',
    'restore',
  ],
  ...['ps', 'events', 'list', 'state', 'features', '--version'],
];

const places = (engine: Engine): Readonly<Record<string, string>> => ({
  BUNDLE: engine.bundle,
  ID: engine.id,
  PIDFILE: `${engine.bundle}/call.pid`,
  SOCKET: `${engine.bundle}/socket`,
  PROCESS: `${engine.bundle}/process.json`,
  FILE: `${engine.bundle}/resources.json`,
});

/** Writes what the call reads, and makes it; the files are gone when it has returned. */
function made(engine: Engine, row: Row): Result {
  const at = places(engine);
  const given = { PROCESS: row.process, FILE: row.file };
  for (const [name, value] of Object.entries(given))
    if (value !== undefined) writeFileSync(at[name] ?? '', JSON.stringify(value));
  const words = row.call
    .split(' ')
    .map((word) => word.replace(/\b(BUNDLE|ID|PIDFILE|SOCKET|PROCESS|FILE)$/, (name) => at[name] ?? name));
  const answer = engine.given(row.stdin ?? '', ...words);
  for (const name of ['PROCESS', 'FILE']) rmSync(at[name] ?? '', { force: true });
  return answer;
}

/** stderr and the log: the same words in both, one error, and it is the last line. */
function judgeWords(engine: Engine, row: Row, { stdout, stderr }: Result): void {
  const logged = engine.logged();
  const errors = logged.filter(({ level }) => level === 'error');
  if (row.says === undefined) {
    expect(errors).toEqual([]);
    if (row.prints === undefined) expect(stdout).toBe('');
    else expect(stdout).toMatch(row.prints);
    if (!row.call.includes('debug')) expect(stderr).toBe('');
    return;
  }
  expect([stdout, stderr.replaceAll('\\"', '"')]).toEqual(['', expect.stringContaining(row.says)]);
  if (styles[row.by].flags('').length === 0) return;
  expect([errors.length, logged.at(-1)?.level, stderr.trim()]).toEqual([
    1,
    'error',
    errors[0]?.msg.trim() ?? '',
  ]);
}

/** The digits of a process, if all went well; it is ended and reaped, as an engine would. */
function judgePidFile(engine: Engine, row: Row): void {
  if (!row.call.includes('PIDFILE')) return;
  const file = `${engine.bundle}/call.pid`;
  expect(existsSync(file)).toBe(row.says === undefined);
  if (row.says !== undefined) return;
  const text = readFileSync(file, 'utf8');
  expect(text).toMatch(/^\d+$/);
  if (row.call.startsWith('create')) expect(Number(text)).toBe(engine.state().pid);
  else {
    kill(Number(text), 9);
    tryReap(Number(text));
  }
}

/** Looks at what was sent; the caller keeps it, because a terminal that is closed hangs up. */
function judgeSent(row: Row, fd: number, engine: Engine): void {
  if (row.sends === 'terminal') expect(windowSize(fd)).toEqual({ rows: 31, columns: 97 });
  else {
    const pid = /^Pid:\t(\d+)$/m.exec(readFileSync(`/proc/self/fdinfo/${fd}`, 'utf8'))?.[1];
    expect(pid).toBe(readFileSync(`${engine.bundle}/call.pid`, 'utf8'));
  }
}

function judge(box: Box, row: Row): void {
  const engine = new Engine(box, row.by, row.change ?? runs(...sleeps));
  const fds = row.sends === undefined ? [] : [listenUnix(`${engine.bundle}/socket`)];
  try {
    engine.bring(row.given);
    const answer = made(engine, row);
    expect([answer.code, answer.code === (row.code ?? 0) ? '' : answer.stderr]).toEqual([row.code ?? 0, '']);
    judgeWords(engine, row, answer);
    for (const listener of fds.slice()) {
      const sent = receiveFd(listener);
      fds.push(sent);
      judgeSent(row, sent, engine);
    }
    judgePidFile(engine, row);
    box.eventually(() => engine.situation() === row.leaves);
  } finally {
    for (const fd of fds) closeFd(fd);
    engine.close();
  }
}

for (const row of rows)
  scenario(`${row.no} ${row.by}: ${row.what}`, (box) => judge(box, row), {
    ...(row.teuOnly === undefined ? {} : { teuOnly: row.teuOnly }),
  });

test('every verb that engines call is called', () => {
  const words = (call: string) => call.split(' ').filter((word) => !word.startsWith('--log-level'));
  const called = new Set(rows.map(({ call }) => words(call)[0]));
  expect([...called].sort()).toEqual([...verbs].sort());
  expect([...new Set(rows.map(({ no }) => no))]).toEqual([
    '1.1',
    '1.2',
    '1.3',
    '1.4',
    '1.5',
    '1.6',
    '3.3',
    '3.4',
  ]);
});
