/**
 * The calls of each engine, in its order, with what it leaves lying about: descriptors, environment, logs, working
 * directories. What the words are is test/unit/cli/engine-calls.test.ts; here is what comes back.
 */
import { expect } from 'bun:test';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { Box } from '../helpers/box.ts';
import type { OciConfig } from '../helpers/config.ts';
import { Engine, engineEnv } from '../helpers/engine.ts';
import { runtime } from '../helpers/paths.ts';
import { scenario } from '../helpers/scenario.ts';
import { tryReap, waitEnd } from '../helpers/sys.ts';

const silent = { code: 0, stdout: '', stderr: '' };
const path = 'PATH=/bin:/usr/bin';

const shim = (box: Box, change: string | ((config: OciConfig) => void)) => new Engine(box, 'shim', change);
const noted = 'ls /proc/self/fd > /fds; env > /env; exec sleep 1000';
const waits = (config: OciConfig) => {
  config.process.args = ['/bin/sh', '-c', noted];
  config.process.env = [path, 'HOME=/x'];
  config.root = { path: 'rootfs' };
};

scenario(
  'a container of containerd: create, start, update, ps, pause, kill, delete, delete --force',
  (box) => {
    const engine = shim(box, waits);
    const { id, bundle } = engine;
    expect(engine.call('create', '--bundle', bundle, '--pid-file', `${bundle}/init.pid`, id)).toEqual(silent);
    const pid = readFileSync(`${bundle}/init.pid`, 'utf8');
    expect(pid).toMatch(/^[0-9]+$/);
    expect(engine.call('start', id)).toEqual(silent);
    box.eventually(() => existsSync(`${bundle}/rootfs/env`) && existsSync(`/proc/${pid}`));
    box.eventually(() => readFileSync(`${bundle}/rootfs/env`, 'utf8').includes('PATH'));
    expect(readFileSync(`${bundle}/rootfs/fds`, 'utf8').trim().split('\n').slice(0, 3)).toEqual([
      '0',
      '1',
      '2',
    ]);
    expect(readFileSync(`${bundle}/rootfs/fds`, 'utf8').trim().split('\n').length).toBeLessThanOrEqual(4);
    expect(readFileSync(`${bundle}/rootfs/env`, 'utf8')).not.toMatch(/TTRPC|GOMAXPROCS|LD_LIBRARY|_OCI_|XDG/);
    const listed = engine.call('ps', '--format', 'json', id);
    expect([listed.code, listed.stderr, JSON.parse(listed.stdout)]).toEqual([0, '', [Number(pid)]]);
    const zeros =
      '{"memory":{"limit":0,"kernel":0},"cpu":{"shares":0,"quota":0,"period":0,"cpus":""},"blockIO":{"weight":0}}';
    expect(engine.given(zeros, 'update', '--resources', '-', id)).toEqual(silent);
    expect(engine.given('{}', 'update', '--resources=-', id)).toEqual(silent);
    expect(engine.call('pause', id)).toEqual(silent);
    expect(engine.call('resume', id)).toEqual(silent);
    expect(engine.call('kill', id, '9')).toEqual(silent);
    waitEnd(Number(pid));
    const late = engine.call('kill', id, '15');
    expect([late.code, late.stdout, late.stderr]).toEqual([
      1,
      '',
      expect.stringContaining('container not running'),
    ]);
    expect(engine.call('kill', '--all', id, '9')).toEqual(silent);
    expect(engine.call('delete', id)).toEqual(silent);
    expect(engine.call('delete', '--force', id)).toEqual(silent);
    expect(engine.call('delete', id).stderr).toContain('does not exist');
  },
);

scenario(
  'a failed create of containerd: one error last in the log, delete --force, and nothing left',
  (box) => {
    const engine = shim(box, (config) => {
      config.process.args = ['/nope'];
    });
    const { id, bundle } = engine;
    writeFileSync(engine.log, '{"level":"info","msg":"of an earlier call","time":"2026-01-01T00:00:00Z"}\n');
    const failed = engine.call('create', '--bundle', bundle, '--pid-file', `${bundle}/init.pid`, id);
    expect([failed.code, failed.stdout]).toEqual([1, '']);
    const lines = engine.logged();
    expect(lines.filter(({ level }) => level === 'error')).toHaveLength(1);
    const last = lines.at(-1) as (typeof lines)[number];
    expect([last.level, last.msg]).toEqual([
      'error',
      expect.stringContaining('exec: "/nope": stat /nope: no such file or directory'),
    ]);
    expect(last.time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/);
    expect(failed.stderr.trim()).toBe(last.msg);
    expect(existsSync(`${bundle}/init.pid`)).toBe(false);
    expect(engine.call('delete', '--force', id)).toEqual(silent);
  },
);

scenario('exec of containerd: the file is gone as soon as it returns; failures are in the log', (box) => {
  const engine = shim(box, waits);
  const { id, bundle } = engine;
  engine.call('create', '--bundle', bundle, '--pid-file', `${bundle}/init.pid`, id);
  engine.call('start', id);
  const enter = (args: readonly string[], pidFile: string) => {
    const value = { user: { uid: 0, gid: 0 }, args, env: [path], cwd: '/', oomScoreAdj: 0 };
    writeFileSync(`${bundle}/process`, JSON.stringify(value));
    const flags = ['--process', `${bundle}/process`, '--detach', '--pid-file', pidFile];
    const result = engine.call('exec', ...flags, id);
    rmSync(`${bundle}/process`);
    return result;
  };
  expect(enter(['/bin/sh', '-c', 'echo $$ > /entered; exec sleep 1000'], `${bundle}/e1.pid`)).toEqual(silent);
  expect(readFileSync(`${bundle}/e1.pid`, 'utf8')).toMatch(/^[0-9]+$/);
  box.eventually(() => existsSync(`${bundle}/rootfs/entered`));
  const failed = enter(['nope'], `${bundle}/e2.pid`);
  expect(failed.code).toBe(255);
  expect(engine.logged().at(-1)).toMatchObject({
    level: 'error',
    msg: expect.stringContaining('exec: "nope": executable file not found in $PATH'),
  });
  expect(existsSync(`${bundle}/e2.pid`)).toBe(false);
  // The end of a pid namespace waits for whoever has to reap its processes: here, as with a shim, the caller.
  const entered = Number(readFileSync(`${bundle}/e1.pid`, 'utf8'));
  process.kill(entered, 'SIGKILL');
  waitEnd(entered);
  tryReap(entered);
  expect(engine.call('delete', '--force', id)).toEqual(silent);
});

scenario('a step of BuildKit: run --keep, its status, a kill by another call, then delete', (box) => {
  const step = shim(box, (config) => {
    config.process.args = ['/bin/sh', '-c', 'echo out; echo err >&2; exit 7'];
  });
  expect(step.call('run', '--bundle', step.bundle, '--keep', step.id)).toEqual({
    code: 7,
    stdout: 'out\n',
    stderr: 'err\n',
  });
  expect(step.logged().filter(({ level }) => level === 'error')).toEqual([]);
  expect(step.call('delete', step.id)).toEqual(silent);
});

scenario('a step of BuildKit that is cancelled exits 137', async (box) => {
  const bundle = box.bundle(waits);
  const id = box.id();
  const log = ['--log', `${bundle}/log.json`, '--log-format', 'json'];
  const step = box.begin([...log, 'run', '--bundle', bundle, id]);
  box.eventually(() => existsSync(`${bundle}/rootfs/env`));
  expect(box.call([...log, 'kill', id, '9'])).toEqual(silent);
  expect((await step.result()).code).toBe(137);
});

scenario(
  "Buildah's polling: state says stopped with pid 0 until delete; kill takes a name or nothing",
  (box) => {
    const engine = new Engine(box, 'buildah', (config) => {
      config.process.args = ['/bin/sh', '-c', 'trap "exit 4" TERM; : > /up; while :; do sleep 0.05; done'];
      config.root = { path: 'rootfs' };
      delete config.linux.cgroupsPath;
    });
    const { id, bundle } = engine;
    const state = () => JSON.parse(engine.call('state', id).stdout);
    expect(
      engine.call('create', '--bundle', bundle, '--pid-file', `${bundle}/pid`, '--no-new-keyring', id).code,
    ).toBe(0);
    const { pid } = state();
    expect([state().status, pid]).toEqual(['created', Number(readFileSync(`${bundle}/pid`, 'utf8'))]);
    engine.call('start', id);
    box.eventually(() => existsSync(`${bundle}/rootfs/up`));
    expect(state().status).toBe('running');
    expect(engine.call('kill', id).code).toBe(0);
    waitEnd(pid);
    expect(state()).toMatchObject({ id, status: 'stopped', pid: 0 });
    expect(engine.call('kill', id, 'SIGKILL').code).toBe(1);
    expect(engine.call('delete', id)).toMatchObject({ code: 0, stdout: '' });
    expect(engine.call('state', id).stderr).toContain('container does not exist');
  },
);

scenario("Podman's error: the log is one JSON object, and stderr has the same words", (box) => {
  const bundle = box.bundle((config) => {
    config.process.args = ['nope'];
  });
  const log = `${bundle}/oci-log`;
  const flags = [
    '--log-format=json',
    '--log',
    log,
    'create',
    '--bundle',
    bundle,
    '--pid-file',
    `${bundle}/pidfile`,
  ];
  const failed = box.call([...flags, box.id()], { env: engineEnv });
  const whole = JSON.parse(readFileSync(log, 'utf8'));
  expect([failed.code, whole.level]).toEqual([1, 'error']);
  expect(whole.msg).toContain('executable file not found in $PATH');
  expect(failed.stderr.trim()).toBe(whole.msg);
});

scenario(
  'without --root, and with an empty XDG_RUNTIME_DIR, the state is in /run/teu',
  (box) => {
    const bare = (...args: string[]) => {
      const stdio: ['ignore', 'ignore', 'inherit'] = ['ignore', 'ignore', 'inherit'];
      return Bun.spawnSync([runtime, ...args], { env: engineEnv, cwd: '/', stdio }).exitCode;
    };
    const id = box.id();
    expect(bare('create', '--bundle', box.bundle(), id)).toBe(0);
    const isThere = existsSync(`/run/teu/${id}`);
    expect(bare('delete', '--force', id)).toBe(0);
    expect([isThere, existsSync(`/run/teu/${id}`)]).toEqual([true, false]);
  },
  { teuOnly: 'its own directory' },
);

scenario(
  "Podman's question whether there is a checkpoint is answered by the status",
  () => {
    const asked = Bun.spawnSync([runtime, 'checkpoint', '--help']);
    expect([asked.exitCode, asked.stdout.toString()]).toEqual([1, '']);
  },
  { teuOnly: 'runc has checkpoints' },
);
