/** Podman of a user with a session, on teu: its own systemd makes the cgroups, and limits hold in them. */
import { afterAll, beforeAll, expect } from 'bun:test';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { runtime } from '../../helpers/paths.ts';
import { makeRootfs } from '../../helpers/rootfs.ts';
import { testOf } from '../../engines/titled.ts';
import { asUser, uid } from '../user.ts';

const test = testOf('Podman', 'rootless, with systemd');
const MiB = 1 << 20;
const offline = ['--network', 'none'];
let dir = '';

/** Storage by copying: an overlay of a user takes an option of the kernel, and tmpfs knows the xattrs of none. */
function podman(...args: string[]): {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
} {
  const env = [`CONTAINERS_CONF=${dir}/containers.conf`, `TMPDIR=${dir}`];
  const places = ['--root', `${dir}/storage`, '--storage-driver', 'vfs', '--events-backend', 'file'];
  const words = [...asUser, 'env', '-C', dir, ...env, 'podman', ...places, ...args];
  const { status, stdout, stderr } = spawnSync(words[0] ?? '', words.slice(1), { encoding: 'utf8' });
  return { code: status ?? -1, stdout, stderr };
}

function must(...args: string[]): string {
  const { code, stdout, stderr } = podman(...args);
  if (code !== 0) throw new Error(`podman ${args.join(' ')}: ${code}: ${stderr}`);
  return stdout;
}

beforeAll(() => {
  dir = mkdtempSync('/home/user/teu-podman-');
  makeRootfs(`${dir}/rootfs`);
  spawnSync('tar', ['-C', `${dir}/rootfs`, '-cf', `${dir}/image.tar`, '.']);
  const engine = `[engine]\nruntime = "teu"\ncgroup_manager = "systemd"\n[engine.runtimes]\nteu = ["${runtime}"]\n`;
  const limits = '[containers]\ndefault_ulimits = ["nofile=1024:4096", "nproc=4096:4096"]\n';
  writeFileSync(`${dir}/containers.conf`, `${limits}${engine}`);
  chmodSync(dir, 0o755);
  spawnSync('chown', ['-R', `${uid}:${uid}`, dir]);
  must('import', `${dir}/image.tar`, 'bb:1');
}, 200_000);
afterAll(() => {
  must('rm', '--all', '--force', '--time', '0');
  must('system', 'migrate');
  spawnSync(asUser[0] ?? '', [...asUser.slice(1), 'podman', 'unshare', 'rm', '-rf', `${dir}/storage`]);
  rmSync(dir, { recursive: true, force: true });
}, 200_000);

test('root inside is the user outside; the status of the process comes back', () => {
  const told = podman('run', '--rm', ...offline, 'bb:1', 'sh', '-c', 'cat /proc/self/uid_map; exit 7');
  expect([told.code, told.stderr]).toEqual([7, '']);
  expect(told.stdout.trim().split(/\s+/)).toEqual(['0', `${uid}`, '1', '1', '100000', '65536']);
});

test('a container with limits is in a scope of the user, entered, measured and stopped', () => {
  const limits = ['--memory', '64m', '--pids-limit', '40', '--cpus', '0.5'];
  const script = 'trap "exit 3" TERM; while :; do sleep 0.1; done';
  const id = must('run', '-d', '--name', 'box', ...offline, ...limits, 'bb:1', 'sh', '-c', script).trim();
  const pid = must('inspect', '--format', '{{.State.Pid}}', 'box').trim();
  const place = readFileSync(`/proc/${pid}/cgroup`, 'utf8');
  expect(place).toMatch(new RegExp(`user@${uid}\\.service/.*libpod-${id}\\.scope`));
  const files = 'cd /sys/fs/cgroup; cat memory.max pids.max cpu.max; id -u';
  expect(must('exec', 'box', 'sh', '-c', files)).toBe(`${64 * MiB}\n40\n50000 100000\n0\n`);
  expect(must('stats', '--no-stream', '--format', '{{.PIDs}}', 'box')).toMatch(/^[1-9]/);
  must('stop', '--time', '20', 'box');
  expect(must('inspect', '--format', '{{.State.ExitCode}}', 'box').trim()).toBe('3');
  must('rm', 'box');
});
