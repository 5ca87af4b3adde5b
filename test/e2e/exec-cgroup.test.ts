/** The cgroup of an exec process: below the container's, and on v2 wherever the kernel takes it. */
import { expect } from 'bun:test';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import type { Box, Result } from '../helpers/box.ts';
import type { OciConfig } from '../helpers/config.ts';
import { running, told } from '../helpers/exec.ts';
import { scenario } from '../helpers/scenario.ts';
import { onCgroup2 } from '../helpers/v2.ts';

export const alsoIn = 'guest';

const v2Call = (box: Box, ...args: string[]): Result => box.call(args, { wrap: onCgroup2 });

/** What it made may be seen, and removed, in a mount namespace of its own only. */
function onV2(title: string, script: string, look: (box: Box, id: string) => void): void {
  const body = (box: Box) => {
    const id = runningV2(box, script);
    try {
      look(box, id);
    } finally {
      v2Call(box, 'delete', '--force', id);
    }
  };
  scenario(title, body, { needs: ['cgroup2'], teuOnly: 'the peers need another host' });
}

/** A container on v2 whose init runs the script, with a cgroup it may write. */
function runningV2(box: Box, script: string, change: (config: OciConfig) => void = () => {}): string {
  const id = box.id();
  const bundle = box.bundle((config) => {
    config.linux.namespaces.push({ type: 'cgroup' });
    const mount = config.mounts.find(({ destination }) => destination === '/sys/fs/cgroup');
    if (mount) mount.options = ['rw'];
    config.process.capabilities = {
      bounding: ['CAP_DAC_OVERRIDE'],
      effective: ['CAP_DAC_OVERRIDE'],
      permitted: ['CAP_DAC_OVERRIDE'],
    };
    config.process.args = ['/bin/sh', '-c', `${script}; touch /tmp/ready; exec sleep 1000`];
    change(config);
  });
  const { code, stderr } = v2Call(box, 'run', '--detach', '--bundle', bundle, id);
  expect([code, stderr.replace(/.*warning.*\n/g, '')]).toEqual([0, '']);
  // No exec: a process more in the cgroup keeps the script from enabling controllers in it.
  const { pid } = JSON.parse(v2Call(box, 'state', id).stdout);
  box.eventually(() => existsSync(`/proc/${pid}/root/tmp/ready`));
  return id;
}

const own = (box: Box, id: string, ...flags: string[]) =>
  v2Call(box, ...flags, 'exec', id, 'grep', '^0', '/proc/self/cgroup');

const split =
  'cd /sys/fs/cgroup; mkdir inner; echo 1 >inner/cgroup.procs; for c in $(cat cgroup.controllers); do echo +$c >cgroup.subtree_control; done';

onV2(
  'on v2 an exec process is in the cgroup of the container, the root of what it sees',
  'true',
  (box, id) => {
    expect(own(box, id).stdout).toBe('0::/\n');
  },
);

onV2(
  'on v2 a cgroup with inner controllers is passed over for that of init, and --debug says so',
  split,
  (box, id) => {
    const inner = v2Call(box, 'exec', id, 'cat', '/sys/fs/cgroup/cgroup.subtree_control').stdout.trim();
    expect(inner).not.toBe('');
    const result = own(box, id, '--debug');
    expect(result.stdout).toBe('0::/inner\n');
    expect(result.stderr).toMatch(/the process is in \/sys\/fs\/cgroup\/.*\/inner/);
  },
);

onV2('on v2 where init has left the cgroup of its container a leaf is made in that', split, (box, id) => {
  const { pid } = JSON.parse(v2Call(box, 'state', id).stdout);
  Bun.spawnSync([...onCgroup2, 'sh', '-c', `echo ${pid} >/sys/fs/cgroup/cgroup.procs`]);
  const result = own(box, id, '--debug');
  expect(result.stdout).toBe('0::/teu-exec\n');
  expect(own(box, id).stdout).toBe('0::/teu-exec\n');
});

onV2(
  '--cgroup with a path alone is for every hierarchy',
  'mkdir /sys/fs/cgroup/a /sys/fs/cgroup/a/b',
  (box, id) => {
    const result = v2Call(box, 'exec', '--cgroup', '/a/./b/', id, 'grep', '^0', '/proc/self/cgroup');
    expect(result.stdout).toBe('0::/a/b\n');
  },
);

scenario(
  '--cgroup puts the process below the cgroup of the container',
  (box) => {
    const id = running(box);
    const cgroup = readFileSync(`/proc/${box.state(id).pid}/cgroup`, 'utf8');
    const path = /:pids:(.*)$/m.exec(cgroup)?.[1] ?? '';
    const directory = `/sys/fs/cgroup/pids${path}/sub`;
    if (!existsSync(directory)) mkdirSync(directory);
    const line = told(
      box,
      id,
      'grep :pids: /proc/self/cgroup; grep :cpu: /proc/self/cgroup',
      '--cgroup',
      'pids:sub',
    );
    expect(line.match(/pids:(.*)/)?.[1]).toBe(`${path}/sub`);
    expect(line).not.toMatch(/cpu:.*\/sub/);
  },
  { needs: ['v1-pids'] },
);
