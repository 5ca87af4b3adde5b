/** What the payload inherits: nothing of the runtime's engine, and of the caller only what the spec says. */
import { expect } from 'bun:test';
import { scenario } from '../helpers/scenario.ts';

const status = (text: string, field: string) =>
  new RegExp(`^${field}:\\s*(.*)$`, 'm').exec(text)?.[1] ?? null;

scenario(
  'signal mask and dispositions of the payload are the defaults',
  (box) => {
    const bundle = box.bundle((config) => {
      config.process.args = ['/bin/cat', '/proc/self/status'];
    });
    const { stdout } = box.call(['run', '--bundle', bundle, box.id()], {
      wrap: ['env', '--ignore-signal=PIPE,HUP,USR1', '--block-signal=TERM,CHLD'],
    });
    expect(['SigBlk', 'SigIgn', 'SigCgt'].map((field) => status(stdout, field))).toEqual([
      '0000000000000000',
      '0000000000000000',
      '0000000000000000',
    ]);
  },
  { teuOnly: 'runc lets ignored signals through' },
);

scenario('fds that the caller leaks do not reach the payload', (box) => {
  const bundle = box.bundle((config) => {
    config.process.args = ['/bin/ls', '/proc/self/fd'];
  });
  const { stdout } = box.call(['run', '--bundle', bundle, box.id()], {
    wrap: ['sh', '-c', 'exec 3</dev/null 5</dev/null 9</etc/passwd; exec "$@"', 'sh'],
  });
  // ls itself opens the directory as 3.
  expect(stdout).toBe('0\n1\n2\n3\n');
});

scenario('--preserve-fds 2 gives fds 3 and 4 to the payload in place, and not 5', (box) => {
  const bundle = box.bundle('for n in 3 4 5; do test -e /proc/self/fd/$n && echo $n; done; cat <&4');
  const wrap = ['sh', '-c', 'echo four > four; exec 3</etc/hostname 4<four 5</etc/passwd; exec "$@"', 'sh'];
  const { stdout } = box.call(['run', '--preserve-fds', '2', '--bundle', bundle, box.id()], { wrap });
  expect(stdout).toBe('3\n4\nfour\n');
});

scenario(
  '--preserve-fds names fds that are not open: an error before anything is made',
  (box) => {
    const result = box.call(['create', '--preserve-fds', '3', '--bundle', box.bundle(), box.id()]);
    expect(result.code).toBe(1);
    expect(box.left()).toEqual([]);
  },
  { teuOnly: 'fds of the Go runtime pass for the missing ones' },
);

scenario(
  'the caller soft limit of open files reaches the payload unchanged',
  (box) => {
    const bundle = box.bundle('ulimit -Sn; ulimit -Hn');
    const { stdout } = box.call(['run', '--bundle', bundle, box.id()], {
      wrap: ['prlimit', '--nofile=777:4321', '--'],
    });
    expect(stdout).toBe('777\n4321\n');
  },
  { teuOnly: 'the Go runtime raises it' },
);

scenario('the umask of the caller does not change modes of what the runtime makes', (box) => {
  const bundle = box.bundle('stat -c %a /dev/null /dev /dev/shm /made');
  const { stdout } = box.call(['run', '--bundle', bundle, box.id()], {
    wrap: ['sh', '-c', `umask 077; mkdir ${bundle}/rootfs/made; exec "$@"`, 'sh'],
  });
  expect(stdout).toBe('666\n755\n1777\n700\n');
});

scenario('no variable of the caller reaches the payload', (box) => {
  const bundle = box.bundle((config) => {
    config.process.args = ['/bin/cat', '/proc/1/environ'];
    config.process.env = ['ONLY=this'];
  });
  const env = {
    PATH: process.env['PATH'] ?? '',
    LEAK: '1',
    XDG_RUNTIME_DIR: '',
    LD_LIBRARY_PATH: '/opt/x:',
    BUN_OPTIONS: '',
  };
  const { stdout } = box.call(['run', '--bundle', bundle, box.id()], { env });
  expect(stdout.split('\0').filter(Boolean).sort()).toEqual(['HOME=/root', 'ONLY=this']);
});

scenario('the payload is the leader of its session, pid 1, without a parent inside', (box) => {
  const out = box.output((config) => {
    config.process.args = ['/bin/cat', '/proc/self/stat'];
  });
  const [pid, , , parent, group, session] = out.split(' ');
  expect([pid, parent, group, session]).toEqual(['1', '0', '1', '1']);
});

scenario('personality, nice value and scheduling of the caller are kept', (box) => {
  const bundle = box.bundle((config) => {
    config.process.args = ['/bin/cat', '/proc/self/stat', '/proc/self/personality'];
  });
  const { stdout } = box.call(['run', '--bundle', bundle, box.id()], { wrap: ['nice', '-n', '5'] });
  expect(stdout.split(' ')[18]).toBe('5');
});

scenario('a death signal that the caller asked for does not kill the container', (box) => {
  const id = box.id();
  const bundle = box.bundle('exec sleep 1000');
  box.call(['create', '--bundle', bundle, id], { wrap: ['setpriv', '--pdeathsig', 'KILL'] });
  box.must('start', id);
  expect(box.state(id).status).toBe('running');
});

scenario('/proc/self/exe of pid 1 is the program of the image, never a file of the host', (box) => {
  expect(box.output('readlink /proc/1/exe')).toBe('/bin/busybox\n');
});

for (const listenPid of [undefined, '1', 'nobody']) {
  scenario(
    `LISTEN_FDS that are not for the runtime (LISTEN_PID ${listenPid ?? 'missing'}) pass nothing on`,
    (box) => {
      const bundle = box.bundle('ls /proc/self/fd | wc -l; readlink /proc/self/fd/4');
      const env = {
        PATH: process.env.PATH ?? '',
        LISTEN_FDS: '3',
        ...(listenPid ? { LISTEN_PID: listenPid } : {}),
      };
      const { stdout } = box.call(['run', '--bundle', bundle, box.id()], { env });
      // ls opens the directory itself.
      expect(stdout).toBe('4\n');
    },
    { teuOnly: 'a defence of its own' },
  );
}

scenario('a warning that nobody reads does not end a create half way', (box) => {
  const id = box.id();
  const bundle = box.bundle((config) => {
    config.process.capabilities = { bounding: ['CAP_OF_TOMORROW'] };
  });
  const { code } = box.call(['create', '--bundle', bundle, id], {
    wrap: ['sh', '-c', '{ sleep 0.2; "$@"; echo $? >status; } 2>&1 | true; exit "$(cat status)"', 'sh'],
  });
  expect(code).toBe(0);
  expect(box.state(id).status).toBe('created');
});
