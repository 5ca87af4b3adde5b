/** What Docker's manuals promise of a container, one test for each sentence. */
import { afterAll, beforeAll, expect } from 'bun:test';
import { readFileSync } from 'node:fs';
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

const wait = 'trap "exit 0" TERM; while :; do sleep 0.1; done';
const started = (name: string, ...flags: string[]) =>
  rig.must('run', '-d', '--name', name, ...flags, 'bb:1', 'sh', '-c', wait);
const inside = (name: string, script: string) => rig.must('exec', name, 'sh', '-c', script);

test('what a container writes is in a layer of its own: the image and other containers stay as they were', () => {
  started('writes', '--network', 'none');
  started('reads', '--network', 'none');
  inside('writes', 'echo changed > /etc/passwd; rm /bin/ls; echo new > /new');
  expect(inside('writes', 'cat /etc/passwd /new; test -e /bin/ls || echo gone')).toBe('changed\nnew\ngone\n');
  const untouched = 'grep -c root: /etc/passwd; test -e /bin/ls && test ! -e /new && echo whole';
  expect(inside('reads', untouched)).toBe('1\nwhole\n');
  expect(rig.must('run', '--rm', '--network', 'none', 'bb:1', 'sh', '-c', untouched)).toBe('1\nwhole\n');
  expect(rig.must('diff', 'writes').trim().split('\n').sort()).toEqual([
    'A /new',
    'C /bin',
    'C /etc',
    'C /etc/passwd',
    'D /bin/ls',
  ]);
  // It is there as long as the container is, running or not.
  rig.must('restart', '-t', '10', 'writes');
  expect(inside('writes', 'cat /new')).toBe('new\n');
  rig.must('rm', '-f', 'writes', 'reads');
});

test('each container has a network of its own, with an address by which others on the bridge reach it', () => {
  started('one');
  started('two');
  const address = (name: string) => rig.inspect(name, '{{.NetworkSettings.IPAddress}}');
  expect(address('one')).not.toBe(address('two'));
  for (const name of ['one', 'two'])
    expect(inside(name, 'ip -4 -o addr show dev eth0')).toContain(` ${address(name)}/`);
  inside('one', 'mkdir /www; echo one > /www/index.html; httpd -p 80 -h /www');
  expect(inside('two', `wget -qO- http://${address('one')}/`)).toBe('one\n');
  expect(rig.docker('exec', 'two', 'wget', '-qO-', 'http://127.0.0.1/').code).not.toBe(0);
  rig.must('rm', '-f', 'one', 'two');
});

test('containers of a network that the user made find each other by name, and not those of another network', () => {
  rig.must('network', 'create', 'apart');
  started('named', '--network', 'apart');
  started('other');
  inside('named', 'mkdir /www; echo named > /www/index.html; httpd -p 80 -h /www');
  expect(rig.must('run', '--rm', '--network', 'apart', 'bb:1', 'wget', '-qO-', 'http://named/')).toBe(
    'named\n',
  );
  const address = rig.inspect('named', '{{(index .NetworkSettings.Networks "apart").IPAddress}}');
  expect(rig.docker('exec', 'other', 'wget', '-T', '2', '-qO-', `http://${address}/`).code).not.toBe(0);
  rig.must('rm', '-f', 'named', 'other');
  rig.must('network', 'rm', 'apart');
});

test('logs has what the process wrote to stdout and what to stderr, also after its end', () => {
  const script = 'echo one; echo two >&2; echo three; exit 4';
  rig.must('run', '--name', 'talks', '--network', 'none', '-d', 'bb:1', 'sh', '-c', script);
  expect(rig.must('wait', 'talks').trim()).toBe('4');
  const { stdout, stderr } = rig.docker('logs', 'talks');
  expect([stdout, stderr]).toEqual(['one\nthree\n', 'two\n']);
  // Two pipes have no order between them.
  const last = rig.docker('logs', '--tail', '1', '--timestamps', 'talks');
  expect(`${last.stdout}${last.stderr}`).toMatch(/^\d{4}-\S+Z (two|three)\n$/);
  rig.must('rm', 'talks');
});

test('commit makes an image of what a container has become, with the settings that are asked for', () => {
  started('grows', '--network', 'none');
  inside('grows', 'mkdir /app && echo "echo I am $(cat /proc/1/comm | wc -l)" > /app/start');
  const settings = ['--change', 'CMD ["sh", "/app/start"]', '--change', 'ENV WHO=app', '--change', 'USER 7'];
  rig.must('commit', ...settings, 'grows', 'grown:1');
  rig.must('rm', '-f', 'grows');
  expect(rig.must('run', '--rm', '--network', 'none', 'grown:1')).toBe('I am 1\n');
  expect(rig.must('run', '--rm', '--network', 'none', 'grown:1', 'sh', '-c', 'echo $WHO; id -u')).toBe(
    'app\n7\n',
  );
});

test('an interactive shell answers what is typed, and its status is that of docker run', () => {
  const typed = 'echo sum=$((40 + 2))\ncd /tmp; pwd\nexit 3\n';
  const { code, stdout } = rig.typing(typed, 'run', '--rm', '-it', '--network', 'none', 'bb:1', 'sh');
  expect([code, stdout.includes('sum=42'), /^\/tmp\r*$/m.test(stdout)]).toEqual([3, true, true]);
});

test('a shell in a running container is another process of it, and its end is not the end of the container', () => {
  started('shelled', '--network', 'none');
  const { code, stdout } = rig.typing('hostname; tty; exit 5\n', 'exec', '-it', 'shelled', 'sh');
  const hostname = rig.inspect('shelled', '{{.Config.Hostname}}');
  expect([code, stdout.includes(hostname), stdout.includes('/dev/pts/')]).toEqual([5, true, true]);
  expect(rig.inspect('shelled', '{{.State.Running}}')).toBe('true');
  rig.must('rm', '-f', 'shelled');
});

test('a container is limited to what it is given', () => {
  started('limited', '--network', 'none', '--memory', '64m', '--cpus', '0.5', '--pids-limit', '20');
  const cgroup = readFileSync(`/proc/${rig.inspect('limited', '{{.State.Pid}}')}/cgroup`, 'utf8');
  const path = (controller: string) => new RegExp(`^\\d+:${controller}:(.*)$`, 'm').exec(cgroup)?.[1];
  const file = (controller: string, name: string) =>
    readFileSync(`/sys/fs/cgroup/${controller}${path(controller)}/${name}`, 'utf8').trim();
  expect(file('memory', 'memory.limit_in_bytes')).toBe(`${64 << 20}`);
  expect(Number(file('cpu', 'cpu.cfs_quota_us')) / Number(file('cpu', 'cpu.cfs_period_us'))).toBe(0.5);
  expect(file('pids', 'pids.max')).toBe('20');
  rig.must('rm', '-f', 'limited');
});
