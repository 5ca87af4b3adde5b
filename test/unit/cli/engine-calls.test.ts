/** Every call that engines were seen to make is understood by both readers of the command line, and alike. */
import { expect, test } from 'bun:test';
import { readCommander } from '../../../src/cli/commander.ts';
import { readStrict } from '../../../src/cli/strict.ts';

const shim = '--root /run/containerd/runc/default --log /b/log.json --log-format json';
const shimSystemd = `${shim} --systemd-cgroup`;
const newShim =
  '--root /var/run/docker/runtime-runc/moby --log /b/log.json --log-format json --rootless=false --debug';
const buildkit = '--log /b/runc-log.json --log-format json';
const podman = '--log-format=json --log /u/oci-log';

/** caller, call, verb, operands, and the options that are not at their default. */
type Row = readonly [
  string,
  string,
  string,
  readonly string[],
  Readonly<Record<string, string | number | boolean | readonly string[]>>,
];

const created = { bundle: '/b', 'pid-file': '/b/init.pid' };
const entered = { process: '/tmp/runc-process1', detach: true, 'pid-file': '/b/e.pid' };
const podmanCreated = { bundle: '/b', 'pid-file': '/u/pidfile' };

const rows: readonly Row[] = [
  ['containerd', `${shim} create --bundle /b --pid-file /b/init.pid ID`, 'create', ['ID'], created],
  [
    'containerd, a terminal',
    `${shim} create --bundle /b --pid-file /b/init.pid --console-socket /tmp/pty/pty.sock --no-pivot --no-new-keyring ID`,
    'create',
    ['ID'],
    { ...created, 'console-socket': '/tmp/pty/pty.sock', 'no-pivot': true, 'no-new-keyring': true },
  ],
  [
    'containerd 2',
    `${newShim} create --bundle /b --pid-file /b/init.pid --pidfd-socket /p.sock --preserve-fds 2 ID`,
    'create',
    ['ID'],
    { ...created, 'pidfd-socket': '/p.sock', 'preserve-fds': 2 },
  ],
  ['containerd', `${shim} start ID`, 'start', ['ID'], {}],
  [
    'containerd',
    `${shim} exec --process /tmp/runc-process1 --detach --pid-file /b/e.pid ID`,
    'exec',
    ['ID'],
    entered,
  ],
  [
    'containerd, a terminal',
    `${shimSystemd} exec --process /tmp/runc-process1 --console-socket /s --detach --pid-file /b/e.pid ID`,
    'exec',
    ['ID'],
    { ...entered, 'console-socket': '/s' },
  ],
  [
    'containerd 2',
    `${newShim} exec --process /tmp/runc-process1 --pidfd-socket /p --detach --pid-file /b/e.pid ID`,
    'exec',
    ['ID'],
    { ...entered, 'pidfd-socket': '/p' },
  ],
  ['containerd', `${shim} kill ID 15`, 'kill', ['ID', '15'], {}],
  ['containerd', `${shim} kill --all ID 9`, 'kill', ['ID', '9'], { all: true }],
  ['containerd', `${shim} delete ID`, 'delete', ['ID'], {}],
  ['containerd', `${shim} delete --force ID`, 'delete', ['ID'], { force: true }],
  ['containerd', `${shim} ps --format json ID`, 'ps', ['ID'], { format: 'json' }],
  ['containerd', `${shim} pause ID`, 'pause', ['ID'], {}],
  ['containerd', `${shim} resume ID`, 'resume', ['ID'], {}],
  ['containerd 1.6', `${shim} update --resources - ID`, 'update', ['ID'], { resources: '-' }],
  ['containerd 1.7', `${shim} update --resources=- ID`, 'update', ['ID'], { resources: '-' }],
  ['go-runc', `${shim} events --stats ID`, 'events', ['ID'], { stats: true }],
  ['go-runc', `${shim} events --interval=5s ID`, 'events', ['ID'], { interval: '5s' }],
  ['go-runc', `${shim} list --format=json`, 'list', [], { format: 'json' }],
  ['go-runc', `${shim} state ID`, 'state', ['ID'], {}],
  ['dockerd, shim -info', 'features', 'features', [], {}],
  ['dockerd, podman', '--version', 'version', [], {}],
  ['go-runc', '-v', 'version', [], {}],
  ['BuildKit 20.10', `${buildkit} run --bundle /b ID`, 'run', ['ID'], { bundle: '/b' }],
  ['BuildKit 26.1', `${buildkit} run --bundle /b --keep ID`, 'run', ['ID'], { bundle: '/b', keep: true }],
  ['BuildKit 26.1', 'delete ID', 'delete', ['ID'], {}],
  ['BuildKit', `${buildkit} kill ID 9`, 'kill', ['ID', '9'], {}],
  [
    'conmon',
    `${podman} create --bundle /b --pid-file /u/pidfile --no-pivot --no-new-keyring --console-socket /tmp/conmon-term.A --preserve-fds 1 ID`,
    'create',
    ['ID'],
    {
      ...podmanCreated,
      'no-pivot': true,
      'no-new-keyring': true,
      'console-socket': '/tmp/conmon-term.A',
      'preserve-fds': 1,
    },
  ],
  ['conmon', 'create --bundle /b --pid-file /u/pidfile ID', 'create', ['ID'], podmanCreated],
  [
    'conmon, systemd',
    `${podman} --systemd-cgroup create --bundle /b --pid-file /u/pidfile ID`,
    'create',
    ['ID'],
    podmanCreated,
  ],
  [
    'conmon 2.1.6',
    `${podman} exec --pid-file /u/e --process /u/p --detach --tty --console-socket /s --preserve-fds 0 ID`,
    'exec',
    ['ID'],
    { 'pid-file': '/u/e', process: '/u/p', detach: true, tty: true, 'console-socket': '/s' },
  ],
  ['podman', 'start ID', 'start', ['ID'], {}],
  ['podman', 'kill ID 15', 'kill', ['ID', '15'], {}],
  ['podman', 'kill --all ID 9', 'kill', ['ID', '9'], { all: true }],
  ['podman', 'delete --force ID', 'delete', ['ID'], { force: true }],
  ['podman', 'pause ID', 'pause', ['ID'], {}],
  ['podman', 'resume ID', 'resume', ['ID'], {}],
  ['podman', 'update --resources=/f ID', 'update', ['ID'], { resources: '/f' }],
  [
    'buildah',
    'create --bundle /b --pid-file /b/pid --no-new-keyring --console-socket /b/console.sock buildah-1',
    'create',
    ['buildah-1'],
    { bundle: '/b', 'pid-file': '/b/pid', 'no-new-keyring': true, 'console-socket': '/b/console.sock' },
  ],
  ['buildah', '--log-level=debug state buildah-1', 'state', ['buildah-1'], {}],
  ['buildah', 'kill buildah-1', 'kill', ['buildah-1'], {}],
  ['buildah', 'kill buildah-1 SIGKILL', 'kill', ['buildah-1', 'SIGKILL'], {}],
  ['buildah', 'delete buildah-1', 'delete', ['buildah-1'], {}],
];

/** The options that were said: others are false, null, empty or 0. */
const said = (options: object) =>
  Object.fromEntries(
    Object.entries(options).filter(([, value]) => ![false, null, 0].includes(value) && `${value}` !== ''),
  );

for (const [caller, line, verb, operands, options] of rows)
  test(`${caller}: ${line}`, () => {
    const argv = line.split(' ');
    for (const call of [readStrict(argv), readCommander(argv)]) {
      if (call === null || call.verb === 'print') throw new Error('not understood');
      expect({ verb: call.verb as string, operands: call.operands }).toEqual({ verb, operands });
      expect(said(call.options)).toEqual(options);
      const { log } = call.globals;
      if (argv.includes('--log'))
        expect([log, call.globals['log-format']]).toEqual([argv[argv.indexOf('--log') + 1] ?? '', 'json']);
    }
  });

test('the prefix of a shim says where state and log are', () => {
  expect(readStrict(`${newShim} --systemd-cgroup start ID`.split(' '))?.verb).toBe('start');
  expect(readStrict(`${shimSystemd} start ID`.split(' '))).toMatchObject({
    globals: { root: '/run/containerd/runc/default', 'systemd-cgroup': true },
  });
});

test('a verb that is not there is none, also when its help is asked for', () => {
  expect(() => readCommander(['checkpoint', '--help'])).toThrow("unknown command 'checkpoint'");
  expect(readCommander(['create', '--help']).verb).toBe('print');
  expect(readCommander(['--help']).verb).toBe('print');
});

test('global flags may be repeated', () => {
  const line =
    '--root /a --root /r --log /x --log /l --log-format text --log-format json --debug --debug --criu a --criu b start ID';
  for (const call of [readStrict(line.split(' ')), readCommander(line.split(' '))])
    expect(call).toMatchObject({
      verb: 'start',
      globals: { root: '/r', log: '/l', 'log-format': 'json', debug: true },
    });
});
