/** Docker on teu: what people do all day. */
import { afterAll, beforeAll, expect } from 'bun:test';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { DockerRig } from './docker-rig.ts';
import { testOf } from './titled.ts';

const test = testOf('Docker');

let rig: DockerRig;
beforeAll(() => {
  rig = new DockerRig();
}, 60_000);
afterAll(() => {
  expect(rig.close()).toEqual([]);
}, 60_000);

const run = (...args: string[]) => rig.docker('run', '--rm', ...args);
const sh = (script: string, ...flags: string[]) => run(...flags, 'bb:1', 'sh', '-c', script);
/** What a script prints, with status 0. */
function told(script: string, ...flags: string[]): string {
  const { code, stdout, stderr } = sh(script, ...flags);
  expect([code, stderr]).toEqual([0, '']);
  return stdout;
}
let names = 0;
/** A container that runs until it is removed; SIGTERM ends it at once. */
function started(...flags: string[]): string {
  const name = `box${names++}`;
  const wait = 'trap "exit 3" TERM; while :; do sleep 0.1; done';
  rig.must('run', '-d', '--name', name, ...flags, 'bb:1', 'sh', '-c', wait);
  return name;
}

test('docker knows the version of the runtime', () => {
  expect(rig.must('info', '--format', '{{.DefaultRuntime}}').trim()).toBe('teu');
  expect(rig.must('info', '--format', '{{json .RuncCommit}}')).toContain('"ID"');
});

test('run prints, and exits with the status of the process', () => {
  expect(told('echo $$; hostname', '--hostname', 'box')).toBe('1\nbox\n');
  expect(sh('exit 7').code).toBe(7);
  expect(sh('kill -9 $$; sleep 1', '--init').code).toBe(137);
});

test('a missing program is 127, one that cannot be executed 126', () => {
  const missing = run('bb:1', 'nope');
  expect([missing.code, missing.stderr.includes('executable file not found in $PATH')]).toEqual([127, true]);
  expect(run('bb:1', '/nope').code).toBe(127);
  expect(run('bb:1', '/etc/passwd').code).toBe(126);
  expect(run('bb:1', '/etc').code).toBe(126);
});

test('run -it has a terminal', () => {
  const { code, stdout } = rig.onTerminal(
    'run',
    '--rm',
    '-it',
    'bb:1',
    'sh',
    '-c',
    'tty; test -t 0 && echo yes',
  );
  expect([code, stdout.includes('/dev/pts/0'), stdout.includes('yes')]).toEqual([0, true, true]);
});

test('exec runs as asked, confined like the container', () => {
  const name = started('--security-opt', 'no-new-privileges');
  const inside = (...args: string[]) => rig.must('exec', ...args);
  expect(inside('-u', '1000:1000', '-w', '/tmp', '-e', 'X=y', name, 'sh', '-c', 'id -u; pwd; echo $X')).toBe(
    '1000\n/tmp\ny\n',
  );
  expect(inside(name, 'grep', '^Seccomp:', '/proc/self/status')).toBe('Seccomp:\t2\n');
  expect(inside(name, 'grep', '^CapEff', '/proc/self/status')).toBe(
    inside(name, 'grep', '^CapEff', '/proc/1/status'),
  );
  expect(rig.onTerminal('exec', '-it', name, 'tty').stdout).toContain('/dev/pts/');
  expect(rig.docker('exec', name, 'sh', '-c', 'exit 9').code).toBe(9);
  const missing = rig.docker('exec', name, 'nope');
  expect(missing.code).not.toBe(0);
  expect(`${missing.stdout}${missing.stderr}`).toContain('executable file not found in $PATH');
  rig.must('rm', '-f', name);
});

test('stop lets the process handle SIGTERM; kill, restart and start work on it', () => {
  const name = started();
  rig.must('stop', '-t', '10', name);
  expect(rig.inspect(name, '{{.State.Status}} {{.State.ExitCode}}')).toBe('exited 3');
  rig.must('start', name);
  expect(rig.inspect(name, '{{.State.Running}}')).toBe('true');
  rig.must('restart', '-t', '10', name);
  rig.must('kill', '-s', 'KILL', name);
  rig.eventually('its end', () => rig.inspect(name, '{{.State.Status}}') === 'exited');
  expect(rig.inspect(name, '{{.State.ExitCode}}')).toBe('137');
  rig.must('rm', name);
});

test('pause stops the processes, unpause lets them go on', () => {
  const name = started();
  rig.must('pause', name);
  expect(rig.inspect(name, '{{.State.Status}}')).toBe('paused');
  const refused = rig.docker('exec', name, 'true');
  expect([refused.code === 0, `${refused.stdout}${refused.stderr}`.includes('is paused')]).toEqual([
    false,
    true,
  ]);
  rig.must('unpause', name);
  expect(rig.must('exec', name, 'echo', 'on')).toBe('on\n');
  rig.must('rm', '-f', name);
});

test('a user without privileges opens its own standard streams again', () => {
  const script = 'echo out > /dev/stdout; echo err > /dev/stderr';
  expect(sh(script, '--user', '1000')).toEqual({ code: 0, stdout: 'out\n', stderr: 'err\n' });
});

test('attach gives stdin to the process, and its output and status back', () => {
  const script = 'read line; echo "got $line"; exit 5';
  // With run -d the daemon closes the output together with the stdin of the client.
  rig.must('create', '-i', '--name', 'read', 'bb:1', 'sh', '-c', script);
  rig.must('start', 'read');
  const { code, stdout } = rig.dockerReading('a line\n', 'attach', 'read');
  expect([code, stdout]).toEqual([5, 'got a line\n']);
  rig.must('rm', 'read');
});

test('stats shows what the container uses', () => {
  const name = started('--memory', '128m');
  const shown = rig.must('stats', '--no-stream', '--format', '{{.Name}} {{.MemUsage}} {{.PIDs}}', name);
  expect(shown).toMatch(new RegExp(`^${name} [1-9][0-9.]*[KM]iB / 128MiB [1-9]`));
  rig.must('rm', '-f', name);
});

test('top, logs, cp, commit and update', () => {
  const name = started('--memory', '128m');
  expect(rig.must('top', name, '-o', 'pid,comm').split('\n')[1]).toContain('sh');
  rig.must('exec', name, 'sh', '-c', 'echo written > /made');
  rig.must('cp', `${name}:/made`, `${rig.dir}/copied`);
  expect(readFileSync(`${rig.dir}/copied`, 'utf8')).toBe('written\n');
  rig.must('commit', name, 'committed:1');
  expect(run('committed:1', 'cat', '/made').stdout).toBe('written\n');
  rig.must('update', '--memory', '64m', '--memory-swap', '64m', '--cpu-shares', '300', name);
  const id = rig.inspect(name, '{{.Id}}');
  expect(readFileSync(`/sys/fs/cgroup/memory/docker/${id}/memory.limit_in_bytes`, 'utf8')).toBe(
    `${64 << 20}\n`,
  );
  expect(readFileSync(`/sys/fs/cgroup/cpu/docker/${id}/cpu.shares`, 'utf8')).toBe('300\n');
  rig.must('rm', '-f', name);
  rig.must('run', '--name', 'said', 'bb:1', 'echo', 'hello');
  expect(rig.must('logs', 'said')).toBe('hello\n');
  rig.must('rm', 'said');
});

test('a health check runs inside and decides', () => {
  for (const [command, status] of [
    ['true', 'healthy'],
    ['false', 'unhealthy'],
  ] as const) {
    const name = started('--health-cmd', command, '--health-interval', '200ms', '--health-retries', '1');
    rig.eventually(status, () => rig.inspect(name, '{{.State.Health.Status}}') === status);
    rig.must('rm', '-f', name);
  }
});

test('a read-only root, tmpfs and volumes', () => {
  writeFileSync(`${rig.dir}/shared`, 'of the host\n');
  const flags = [
    '--read-only',
    '--tmpfs',
    '/scratch',
    '-v',
    `${rig.dir}/shared:/shared:ro`,
    '-v',
    'kept:/kept',
  ];
  expect(
    told('touch /x 2>&1 || cat /shared; touch /scratch/x && echo scratch; echo 1 > /kept/one', ...flags),
  ).toBe('touch: /x: Read-only file system\nof the host\nscratch\n');
  expect(told('cat /kept/one; (echo x > /shared) 2>/dev/null || echo ro', ...flags)).toBe('1\nro\n');
});

test('capabilities, privileges, seccomp and limits are as asked', () => {
  const status = (field: string, ...flags: string[]) =>
    told(`grep ^${field} /proc/self/status | cut -f2`, ...flags).trim();
  expect(status('CapEff', '--cap-drop', 'ALL', '--cap-add', 'NET_BIND_SERVICE')).toBe('0000000000000400');
  expect(status('CapBnd')).toBe('00000000a80425fb');
  expect(status('NoNewPrivs', '--security-opt', 'no-new-privileges')).toBe('1');
  expect(status('Seccomp:')).toBe('2');
  expect(status('Seccomp:', '--security-opt', 'seccomp=unconfined')).toBe('0');
  const profile = {
    defaultAction: 'SCMP_ACT_ALLOW',
    syscalls: [{ names: ['mkdir', 'mkdirat'], action: 'SCMP_ACT_ERRNO' }],
  };
  writeFileSync(`${rig.dir}/profile.json`, JSON.stringify(profile));
  expect(sh('mkdir /made', '--security-opt', `seccomp=${rig.dir}/profile.json`).stderr).toContain(
    'not permitted',
  );
  expect(told('ulimit -n', '--ulimit', 'nofile=100:200')).toBe('100\n');
  expect(told('ls -l /dev/fuse | cut -c1', '--device', '/dev/fuse')).toBe('c\n');
  expect(told('cat /proc/sys/net/ipv4/ip_forward', '--sysctl', 'net.ipv4.ip_forward=1')).toBe('1\n');
  expect(told('echo $$', '--init')).not.toBe('1\n');
});

test('a container that needs more memory than it has is killed', () => {
  expect(sh('dd if=/dev/zero of=/dev/null bs=64M', '-m', '16m').code).toBe(137);
});

test('networks: none, host, and a bridge whose published port is reached from outside', () => {
  expect(told('ls /sys/class/net', '--network', 'none')).toBe('lo\n');
  expect(told('ls /sys/class/net', '--network', 'host')).toContain('eth9');
  const serve = 'echo served > /index.html; exec httpd -f -p 80 -h /';
  rig.must('run', '-d', '--name', 'web', '-p', '8080:80', 'bb:1', 'sh', '-c', serve);
  expect(rig.inspect('web', '{{.NetworkSettings.IPAddress}}')).toMatch(/^172\./);
  rig.eventually(
    'the server',
    () => rig.call(['busybox', 'wget', '-qO-', 'http://10.77.0.1:8080/']).stdout === 'served\n',
  );
  rig.must('rm', '-f', 'web');
});

test('namespaces of the host and of another container, and a cgroup parent', () => {
  expect(told('readlink /proc/self/ns/pid', '--pid', 'host').trim()).toBe(
    rig.call(['readlink', '/proc/self/ns/pid']).stdout.trim(),
  );
  const name = started('--ipc', 'shareable');
  expect(told('readlink /proc/self/ns/ipc', '--ipc', `container:${name}`)).toBe(
    rig.must('exec', name, 'readlink', '/proc/self/ns/ipc'),
  );
  expect(told('ps | grep -c "[t]rap"', '--pid', `container:${name}`)).toBe('1\n');
  rig.must('rm', '-f', name);
  expect(told('tail -n1 /proc/self/cgroup', '--cgroup-parent', '/teu-test')).toStartWith('0::/teu-test/');
});

test('a restart policy restarts', () => {
  rig.must('run', '-d', '--name', 'again', '--restart', 'on-failure:2', 'bb:1', 'false');
  rig.eventually(
    'two restarts',
    () => rig.inspect('again', '{{.RestartCount}} {{.State.Status}}') === '2 exited',
  );
  rig.must('rm', 'again');
});

const dockerfile = [
  'FROM bb:1',
  'RUN echo built > /made && id -u',
  'RUN test "$(cat /made)" = built',
  'USER 5',
  'ENTRYPOINT ["sh", "-c", "id -u; cat /made"]',
];

for (const builder of ['classic', 'BuildKit'] as const)
  test(`a Dockerfile is built by the builder ${builder}`, () => {
    rig.build(builder, 'made:1', dockerfile);
    expect(run('made:1').stdout).toBe('5\nbuilt\n');
    expect(() => rig.build(builder, 'bad:1', ['FROM bb:1', 'RUN exit 9'])).toThrow(/code: 9|exit.* 9/);
  });

test('no cgroup of a removed container is left', () => {
  const name = started();
  const id = rig.inspect(name, '{{.Id}}');
  expect(existsSync(`/sys/fs/cgroup/pids/docker/${id}`)).toBe(true);
  rig.must('rm', '-f', name);
  expect(existsSync(`/sys/fs/cgroup/pids/docker/${id}`)).toBe(false);
});
