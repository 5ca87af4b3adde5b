/** --cgroup-manager disabled: no cgroup is made, the container stays in that of the caller; and what is refused of the option. */
import { expect } from 'bun:test';
import { readFileSync } from 'node:fs';
import type { OciConfig } from '../helpers/config.ts';
import { scenario } from '../helpers/scenario.ts';

export const alsoIn = 'guest';

const disabled = ['--cgroup-manager', 'disabled'];
const own = () => readFileSync('/proc/self/cgroup', 'utf8');

const sleeper = (config: OciConfig) => {
  config.process.args = ['/bin/sleep', '1000'];
};

scenario(
  'without a cgroup the container is in that of the caller, and is killed and deleted as any other',
  (box) => {
    const id = box.id();
    box.must(...disabled, 'run', '--detach', '--bundle', box.bundle(sleeper), id);
    const { pid } = box.state(id);
    expect(readFileSync(`/proc/${pid}/cgroup`, 'utf8')).toBe(own());
    expect(box.left().filter((entry) => entry.startsWith('cgroup '))).toEqual([]);
    const [line] = box.must('exec', id, 'cat', '/proc/1/cgroup', '/proc/self/cgroup').stdout.split('\n');
    expect(own()).toContain(line ?? 'nothing');
    expect(box.must('ps', '--format', 'json', id).stdout.trim()).toBe(`[${pid}]`);
    const pause = box.teu('pause', id);
    expect([pause.code, box.state(id).status]).toEqual([1, 'running']);
    box.end(id);
    expect(box.state(id).status).toBe('stopped');
    box.must('delete', id);
  },
);

scenario(
  'without a cgroup limits and the path are warnings with their pointers, and nothing is limited',
  (box) => {
    const bundle = box.bundle((config) => {
      config.linux.cgroupsPath = '/teu-tests/none';
      config.linux.resources = { ...config.linux.resources, memory: { limit: 64 << 20 }, pids: { limit: 7 } };
      config.process.args = ['/bin/cat', '/proc/self/cgroup'];
    });
    const result = box.call([...disabled, 'run', '--bundle', bundle, box.id()]);
    expect([result.code, result.stdout]).toEqual([0, own()]);
    for (const pointer of [
      '/linux/cgroupsPath',
      '/linux/resources/memory/limit',
      '/linux/resources/pids/limit',
    ])
      expect(result.stderr).toMatch(
        new RegExp(`warning: .* is left out: no cgroup is made \\(${pointer}\\)`),
      );
    expect(result.stderr.trim().split('\n')).toHaveLength(3);
  },
  { teuOnly: 'the peers say nothing' },
);

scenario(
  "without a cgroup of its own the container may not write the caller's",
  (box) => {
    const bundle = box.bundle((config) => {
      for (const mount of config.mounts) if (mount.type === 'cgroup') mount.options = ['rw', 'nosuid'];
      config.process.args = [
        '/bin/sh',
        '-c',
        'find /sys/fs/cgroup -name cgroup.procs | head -1; mkdir $(dirname $(find /sys/fs/cgroup -name cgroup.procs | head -1))/x || echo refused',
      ];
    });
    const { code, stdout } = box.call([...disabled, 'run', '--bundle', bundle, box.id()]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^\/sys\/fs\/cgroup\/.*cgroup.procs\nrefused\n$/);
  },
  { teuOnly: 'crun shows it for writing' },
);

scenario(
  'where systemd does not run its manager is refused in words, and nothing is made',
  (box) => {
    for (const flags of [['--systemd-cgroup'], ['--cgroup-manager', 'systemd']]) {
      const { code, stderr } = box.call([...flags, 'run', '--bundle', box.bundle(), box.id()]);
      expect([code, stderr]).toEqual([1, expect.stringContaining('systemd does not run on this machine')]);
    }
    expect(box.left()).toEqual([]);
  },
  { needs: ['no-systemd'], teuOnly: 'the peers say less' },
);
