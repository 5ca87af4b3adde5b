/** What exec refuses, in which words and with which status; a failed one leaves nothing. */
import { expect } from 'bun:test';
import { closeSync, readFileSync, writeFileSync } from 'node:fs';
import type { Box, Result } from '../helpers/box.ts';
import { leftBeside, running } from '../helpers/exec.ts';
import { pipe } from '../helpers/pipe.ts';
import { scenario } from '../helpers/scenario.ts';
import { kill, readSome, tryReap, waitEnd } from '../helpers/sys.ts';

function refused(box: Box, words: RegExp, ...args: string[]): Result {
  const result = box.call(['exec', ...args]);
  expect(result.stderr).toMatch(words);
  expect([result.code, result.stdout]).toEqual([255, '']);
  return result;
}

scenario('a program that is not there is status 255 and the sentence engines look for', (box) => {
  const id = running(box);
  refused(box, /exec: \\*"nope\\*": executable file not found in \$PATH/, id, 'nope');
  refused(box, /exec: \\*"\/bin\/nope\\*": stat \/bin\/nope: no such file or directory/, id, '/bin/nope');
  refused(box, /exec: \\*"\/etc\/passwd\\*": permission denied/, id, '/etc/passwd');
  box.settle();
});

scenario('a failed exec writes one error object to the log and the bare message to stderr', (box) => {
  const id = running(box);
  const log = `${box.dir}/log.json`;
  const result = box.call(['--log', log, '--log-format', 'json', 'exec', id, 'nope']);
  expect(result.code).toBe(255);
  const lines = readFileSync(log, 'utf8').trimEnd().split('\n');
  expect(lines.length).toBe(1);
  const { level, msg } = JSON.parse(lines[0] ?? '');
  expect([level, /executable file not found in \$PATH/.test(msg)]).toEqual(['error', true]);
  expect(result.stderr).toContain('executable file not found in $PATH');
});

scenario('a stopped container is refused', (box) => {
  const id = running(box);
  box.end(id);
  refused(box, /cannot exec in a stopped container/, id, 'true');
});

scenario('a container that does not exist is refused', (box) => {
  refused(box, /container does not exist/, 'nobody', 'true');
});

scenario(
  'a paused container is refused, and entered with --ignore-paused when it is resumed',
  async (box) => {
    const id = running(box);
    box.must('pause', id);
    refused(box, /cannot exec in a paused container/, id, 'true');
    const late = box.begin(['exec', '--ignore-paused', id, '/bin/echo', 'thawed']);
    box.must('resume', id);
    expect(await late.result()).toEqual({ code: 0, stdout: 'thawed\n', stderr: '' });
  },
);

const usage: ReadonlyArray<readonly [string, readonly string[], RegExp]> = [
  ['no command', [], /needs a COMMAND or --process/],
  ['an empty command', [''], /needs a COMMAND or --process/],
];
for (const [what, command, words] of usage)
  scenario(
    `${what} is a usage error`,
    (box) => {
      refused(box, words, running(box), ...command);
    },
    { teuOnly: 'about its words' },
  );

/** CVE-2026-30892: a user that is read as another one. */
const users = [
  '',
  ':',
  '1:',
  ':1',
  '+1',
  '1x',
  ' 1',
  '1 ',
  '0x1',
  '-1',
  '4294967295',
  '4294967296',
  '1:-1',
  '1:2:3',
  'root',
  '١',
];
scenario(
  '--user takes numbers and nothing else',
  (box) => {
    const id = running(box);
    for (const user of users) refused(box, /option --user takes/, '--user', user, id, 'id');
    expect(box.must('exec', '--user', '007:08', id, 'id').stdout).toStartWith('uid=7 gid=8');
  },
  { teuOnly: 'the peers read some of them' },
);

const flags: ReadonlyArray<readonly [readonly string[], RegExp]> = [
  [['--cwd', 'tmp'], /--cwd takes an absolute path/],
  [['--env', 'A'], /--env takes NAME=VALUE/],
  [['--env', '=A'], /--env takes NAME=VALUE/],
  [['--cap', 'CAP_NOPE'], /--cap: "CAP_NOPE" is not a known capability/],
  [['-g', 'x'], /--additional-gids takes numbers/],
  [['--cgroup', '../x'], /leads out of the container's cgroup/],
  [['--cgroup', 'a/../../x'], /leads out of the container's cgroup/],
  [['--cgroup', 'a:b:c'], /more than one colon/],
  [['--cgroup', ':b'], /lacks the name of a controller/],
  [['--cgroup', 'nope:b'], /no cgroup of the controller nope/],
  [['--cgroup', 'a', '--cgroup', 'b'], /only once/],
  [['--console-socket', '/x'], /console socket/],
  [['--tty', '--detach'], /tty/],
  [['--preserve-fds', '5'], /cannot preserve descriptor 3/],
];
scenario(
  'options that make no sense are refused with their names',
  (box) => {
    const id = running(box);
    for (const [option, words] of flags) refused(box, words, ...option, id, 'true');
  },
  { teuOnly: 'about its words' },
);

scenario(
  'an option that fails in the container is named',
  (box) => {
    const id = running(box);
    const { stderr } = refused(
      box,
      /cannot enter the working directory \/nope/,
      '--cwd',
      '/nope',
      id,
      'true',
    );
    expect(stderr).toMatch(/field +--cwd +"\/nope"/);
    refused(box, /--cgroup +"nowhere"/, '--cgroup', 'nowhere', id, 'true');
    refused(box, /cannot write the pid file \/nowhere\/pid/, '--pid-file', '/nowhere/pid', id, 'true');
  },
  { teuOnly: 'about its words' },
);

scenario('a failed exec leaves no process and no pid file', (box) => {
  const id = running(box);
  const before = leftBeside(box);
  for (const args of [
    ['--pid-file', 'p', id, 'nope'],
    ['--cwd', '/nope', id, 'true'],
    ['--detach', '--pid-file', 'p', id, '/etc'],
  ]) {
    expect(box.call(['exec', ...args]).code).toBe(255);
    box.settle();
    expect(leftBeside(box)).toEqual(before);
  }
});

scenario('a failed exec leaves the pid file of another exec alone', (box) => {
  const id = running(box);
  writeFileSync(`${box.dir}/p`, '1');
  expect(box.call(['exec', '--pid-file', 'p', id, 'nope']).code).toBe(255);
  expect(readFileSync(`${box.dir}/p`, 'utf8')).toBe('1');
});

scenario('when the container ends then its exec does, with 137', async (box) => {
  const id = running(box);
  const { read, write } = pipe();
  const call = box.begin(['exec', id, 'sh', '-c', 'echo ready; exec sleep 1000'], { stdout: write });
  closeSync(write);
  expect(readSome(read)).toBe('ready\n');
  closeSync(read);
  const { pid } = box.state(id);
  kill(pid, 9);
  expect((await call.result()).code).toBe(137);
  waitEnd(pid);
  tryReap(pid);
});

scenario(
  'another process that has the pid by now is not entered',
  (box) => {
    const id = running(box);
    const file = `${box.root}/${id}/state.json`;
    const state = JSON.parse(readFileSync(file, 'utf8'));
    writeFileSync(file, JSON.stringify({ ...state, startTime: state.startTime + 1 }));
    refused(box, /cannot exec in a stopped container/, id, 'true');
    writeFileSync(file, JSON.stringify(state));
  },
  { teuOnly: 'about its state' },
);
