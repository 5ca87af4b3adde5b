/** exec --process FILE, as engines call it: the process of the file, what it inherits, what is wrong with it. */
import { expect } from 'bun:test';
import { readFileSync, writeFileSync } from 'node:fs';
import type { Box } from '../helpers/box.ts';
import { leftBeside, running } from '../helpers/exec.ts';
import { scenario } from '../helpers/scenario.ts';
import { kill, reap } from '../helpers/sys.ts';

const path = 'PATH=/bin';

/** Writes process.json; relative, because the caller's directory counts. */
function processFile(box: Box, value: unknown): string {
  writeFileSync(`${box.dir}/process.json`, typeof value === 'string' ? value : JSON.stringify(value));
  return 'process.json';
}

const shell = (script: string, more: object = {}) => ({
  args: ['/bin/sh', '-c', script],
  env: [path],
  cwd: '/',
  ...more,
});

const call = (box: Box, id: string, value: unknown, ...flags: string[]) =>
  box.call(['exec', '--process', processFile(box, value), ...flags, id]);

scenario('what Docker sends runs as it says', (box) => {
  const id = running(box);
  const value = shell('id; pwd; echo "$COLOUR $HOME"', {
    terminal: false,
    user: { uid: 1000, gid: 1000, additionalGids: [1000, 7] },
    env: [path, 'COLOUR=blue'],
    cwd: '/tmp',
    capabilities: { bounding: ['CAP_KILL'], effective: ['CAP_KILL'], permitted: ['CAP_KILL'] },
  });
  expect(call(box, id, value)).toEqual({
    code: 0,
    stdout: 'uid=1000(user) gid=1000(user) groups=7,1000(user)\n/tmp\nblue /home/user\n',
    stderr: '',
  });
});

scenario(
  'oomScoreAdj of the file holds',
  (box) => {
    const id = running(box);
    expect(call(box, id, shell('cat /proc/self/oom_score_adj', { oomScoreAdj: 33 })).stdout).toBe('33\n');
  },
  { teuOnly: 'runc takes that of config.json' },
);

scenario('the environment is that of the file and nothing of the container or the caller', (box) => {
  const id = running(box, (config) => {
    config.process.env.push('SECRET=1');
  });
  const value = { args: ['/bin/env'], env: ['A=1', 'HOME=/x'], cwd: '/' };
  expect(call(box, id, value).stdout).toBe('A=1\nHOME=/x\n');
});

scenario(
  "capabilities, limits and umask are the container's where the file is silent",
  (box) => {
    const id = running(box, (config) => {
      config.process.capabilities = {
        bounding: ['CAP_KILL'],
        permitted: ['CAP_KILL'],
        effective: ['CAP_KILL'],
      };
      config.process.rlimits = [{ type: 'RLIMIT_CORE', soft: 0, hard: 1024 }];
      config.process.user.umask = 0o077;
    });
    const out = call(box, id, shell('grep CapBnd /proc/self/status; ulimit -c; umask')).stdout;
    expect(out).toBe('CapBnd:\t0000000000000020\n0\n0077\n');
  },
  { teuOnly: 'runc 1.1 knows no umask' },
);

scenario("conmon's call: --pid-file --process --detach --tty, and the options come before the id", (box) => {
  const id = running(box);
  const file = processFile(box, { args: ['/bin/sleep', '1000'], env: [path], cwd: '/' });
  box.must('exec', '--pid-file', 'exec.pid', '--process', file, '--detach', id);
  const pid = Number(readFileSync(`${box.dir}/exec.pid`, 'utf8'));
  kill(pid, 9);
  expect(reap(pid).signal).toBe(9);
});

const places: ReadonlyArray<readonly [string, string, RegExp]> = [
  ['a wrong type', '{\n "cwd": "/",\n "args": "ls"\n}', /field +\/tmp\/[^ ]*process\.json:3:10 \/args +"ls"/],
  ['no JSON', '{"cwd": "/", "args": ["ls"', /process\.json:1:/],
  ['a relative cwd', '{"args": ["ls"],\n"cwd": "x"}', /process\.json:2:8 \/cwd +"x"/],
  [
    'a cwd that is not there',
    '{"args": ["ls"],\n"cwd": "/nowhere"}',
    /cannot enter the working directory \/nowhere\n +field +\/tmp\/[^ ]*process\.json:2:8 \/cwd/,
  ],
  [
    'a limit that may not be raised',
    '{"args": ["ls"], "cwd": "/", "rlimits":\n [{"type": "RLIMIT_NOFILE", "soft": 1, "hard": 99999999999}]}',
    /process\.json:2:3 \/rlimits\/0/,
  ],
];

for (const [what, text, pattern] of places)
  scenario(
    `${what} in the file is told with its place, and nothing is left`,
    (box) => {
      const id = running(box);
      const before = leftBeside(box);
      const result = call(box, id, text);
      expect([result.code, result.stdout]).toEqual([255, '']);
      expect(result.stderr).toMatch(pattern);
      box.settle();
      expect(leftBeside(box)).toEqual(before);
    },
    { teuOnly: 'about its words' },
  );

scenario(
  'a file that is not there is told',
  (box) => {
    const id = running(box);
    const result = box.call(['exec', '--process', '/nowhere.json', id]);
    expect(result.code).toBe(255);
    expect(result.stderr).toContain('/nowhere.json');
    expect(result.stderr).not.toContain('no such file or directory');
  },
  { teuOnly: 'about its words' },
);
