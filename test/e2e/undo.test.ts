/** A create that fails, and whose clean-up fails too. */
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { expect } from 'bun:test';
import { scenario } from '../helpers/scenario.ts';

scenario(
  'when the clean-up of a failed create fails then the first error is told, and delete --force ends the rest',
  (box) => {
    const id = box.id();
    const bundle = box.bundle((config, dir) => {
      const hook = `${dir}/hook`;
      // A process that moves into the container's cgroup keeps it from being removed.
      writeFileSync(
        hook,
        `#!/bin/sh\nsetsid sleep 1000 >/dev/null 2>&1 &\necho $! > /sys/fs/cgroup/pids/${id}/cgroup.procs\nexit 3\n`,
      );
      chmodSync(hook, 0o755);
      config.linux.cgroupsPath = `/${id}`;
      config.hooks = { createRuntime: [{ path: hook }] };
    });
    const result = box.call(['create', '--bundle', bundle, id]);
    expect(result.code).toBe(1);
    expect(result.stderr).toMatch(/createRuntime hook 0 .* exited with status 3/);
    expect(result.stderr).toMatch(new RegExp(`clean-up: cannot remove cgroup /sys/fs/cgroup/pids/${id}`));
    expect(box.call(['delete', '--force', id]).code).toBe(0);
  },
  { needs: ['v1-pids'], teuOnly: 'runc leaves the cgroup without a word' },
);

scenario(
  'delete of a create that was killed leaves a pid file that names another process',
  (box) => {
    const id = box.id();
    const pidFile = `${box.dir}/pid`;
    writeFileSync(pidFile, `${process.pid}`);
    const bundle = box.bundle((config) => {
      config.hooks = { createRuntime: [{ path: '/bin/sh', args: ['sh', '-c', 'kill -9 $PPID'] }] };
    });
    expect(box.call(['create', '--pid-file', pidFile, '--bundle', bundle, id]).code).not.toBe(0);
    expect(box.call(['delete', '--force', id])).toMatchObject({ code: 0, stderr: '' });
    expect(readFileSync(pidFile, 'utf8')).toBe(`${process.pid}`);
  },
  { teuOnly: 'about its journal' },
);
