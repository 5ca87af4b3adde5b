/** Podman and Buildah on teu, as root with the cgroupfs manager. */
import { afterAll, beforeAll, expect, test } from 'bun:test';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { type Result, Rig } from './rig.ts';

/** Podman knows runtimes by name: as `runc` it gives --log and --log-format json. */
class PodmanRig extends Rig {
  readonly common: readonly string[];
  private readonly settings: Record<string, string>;

  constructor() {
    super();
    for (const name of ['networks', 'tmp']) mkdirSync(`${this.dir}/${name}`);
    // Root lacks CAP_SYS_RESOURCE on some hosts, and Podman asks for more than the hard limits by default.
    const limits = '[containers]\ndefault_ulimits = ["nofile=1024:4096", "nproc=4096:4096"]\n';
    writeFileSync(`${this.dir}/containers.conf`, limits);
    this.settings = {
      CONTAINERS_CONF: `${this.dir}/containers.conf`,
      TMPDIR: `${this.dir}/tmp`,
      PODMAN_IGNORE_CGROUPSV1_WARNING: '1',
    };
    this.common = [
      '--root',
      `${this.dir}/storage`,
      '--runroot',
      `${this.dir}/run`,
      '--storage-driver',
      'overlay',
    ];
    this.must('import', this.image(), 'bb:1');
  }

  podman(...args: string[]): Result {
    const places = ['--tmpdir', `${this.dir}/tmp`, '--network-config-dir', `${this.dir}/networks`];
    const choices = [
      '--cgroup-manager',
      'cgroupfs',
      '--events-backend',
      'file',
      '--runtime',
      `${this.path}/runc`,
    ];
    return this.call(['podman', ...this.common, ...places, ...choices, ...args], { env: this.settings });
  }

  must(...args: string[]): string {
    const { code, stdout, stderr } = this.podman(...args);
    if (code !== 0) throw new Error(`podman ${args.join(' ')}: ${code}: ${stderr}${stdout}`);
    return stdout;
  }

  buildah(...args: string[]): Result {
    return this.call(['buildah', ...this.common, ...args], {
      env: { ...this.settings, BUILDAH_RUNTIME: `${this.path}/runc` },
    });
  }

  override close(): string[] {
    this.must('rm', '--all', '--force', '--time', '0');
    this.must('pod', 'rm', '--all', '--force');
    return super.close();
  }
}

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
  expect(rig.must('info', '--format', '{{.Host.OCIRuntime.Path}}').trim()).toBe(`${rig.path}/runc`);
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

test('run -it has a terminal', () => {
  const words = ['podman', ...rig.common, '--cgroup-manager', 'cgroupfs', '--events-backend', 'file'];
  const asked = ['--runtime', `${rig.path}/runc`, 'run', '--rm', ...offline, '-it', 'bb:1', 'tty'];
  const env = { CONTAINERS_CONF: `${rig.dir}/containers.conf` };
  const { code, stdout } = rig.call(['script', '-qec', [...words, ...asked].join(' '), '/dev/null'], { env });
  expect([code, stdout.includes('/dev/pts/0')]).toEqual([0, true]);
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

test('sdnotify: a container gets a socket of its own to say that it is ready', () => {
  const socket = `${rig.dir}/notify.sock`;
  const listener = Bun.spawn(['perl', '-e', receiver, socket], { stdout: 'ignore', stderr: 'inherit' });
  rig.eventually('the socket', () => rig.call(['test', '-S', socket]).code === 0);
  // busybox has no client for a datagram socket, so the runtime's environment is what can be looked at.
  const told = rig.call(
    [
      'env',
      `NOTIFY_SOCKET=${socket}`,
      'podman',
      ...rig.common,
      '--cgroup-manager',
      'cgroupfs',
      '--events-backend',
      'file',
      '--runtime',
      `${rig.path}/runc`,
      'run',
      '--rm',
      ...offline,
      '--sdnotify',
      'container',
      'bb:1',
      'sh',
      '-c',
      'echo $NOTIFY_SOCKET; test -S $NOTIFY_SOCKET && echo socket',
    ],
    { env: { CONTAINERS_CONF: `${rig.dir}/containers.conf` } },
  );
  listener.kill();
  expect([told.code, told.stdout]).toEqual([0, '/run/notify/notify.sock\nsocket\n']);
});

/** perl-base is part of every Debian. */
const receiver =
  'use Socket; socket(S, AF_UNIX, SOCK_DGRAM, 0); bind(S, pack_sockaddr_un($ARGV[0])) or die; recv(S, $m, 99, 0) while 1';

const dockerfile = [
  'FROM localhost/bb:1',
  'RUN echo built > /made && id -u',
  'RUN test "$(cat /made)" = built',
  'USER 5',
  'ENTRYPOINT ["sh", "-c", "id -u; cat /made"]',
  '',
].join('\n');

test('podman build and buildah build run their steps on teu', () => {
  writeFileSync(`${rig.dir}/Dockerfile`, dockerfile);
  const flags = [
    '--network',
    'none',
    '--no-cache',
    '--runtime',
    `${rig.path}/runc`,
    '-f',
    `${rig.dir}/Dockerfile`,
  ];
  rig.must(
    'build',
    '--network',
    'none',
    '--no-cache',
    '-t',
    'podman:1',
    '-f',
    `${rig.dir}/Dockerfile`,
    rig.path,
  );
  expect(run('podman:1').stdout).toBe('5\nbuilt\n');
  const built = rig.buildah('build', ...flags, '-t', 'buildah:1', rig.path);
  expect([built.code, built.code === 0 ? '' : built.stdout + built.stderr]).toEqual([0, '']);
  expect(run('localhost/buildah:1').stdout).toBe('5\nbuilt\n');
});

test('a failing step of a build is told with its status', () => {
  writeFileSync(`${rig.dir}/Dockerfile.bad`, 'FROM localhost/bb:1\nRUN exit 9\n');
  const built = rig.podman('build', '--network', 'none', '-f', `${rig.dir}/Dockerfile.bad`, rig.path);
  expect([built.code === 0, `${built.stdout}${built.stderr}`.includes('exit status 9')]).toEqual([
    false,
    true,
  ]);
});
