/** exec by a command line: what the process is, how it ends, what it leaves. */
import { expect } from 'bun:test';
import { closeSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { leftBeside, running, sh, told } from '../helpers/exec.ts';
import { pipe } from '../helpers/pipe.ts';
import { scenario } from '../helpers/scenario.ts';
import { kill, readSome, reap, tryReap, waitEnd } from '../helpers/sys.ts';

export const alsoIn = 'guest';

scenario('the exit status is that of the process', (box) => {
  const id = running(box);
  for (const status of [0, 1, 42, 254]) expect(sh(box, id, `exit ${status}`).code).toBe(status);
  expect(sh(box, id, 'kill -KILL $$').code).toBe(128 + 9);
});

scenario('stdin, stdout and stderr are those of the process', (box) => {
  const id = running(box);
  const result = box.call(['exec', id, '/bin/sh', '-c', 'cat; echo err >&2'], { stdin: 'in\n' });
  expect(result).toEqual({ code: 0, stdout: 'in\n', stderr: 'err\n' });
});

scenario('user, group, capabilities, limits and environment are those of the configuration', (box) => {
  const id = running(box, (config) => {
    config.process.user = { uid: 1000, gid: 1000, additionalGids: [5, 6] };
    config.process.env.push('COLOUR=red');
    config.process.cwd = '/tmp';
    config.process.rlimits = [{ type: 'RLIMIT_CORE', soft: 5120, hard: 10240 }];
    config.process.oomScoreAdj = 77;
    config.process.capabilities = { bounding: ['CAP_KILL'], effective: [], permitted: ['CAP_KILL'] };
  });
  const script = 'id; pwd; echo $COLOUR $HOME; ulimit -Sc; ulimit -Hc; cat /proc/self/oom_score_adj';
  expect(told(box, id, script)).toBe(
    'uid=1000(user) gid=1000(user) groups=5,6\n/tmp\nred /home/user\n10\n20\n77\n',
  );
  const sets = told(box, id, 'grep -E "^(Cap|NoNewPrivs|Seccomp:)" /proc/self/status').replaceAll('\t', ' ');
  expect(sets).toContain('CapBnd: 0000000000000020');
  expect(sets).toContain('CapPrm: 0000000000000000'); // not root: execve takes what is not ambient
  expect(sets).toContain('NoNewPrivs: 1');
});

scenario(
  'the umask is that of the configuration',
  (box) => {
    const id = running(box, (config) => {
      config.process.user.umask = 0o027;
    });
    expect(told(box, id, 'umask')).toBe('0027\n');
  },
  { teuOnly: 'Debian 12 has runc 1.1, which does without' },
);

scenario('options change the process', (box) => {
  const id = running(box, (config) => {
    config.process.noNewPrivileges = false;
    config.process.user = { uid: 0, gid: 0, additionalGids: [9] };
  });
  const flags = ['--user', '5:6', '-g', '7', '-g', '8', '--env', 'A=1', '--env', 'A=2'];
  expect(told(box, id, 'id; echo $A; pwd', ...flags, '--cwd', '/tmp')).toBe(
    'uid=5 gid=6 groups=7,8,9\n2\n/tmp\n',
  );
  expect(told(box, id, 'grep NoNew /proc/self/status')).toBe('NoNewPrivs:\t0\n');
  expect(told(box, id, 'grep NoNew /proc/self/status', '--no-new-privs')).toBe('NoNewPrivs:\t1\n');
});

scenario('--user without a group keeps the group of the configuration', (box) => {
  const id = running(box, (config) => {
    config.process.user = { uid: 3, gid: 4 };
  });
  expect(told(box, id, 'id -u; id -g', '--user', '77')).toBe('77\n4\n');
});

scenario('--cap adds to bounding, permitted and effective, and to nothing else', (box) => {
  const id = running(box);
  const out = told(box, id, 'grep ^Cap /proc/self/status', '--cap', 'CAP_NET_RAW', '--cap', 'CAP_CHOWN');
  const sets = Object.fromEntries(
    out
      .trimEnd()
      .split('\n')
      .map((line) => line.split(':\t')),
  );
  // AUDIT_WRITE, KILL and NET_BIND_SERVICE are the configuration's.
  const all = '0000000020002421';
  expect(sets).toEqual({
    CapInh: '0000000000000000',
    CapPrm: all,
    CapEff: all,
    CapBnd: all,
    CapAmb: '0000000000000000',
  });
});

scenario('what follows the id belongs to the program', (box) => {
  const id = running(box);
  const result = box.must('exec', id, 'echo', '--cwd', '-e', '--', '--preserve-fds', '7', '-p');
  expect(result.stdout).toBe('--cwd -e -- --preserve-fds 7 -p\n');
});

scenario(
  '--detach returns while the process runs, a child of the caller; its pid is in the pid file',
  (box) => {
    const id = running(box);
    const args = ['exec', '--detach', '--pid-file', 'exec.pid', id, '/bin/sh', '-c', 'exec sleep 1000'];
    expect(box.call(args)).toEqual({ code: 0, stdout: '', stderr: '' });
    const text = readFileSync(`${box.dir}/exec.pid`, 'utf8');
    expect(text).toMatch(/^[0-9]+$/);
    const status = readFileSync(`/proc/${text}/status`, 'utf8');
    expect(status).toContain(`PPid:\t${process.pid}\n`);
    expect(status).toMatch(/^NSpid:\t[0-9]+\t[0-9]+$/m);
    kill(Number(text), 9);
    expect(reap(Number(text))).toEqual({ code: null, signal: 9 });
  },
);

scenario('signals sent to a foreground exec reach the process', async (box) => {
  const id = running(box);
  const { read, write } = pipe();
  const script = 'trap "echo got TERM; exit 3" TERM; echo ready; while :; do sleep 0.05; done';
  const call = box.begin(['exec', id, '/bin/sh', '-c', script], { stdout: write });
  closeSync(write);
  expect(readSome(read)).toBe('ready\n');
  kill(call.pid, 15);
  expect((await call.result()).code).toBe(3);
  closeSync(read);
});

scenario(
  'no process of the runtime but its waiter stays beside a foreground exec',
  async (box) => {
    const id = running(box);
    const { read, write } = pipe();
    const call = box.begin(['exec', id, '/bin/sh', '-c', 'echo ready; read line'], {
      stdout: write,
      stdin: pipe().read,
    });
    closeSync(write);
    expect(readSome(read)).toBe('ready\n');
    const children = readFileSync(`/proc/${call.pid}/task/${call.pid}/children`, 'utf8').trim().split(' ');
    expect(children.length).toBe(1);
    box.eventually(() => readlinkSync(`/proc/${call.pid}/exe`) === '/memfd:teu-init (deleted)');
    expect(readlinkSync(`/proc/${children[0]}/exe`)).toContain('/bin/busybox');
    kill(call.pid, 15);
    await call.result();
    closeSync(read);
  },
  { teuOnly: 'about its supervisor' },
);

scenario('preserved descriptors keep their numbers, and nothing else is open', (box) => {
  const id = running(box);
  const script = 'exec 3</etc/passwd 4</etc/group 5</etc/hosts; exec "$@"';
  const result = box.call(
    [
      'exec',
      '--preserve-fds',
      '2',
      id,
      '/bin/sh',
      '-c',
      'for f in /proc/self/fd/*; do echo $f $(readlink $f); done',
    ],
    { wrap: ['sh', '-c', script, 'sh'] },
  );
  expect(result.code).toBe(0);
  // The shell itself has the directory open while it expands the pattern, and no longer.
  const open = [...result.stdout.matchAll(/fd\/([0-9]+) (\/.*|pipe.*)$/gm)].map(
    ([, fd, to]) => `${fd} ${to}`,
  );
  expect(open.filter((line) => !/^[012] /.test(line))).toEqual(['3 /etc/passwd', '4 /etc/group']);
});

scenario('a created container can be entered before it is started', (box) => {
  const id = box.created('exec sleep 1000');
  expect(told(box, id, 'hostname')).toBe('box\n');
  box.must('start', id);
  expect(told(box, id, 'hostname')).toBe('box\n');
});

scenario(
  'exec works when the bundle is gone',
  (box) => {
    const id = box.id();
    const bundle = box.bundle('exec sleep 1000');
    box.must('run', '--detach', '--bundle', bundle, id);
    rmSync(`${bundle}/config.json`);
    expect(told(box, id, 'hostname')).toBe('box\n');
  },
  { teuOnly: "runc reads the bundle's config.json" },
);

scenario('20 execs at once all work', async (box) => {
  const id = running(box);
  const calls = Array.from({ length: 20 }, (_, n) =>
    box.begin(['exec', id, '/bin/sh', '-c', `echo ${n}; exit ${n}`]),
  );
  const results = await Promise.all(calls.map((call) => call.result()));
  expect(results.map(({ code, stdout }) => [code, stdout])).toEqual(calls.map((_, n) => [n, `${n}\n`]));
});

scenario('what an exec process leaves behind in the container dies with the container', (box) => {
  const id = running(box);
  const { code } = sh(box, id, 'sleep 1000 >/dev/null 2>&1 </dev/null &');
  expect(code).toBe(0);
  const { pid } = box.state(id);
  box.must('kill', id, 'KILL');
  waitEnd(pid);
  tryReap(pid);
  box.must('delete', id);
  expect(box.left()).toEqual([]);
});

scenario('an exec leaves nothing of its own', (box) => {
  const id = running(box);
  const before = leftBeside(box);
  sh(box, id, 'true');
  expect(leftBeside(box)).toEqual(before);
});
