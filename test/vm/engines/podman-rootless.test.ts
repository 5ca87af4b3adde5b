/** Podman of a user without privileges: cgroups by the user's own systemd, its default. */
import { afterAll, beforeAll, expect } from 'bun:test';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { snippet } from '../../engines/snippets.ts';
import { testOf } from '../../engines/titled.ts';
import { runtime } from '../../helpers/paths.ts';
import { makeRootfs } from '../../helpers/rootfs.ts';
import { controlFile } from '../unit.ts';
import { asUser, uid } from '../user.ts';

const test = testOf('Podman', 'of a user with systemd');
const dir = mkdtempSync('/tmp/teu-podman-');
const places = [
  '--root',
  `${dir}/home/storage`,
  '--runroot',
  `${dir}/home/run`,
  '--tmpdir',
  `${dir}/home/tmp`,
];
const choices = ['--storage-driver', 'vfs', '--events-backend', 'file', '--cgroup-manager', 'systemd'];

function podman(...args: string[]) {
  const settings = ['env', '-C', '/', `CONTAINERS_CONF=${dir}/home/containers.conf`, 'podman'];
  const words = [...asUser.slice(1), ...settings, ...places, ...choices, ...args];
  const { status, stdout, stderr } = spawnSync(asUser[0] ?? '', words, { encoding: 'utf8' });
  return { code: status ?? -1, stdout, stderr };
}
function must(...args: string[]): string {
  const { code, stdout, stderr } = podman(...args);
  if (code !== 0) throw new Error(`podman ${args.join(' ')}: ${code}: ${stderr}${stdout}`);
  return stdout;
}

beforeAll(() => {
  chmodSync(dir, 0o755);
  makeRootfs(`${dir}/rootfs`);
  mkdirSync(`${dir}/home`);
  spawnSync('tar', ['-C', `${dir}/rootfs`, '-cf', `${dir}/home/busybox.tar`, '.']);
  writeFileSync(`${dir}/home/containers.conf`, snippet('Podman and Buildah', runtime));
  spawnSync('chown', ['-R', `${uid}:${uid}`, `${dir}/home`]);
  must('import', `${dir}/home/busybox.tar`, 'bb:1');
}, 200_000);
afterAll(() => {
  must('rm', '--all', '--force', '--time', '0');
  must('system', 'migrate');
  spawnSync('chown', ['-R', '0:0', dir]);
  rmSync(dir, { recursive: true, force: true });
}, 100_000);

const MiB = 1 << 20;
const offline = ['--network', 'none'];
const isGone = (unit: string): boolean =>
  spawnSync(
    asUser[0] ?? '',
    [...asUser.slice(1), 'systemctl', '--user', 'show', '--property=LoadState', unit],
    {
      encoding: 'utf8',
    },
  ).stdout.trim() === 'LoadState=not-found';

test('run exits with the status of the process', () => {
  expect(must('info', '--format', '{{.Host.CgroupManager}} {{.Host.OCIRuntime.Name}}').trim()).toBe(
    'systemd teu',
  );
  expect(podman('run', '--rm', ...offline, 'bb:1', 'sh', '-c', 'exit 7').code).toBe(7);
});

test('a container has its limits, and is entered, measured, updated and stopped', () => {
  const wait = 'trap "exit 3" TERM; while :; do sleep 0.1; done';
  const limits = ['--memory', '64m', '--pids-limit', '40', '--cpus', '0.5'];
  const id = must('run', '-d', '--name', 'box', ...offline, ...limits, 'bb:1', 'sh', '-c', wait).trim();
  const pid = Number(must('inspect', '--format', '{{.State.Pid}}', 'box'));
  const look = () => ['memory.max', 'pids.max', 'cpu.max'].map((name) => controlFile(pid, name));
  expect(look()).toEqual([`${64 * MiB}`, '40', '50000 100000']);
  const path = must('inspect', '--format', '{{.State.CgroupPath}}', 'box').trim();
  expect(path).toBe(`/user.slice/user-${uid}.slice/user@${uid}.service/user.slice/libpod-${id}.scope`);
  expect(must('exec', 'box', 'id', '-u')).toBe('0\n');
  const stats = must('stats', '--no-stream', '--format', '{{.MemUsage}}', 'box');
  expect(stats).toMatch(/^[0-9.]+[kM]B \/ 67.11MB/);
  must('update', '--memory', '48m', '--memory-swap', '48m', 'box');
  expect(look()[0]).toBe(`${48 * MiB}`);
  must('stop', '--time', '20', 'box');
  expect(must('inspect', '--format', '{{.State.ExitCode}}', 'box').trim()).toBe('3');
  expect(isGone(`libpod-${id}.scope`)).toBe(true);
  must('rm', 'box');
});
