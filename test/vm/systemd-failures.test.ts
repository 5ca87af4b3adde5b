/** --systemd-cgroup when something is in the way: names that are taken, death at any moment, a bus that is stopped. */
import { expect } from 'bun:test';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import type { Box } from '../helpers/box.ts';
import type { OciConfig } from '../helpers/config.ts';
import { scenario } from '../helpers/scenario.ts';
import { tryReap } from '../helpers/sys.ts';
import { controlFile, flag, isGone, property, systemctl } from './unit.ts';

const change =
  (unit: string) =>
  (config: OciConfig): void => {
    config.linux.cgroupsPath = `system.slice:vm:${unit}`;
    config.linux.resources = { pids: { limit: 20 } };
    config.process.args = ['/bin/sleep', '1000'];
  };

const scopeOf = (id: string): string => `vm-${id}.scope`;
const dirOf = (id: string): string => `/sys/fs/cgroup/system.slice/${scopeOf(id)}`;

function started(box: Box): { id: string; pid: number } {
  const id = box.id();
  box.must(flag, 'create', '--bundle', box.bundle(change(id)), id);
  box.must('start', id);
  return { id, pid: box.state(id).pid };
}

scenario('a name that another unit has is an error with the field, and that unit lives on', (box) => {
  const id = box.id();
  const run = ['--scope', '--quiet', `--unit=${scopeOf(id)}`, 'sh', '-c', 'sleep 600 & exit 0'];
  spawnSync('systemd-run', run, { stdio: 'ignore' });
  const pid = Number(readFileSync(`${dirOf(id)}/cgroup.procs`, 'utf8').trim());
  const elsewhere = (config: OciConfig): void => {
    change(id)(config);
    config.linux.cgroupsPath = `machine.slice:vm:${id}`;
  };
  for (const [bundle, words] of [
    [box.bundle(change(id)), /cgroup that is not empty/],
    [box.bundle(elsewhere), /call +StartTransientUnit: EEXIST[\s\S]*hint +a unit of this name is active/],
  ] as const) {
    const { code, stderr } = box.teu(flag, 'create', '--bundle', bundle, id);
    expect(code).toBe(1);
    expect(stderr).toMatch(/field +\S+config.json:[0-9]+:[0-9]+ \/linux\/cgroupsPath/);
    expect(stderr).toMatch(words);
  }
  expect(box.teu('delete', '--force', id).code).toBe(0);
  expect(existsSync(`/proc/${pid}`)).toBe(true);
  systemctl('stop', scopeOf(id));
});

scenario("a failed unit of that name is in nobody's way", (box) => {
  const id = box.id();
  const run = ['--quiet', `--unit=${scopeOf(id)}`, '--scope', '--property=RuntimeMaxSec=1', 'sleep', '600'];
  spawnSync('systemd-run', run);
  box.eventually(() => property(scopeOf(id), 'ActiveState') === 'failed');
  box.must(flag, 'create', '--bundle', box.bundle(change(id)), id);
  expect(property(scopeOf(id), 'ActiveState')).toBe('active');
});

/** What shows how far a create has come. */
const moments: readonly ((box: Box, id: string) => string)[] = [
  (box, id) => `${box.root}/${id}/journal`,
  (_box, id) => dirOf(id),
  (box, id) => `${box.root}/${id}/state.json`,
];
for (const [index, path] of moments.entries())
  scenario(
    `a create that is killed in the middle is removed by delete, unit and all (${index + 1})`,
    async (box) => {
      const id = box.id();
      const call = box.begin([flag, 'create', '--bundle', box.bundle(change(id)), id]);
      box.eventually(() => existsSync(path(box, id)));
      call.child.kill('SIGKILL');
      await call.result();
      expect(box.teu('delete', '--force', id)).toMatchObject({ code: 0, stderr: '' });
      expect([isGone(scopeOf(id)), existsSync(dirOf(id))]).toEqual([true, false]);
    },
  );

scenario('a container without its state.json is removed by its journal', (box) => {
  const { id, pid } = started(box);
  rmSync(`${box.root}/${id}/state.json`);
  box.must('delete', '--force', id);
  tryReap(pid, 2_000);
  expect([isGone(scopeOf(id)), existsSync(dirOf(id)), existsSync(`/proc/${pid}`)]).toEqual([
    true,
    false,
    false,
  ]);
});

scenario('a scope that systemd stops takes the container with it, and delete has nothing to do', (box) => {
  const { id, pid } = started(box);
  // sleep as pid 1 of its namespace does not hear SIGTERM.
  systemctl('kill', '--signal=KILL', scopeOf(id));
  box.eventually(() => !existsSync(`/proc/${pid}`) || isGone(scopeOf(id)));
  box.eventually(() => box.state(id).status === 'stopped');
  box.must('delete', id);
  expect(isGone(scopeOf(id))).toBe(true);
});

const bus = (): number => Number(property('dbus.service', 'MainPID'));

/** With dbus stopped; going on afterwards whatever happens. */
function whileStopped<T>(pid: number, perform: () => T): T {
  process.kill(pid, 'SIGSTOP');
  try {
    return perform();
  } finally {
    process.kill(pid, 'SIGCONT');
  }
}

scenario('with a stopped dbus create ends within its time, says why, and leaves nothing', (box) => {
  const id = box.id();
  const bundle = box.bundle(change(id));
  const begin = performance.now();
  const { code, stderr } = whileStopped(bus(), () => box.teu(flag, 'create', '--bundle', bundle, id));
  expect(code).toBe(1);
  expect(stderr).toMatch(/call +connect\(2\): ETIMEDOUT/);
  expect(stderr).toContain('does not answer');
  expect(performance.now() - begin).toBeLessThan(15_000);
  expect([existsSync(`${box.root}/${id}`), isGone(scopeOf(id)), existsSync(dirOf(id))]).toEqual([
    false,
    true,
    false,
  ]);
  // The next one finds nothing in its way.
  box.must(flag, 'create', '--bundle', bundle, id);
});

scenario('with a stopped dbus update changes nothing, nothing is frozen, and delete works', (box) => {
  const { id, pid } = started(box);
  whileStopped(bus(), () => {
    const { code, stderr } = box.teu('update', '--pids-limit', '30', id);
    expect(code).toBe(1);
    expect(stderr).toMatch(/call +connect\(2\): ETIMEDOUT/);
    expect([controlFile(pid, 'pids.max'), controlFile(pid, 'cgroup.freeze')]).toEqual(['20', '0']);
    // What needs no systemd works meanwhile.
    box.must('pause', id);
    box.must('resume', id);
    expect(box.must('exec', id, 'echo', 'inside').stdout).toBe('inside\n');
    box.end(id);
    const deleted = box.teu('delete', id);
    expect([deleted.code, existsSync(dirOf(id))]).toEqual([0, false]);
    expect(deleted.stderr).toContain('does not answer');
  });
  box.eventually(() => isGone(scopeOf(id)));
});

scenario('without dbus the socket of systemd itself will do', (box) => {
  const id = box.id();
  const bundle = box.bundle((config) => {
    change(id)(config);
    config.process.args = ['/bin/cat', '/proc/self/cgroup'];
  });
  const script = 'mount -t tmpfs tmpfs /run/dbus && exec "$0" "$@"';
  const wrap = ['unshare', '--mount', '--propagation', 'private', 'sh', '-c', script];
  const { code, stdout, stderr } = box.call([flag, 'run', '--bundle', bundle, id], { wrap });
  expect([code, stdout, stderr]).toEqual([0, `0::/system.slice/${scopeOf(id)}\n`, '']);
  expect(isGone(scopeOf(id))).toBe(true);
});

scenario(
  'eight at once run to their ends while systemd reads its units again, and leave none',
  async (box) => {
    const ids = Array.from({ length: 8 }, () => box.id());
    const calls = ids.map((id) => {
      const bundle = box.bundle((config) => {
        change(id)(config);
        config.process.args = ['/bin/sh', '-c', 'exit 7'];
      });
      return box.begin([flag, 'run', '--bundle', bundle, id]);
    });
    systemctl('daemon-reload');
    const results = await Promise.all(calls.map((call) => call.result()));
    expect(results).toEqual(ids.map(() => ({ code: 7, stdout: '', stderr: '' })));
    expect(ids.filter((id) => !isGone(scopeOf(id)) || existsSync(dirOf(id)))).toEqual([]);
  },
);
