/** Podman and Buildah on teu, as root with the cgroupfs manager. */
import { afterAll, beforeAll, expect } from 'bun:test';
import { existsSync, readFileSync } from 'node:fs';
import { repository } from '../helpers/paths.ts';
import { buildTests } from './build-steps.ts';
import { PodmanRig } from './podman-rig.ts';
import { testOf } from './titled.ts';

const test = testOf('Podman');

let rig: PodmanRig;
beforeAll(() => {
  rig = new PodmanRig();
}, 60_000);
afterAll(() => {
  expect(rig.close()).toEqual([]);
}, 60_000);

const offline = ['--network', 'none'];
const run = (...args: string[]) => rig.podman('run', '--rm', ...offline, ...args);
const wait = 'trap "exit 3" TERM; while :; do sleep 0.1; done';
let names = 0;
function started(...flags: string[]): string {
  const name = `box${names++}`;
  rig.must('run', '-d', '--name', name, ...offline, ...flags, 'bb:1', 'sh', '-c', wait);
  return name;
}

test('podman names the runtime', () => {
  expect(rig.must('info', '--format', '{{.Host.OCIRuntime.Path}}').trim()).toBe(rig.runtime);
});

test('run prints, and exits with the status of the process', () => {
  expect(run('--hostname', 'box', 'bb:1', 'sh', '-c', 'echo $$; hostname').stdout).toBe('1\nbox\n');
  expect(run('bb:1', 'sh', '-c', 'exit 7').code).toBe(7);
});

test('a missing program is 127, one that cannot be executed 126', () => {
  const missing = run('bb:1', 'nope');
  expect([missing.code, missing.stderr.includes('executable file not found in $PATH')]).toEqual([127, true]);
  expect(run('bb:1', '/etc/passwd').code).toBe(126);
});

/** Podman may come too late for the output of a program that ends at once: the status tells. */
const onlyAtTerminal = ['sh', '-c', 'tty -s && exit 42'];

test('run -it and exec -it have a terminal', () => {
  expect(rig.onTerminal('run', '--rm', ...offline, '-it', 'bb:1', ...onlyAtTerminal).code).toBe(42);
  const name = started();
  expect(rig.onTerminal('exec', '-it', name, ...onlyAtTerminal).code).toBe(42);
  expect(rig.podman('exec', name, ...onlyAtTerminal).code).toBe(1);
  rig.must('rm', '--force', '--time', '0', name);
});

test('attach gives stdin to the process, and its output back', () => {
  const script = 'read line; echo "got $line"; exit 5';
  rig.must('create', '-i', '--name', 'read', ...offline, 'bb:1', 'sh', '-c', script);
  rig.must('start', 'read');
  expect(rig.podmanWith({ stdin: 'a line\n' }, 'attach', 'read').stdout.trim()).toBe('got a line');
  expect(rig.must('wait', 'read').trim()).toBe('5');
  expect(rig.must('logs', 'read')).toBe('got a line\n');
  rig.must('rm', 'read');
});

test('exec, top, stats, logs, pause, commit and stop', () => {
  const name = started();
  expect(
    rig.must('exec', '-u', '1000', '-w', '/tmp', '-e', 'X=y', name, 'sh', '-c', 'id -u; pwd; echo $X'),
  ).toBe('1000\n/tmp\ny\n');
  expect(rig.must('exec', name, 'grep', '^Seccomp:', '/proc/self/status')).toBe('Seccomp:\t2\n');
  expect(rig.podman('exec', name, 'sh', '-c', 'exit 9').code).toBe(9);
  expect(rig.podman('exec', name, 'nope').code).toBe(127);
  expect(rig.must('top', name)).toContain('sh');
  expect(rig.must('stats', '--no-stream', '--format', '{{.Name}}', name).trim()).toBe(name);
  rig.must('pause', name);
  expect(rig.must('inspect', '--format', '{{.State.Status}}', name).trim()).toBe('paused');
  rig.must('unpause', name);
  rig.must('exec', name, 'sh', '-c', 'echo made > /made');
  rig.must('commit', '-q', name, 'made:1');
  expect(run('made:1', 'cat', '/made').stdout).toBe('made\n');
  rig.must('stop', '--time', '10', name);
  expect(rig.must('inspect', '--format', '{{.State.ExitCode}}', name).trim()).toBe('3');
  rig.must('rm', name);
});

test('limits reach the kernel', () => {
  const name = started('--memory', '64m', '--pids-limit', '50');
  const cgroup = readFileSync(
    `/proc/${rig.must('inspect', '--format', '{{.State.Pid}}', name).trim()}/cgroup`,
    'utf8',
  );
  const path = (controller: string) => new RegExp(`^[0-9]+:${controller}:(.*)$`, 'm').exec(cgroup)?.[1];
  expect(readFileSync(`/sys/fs/cgroup/memory${path('memory')}/memory.limit_in_bytes`, 'utf8')).toBe(
    `${64 << 20}\n`,
  );
  expect(readFileSync(`/sys/fs/cgroup/pids${path('pids')}/pids.max`, 'utf8')).toBe('50\n');
  rig.must('rm', '--force', '--time', '0', name);
});

test('a health check runs inside', () => {
  const name = started('--health-cmd', 'test -e /bin/sh');
  rig.must('healthcheck', 'run', name);
  rig.must('rm', '--force', '--time', '0', name);
});

test('containers with ids of their own', () => {
  const mapping = ['--uidmap', '0:100000:1000', '--gidmap', '0:100000:1000'];
  const { code, stdout, stderr } = run(
    ...mapping,
    'bb:1',
    'sh',
    '-c',
    'cat /proc/self/uid_map; id -u; touch /made && stat -c %u /made',
  );
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout.trim().split(/\s+/)).toEqual(['0', '100000', '1000', '0', '0']);
});

/** What a listener on the socket got; perl-base is part of every Debian. */
const receiver =
  'use Socket; $| = 1; socket(S, AF_UNIX, SOCK_DGRAM, 0); bind(S, pack_sockaddr_un($ARGV[0])) or die;' +
  ' while (1) { recv(S, $m, 999, 0); print "$m\\n" }';

test('sdnotify: what the container says goes to the socket of the service manager', () => {
  const [socket, heard] = [`${rig.dir}/notify.sock`, `${rig.dir}/heard`];
  rig.start('listener', ['sh', '-c', `exec perl -e '${receiver}' "$0" > "$1"`, socket, heard], () =>
    existsSync(socket),
  );
  const helper = ['-v', `${repository}build/test/notify:/notify:ro`];
  const script = 'test -S $NOTIFY_SOCKET && /notify $NOTIFY_SOCKET READY=1 && echo $NOTIFY_SOCKET';
  const words = ['run', '--rm', ...offline, ...helper, '--sdnotify', 'container', 'bb:1', 'sh', '-c', script];
  const told = rig.podmanWith({ env: { NOTIFY_SOCKET: socket } }, ...words);
  expect([told.code, told.stdout]).toEqual([0, '/run/notify/notify.sock\n']);
  const lines = () => readFileSync(heard, 'utf8').split('\n');
  rig.eventually('READY=1', () => lines().includes('READY=1'));
  expect(lines().filter((line) => line.startsWith('READY'))).toEqual(['READY=1']);
});

test('sdnotify by conmon: ready as soon as the container runs, which knows of no socket', () => {
  const [socket, heard] = [`${rig.dir}/notify2.sock`, `${rig.dir}/heard2`];
  rig.start('listener', ['sh', '-c', `exec perl -e '${receiver}' "$0" > "$1"`, socket, heard], () =>
    existsSync(socket),
  );
  const words = [
    'run',
    '--rm',
    ...offline,
    '--sdnotify',
    'conmon',
    'bb:1',
    'sh',
    '-c',
    'echo "<$NOTIFY_SOCKET>"',
  ];
  const told = rig.podmanWith({ env: { NOTIFY_SOCKET: socket } }, ...words);
  expect([told.code, told.stdout]).toEqual([0, '<>\n']);
  rig.eventually('READY=1', () => readFileSync(heard, 'utf8').includes('READY=1'));
});

test('the containers of a pod share its namespaces', () => {
  rig.must('import', '-c', 'CMD ["tail", "-f", "/dev/null"]', rig.image(), 'infra:1');
  const shared = ['--share', 'net,ipc,uts,pid'];
  rig.must('pod', 'create', '--name', 'pod', ...offline, '--infra-image', 'infra:1', ...shared);
  const serve = 'echo served > /index.html; exec httpd -f -p 127.0.0.1:80 -h /';
  rig.must('run', '-d', '--pod', 'pod', '--name', 'web', 'bb:1', 'sh', '-c', serve);
  rig.eventually('the server', () => {
    const asked = rig.podman('run', '--rm', '--pod', 'pod', 'bb:1', 'wget', '-qO-', 'http://127.0.0.1/');
    return asked.stdout === 'served\n';
  });
  rig.must('run', '-d', '--pod', 'pod', '--name', 'side', 'bb:1', 'sh', '-c', wait);
  const ends = (name: string) =>
    ['net', 'ipc', 'uts', 'pid'].map((kind) => rig.must('exec', name, 'readlink', `/proc/self/ns/${kind}`));
  expect(ends('side')).toEqual(ends('web'));
  expect(rig.must('exec', 'side', 'hostname')).toBe('pod\n');
  expect(rig.must('exec', 'side', 'ps')).toContain('httpd');
  rig.must('pod', 'pause', 'pod');
  rig.must('pod', 'unpause', 'pod');
  rig.must('pod', 'stop', '--time', '1', 'pod');
  expect(rig.must('pod', 'inspect', '--format', '{{.State}}', 'pod').trim()).toBe('Exited');
  rig.must('pod', 'start', 'pod');
  expect(rig.must('exec', 'side', 'echo', 'again')).toBe('again\n');
  rig.must('pod', 'rm', '--force', '--time', '0', 'pod');
});

buildTests(() => rig);
