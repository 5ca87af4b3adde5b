/** --systemd-cgroup where systemd does not answer: one clear error each, within its time, and nothing is left. */
import { expect } from 'bun:test';
import { spawnSync } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import type { Box, Result } from '../helpers/box.ts';
import type { OciConfig } from '../helpers/config.ts';
import { scenario } from '../helpers/scenario.ts';

const teuOnly = 'it has deadlines and messages of its own';
const flag = '--systemd-cgroup';

const environment = (address: string): Record<string, string> => ({
  ...(process.env as Record<string, string>),
  DBUS_SYSTEM_BUS_ADDRESS: address,
});

const change = (config: OciConfig): void => {
  config.linux.cgroupsPath = 'system.slice:teu:box';
};

function created(box: Box, env: Record<string, string>, wrap: readonly string[] = []): Result {
  return box.call([flag, 'create', '--bundle', box.bundle(change), box.id()], { env, wrap });
}

/** A socket on which somebody listens; what happens to connections is up to `open`. */
function listening(path: string, open: (socket: { end(): void }) => void = () => undefined) {
  return Bun.listen({ unix: path, socket: { open, data: () => undefined } });
}

scenario(
  'a bus that is not there is an error with its address',
  (box) => {
    const { code, stdout, stderr } = created(box, environment(`unix:path=${box.dir}/nothing`));
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/cannot ask the systemd of the system\n +call +connect\(2\): ENOENT/);
    expect(stderr).toContain('--cgroup-manager cgroupfs');
  },
  { teuOnly },
);

scenario(
  'a bus that takes the connection and says nothing is an error after five seconds',
  (box) => {
    // Nobody accepts while this process waits for teu: the kernel does.
    const server = listening(`${box.dir}/mute`);
    const begin = performance.now();
    const { code, stderr } = created(box, environment(`unix:path=${box.dir}/mute`));
    const seconds = (performance.now() - begin) / 1000;
    server.stop(true);
    expect(code).toBe(1);
    expect(stderr).toMatch(/call +connect\(2\): ETIMEDOUT/);
    expect(stderr).toMatch(/hint +the bus unix:path=\S+mute takes connections and does not answer/);
    expect(seconds).toBeGreaterThan(4.9);
    expect(seconds).toBeLessThan(15);
  },
  { teuOnly },
);

scenario(
  'a bus that hangs up is an error at once',
  async (box) => {
    const server = listening(`${box.dir}/rude`, (socket) => socket.end());
    const call = box.begin([flag, 'create', '--bundle', box.bundle(change), box.id()], {
      env: environment(`unix:path=${box.dir}/rude`),
    });
    const { code, stderr } = await call.result();
    server.stop(true);
    expect(code).toBe(1);
    expect(stderr).toMatch(/call +connect\(2\): (ECONNRESET|EPIPE|ENOTCONN)/);
  },
  { teuOnly },
);

const library = ['/lib/x86_64-linux-gnu/libsystemd.so.0', '/lib/aarch64-linux-gnu/libsystemd.so.0'].find(
  (path) => existsSync(path),
);

scenario(
  'without libsystemd it is named',
  (box) => {
    const masked = ['mount', '--bind', '/dev/null', realpathSync(library ?? '/dev/null')];
    const script = `${masked.join(' ')} && exec "$0" "$@"`;
    const wrap = ['unshare', '--mount', '--propagation', 'private', 'sh', '-c', script];
    const { code, stderr } = created(box, environment('unix:path=/nothing'), wrap);
    expect(code).toBe(1);
    expect(stderr).toMatch(/hint +libsystemd.so.0 is needed \(Debian: libsystemd0\)/);
  },
  { teuOnly, ...(library === undefined ? { needs: [] } : {}) },
);

scenario(
  'without systemd the hint says that there is none',
  (box) => {
    const script = 'mkdir -p /run && mount -t tmpfs tmpfs /run && exec "$0" "$@"';
    const wrap = ['unshare', '--mount', '--propagation', 'private', 'sh', '-c', script];
    const { DBUS_SYSTEM_BUS_ADDRESS: _, ...env } = process.env as Record<string, string>;
    const { code, stderr } = created(box, env, wrap);
    expect(code).toBe(1);
    expect(stderr).toMatch(/hint +systemd does not run on this machine/);
  },
  { teuOnly },
);

scenario(
  'a user of whom nobody knows a bus is told so',
  (box) => {
    const bundle = box.bundle(change);
    spawnSync('chmod', ['-R', 'a+rX', box.dir]);
    const {
      XDG_RUNTIME_DIR: _,
      DBUS_SESSION_BUS_ADDRESS: __,
      ...env
    } = process.env as Record<string, string>;
    const { code, stderr } = box.call([flag, '--rootless=true', 'create', '--bundle', bundle, box.id()], {
      env,
    });
    expect(code).toBe(1);
    expect(stderr).toContain('cannot ask the systemd of the user');
    expect(stderr).toMatch(
      /hint +(neither DBUS_SESSION_BUS_ADDRESS nor XDG_RUNTIME_DIR is set|systemd does not)/,
    );
  },
  { teuOnly },
);

for (const [pointer, change, words] of [
  ['/linux/cgroupsPath', { path: '/a/b' }, 'with a cgroup manager systemd it is slice:prefix:name'],
  ['/linux/cgroupsPath', { path: 'a:teu:b' }, 'cannot use "a" as a slice'],
  ['/annotations/org.systemd.property.User', { property: 'User' }, 'may not be set by an annotation'],
  ['/annotations/org.systemd.property.CollectMode', { property: 'CollectMode' }, 'takes a text in quotes'],
] as const)
  scenario(
    `${JSON.stringify(change)} is refused with its field before anybody is asked`,
    (box) => {
      const bundle = box.bundle((config) => {
        if ('path' in change) config.linux.cgroupsPath = change.path;
        else config.annotations = { [`org.systemd.property.${change.property}`]: 'x' };
      });
      const server = listening(`${box.dir}/mute`);
      const { code, stderr } = box.call([flag, 'create', '--bundle', bundle, box.id()], {
        env: environment(`unix:path=${box.dir}/mute`),
      });
      server.stop(true);
      expect(code).toBe(1);
      expect(stderr).toMatch(new RegExp(`config.json:[0-9]+:[0-9]+ ${pointer}`));
      expect(stderr).toContain(words);
    },
    { teuOnly },
  );

scenario(
  'two managers at once are refused',
  (box) => {
    const bundle = box.bundle(change);
    for (const other of ['cgroupfs', 'disabled']) {
      const words = [flag, '--cgroup-manager', other, 'create', '--bundle', bundle, box.id()];
      const { code, stderr } = box.call(words);
      expect(code).toBe(1);
      expect(stderr).toContain(`cannot use --systemd-cgroup together with --cgroup-manager ${other}`);
    }
  },
  { teuOnly },
);
