/** sd_notify(3): a caller with a NOTIFY_SOCKET is told when the payload is ready, and of its main process. */
import { expect } from 'bun:test';
import { existsSync, mkdirSync } from 'node:fs';
import { type OciConfig, withUserNamespace } from '../helpers/config.ts';
import { scenario } from '../helpers/scenario.ts';
import { Manager, notifyProgram } from '../helpers/notify.ts';
import { fillSocket } from '../helpers/sys.ts';

/** Says something else first, then that it is ready, then works until it is ended. */
const service = (config: OciConfig, dir: string): void => {
  notifyProgram(`${dir}/rootfs/bin/notify`);
  config.process.args = [
    '/bin/sh',
    '-c',
    'notify "$NOTIFY_SOCKET" "STATUS=busy" && notify "$NOTIFY_SOCKET" "MAINPID=1\nREADY=1" && exec sleep 100',
  ];
};

for (const [where, more] of [
  ['', () => {}],
  [' in a user namespace', (config: OciConfig) => withUserNamespace(config)],
] as const)
  scenario(`start returns when the payload is ready, and says so${where}`, async (box) => {
    using manager = new Manager(box);
    const { env } = manager;
    const id = box.id();
    const bundle = box.bundle((config, dir) => {
      service(config, dir);
      // Root of the user namespace may not make it there.
      mkdirSync(`${dir}/rootfs/run/notify`, { recursive: true });
      more(config);
    });
    expect(box.call(['create', '--bundle', bundle, id], { env })).toMatchObject({ code: 0, stderr: '' });
    expect(manager.read()).toEqual([]);
    expect(await manager.serve(box.begin(['start', id], { env }))).toMatchObject({ code: 0, stderr: '' });
    expect(manager.messages).toEqual(['READY=1', `MAINPID=${box.state(id).pid}`, 'BARRIER=1']);
    box.end(id);
    box.must('delete', id);
    expect(existsSync(`${box.root}/${id}`)).toBe(false);
  });

scenario('run --detach returns when the payload is ready, and says so', async (box) => {
  using manager = new Manager(box);
  const id = box.id();
  const run = box.begin(['run', '--detach', '--bundle', box.bundle(service), id], { env: manager.env });
  expect((await manager.serve(run)).code).toBe(0);
  expect(manager.messages).toEqual(['READY=1', `MAINPID=${box.state(id).pid}`, 'BARRIER=1']);
});

scenario('a foreground run is itself the main process, and leaves nothing', async (box) => {
  using manager = new Manager(box);
  const id = box.id();
  const run = box.begin(['run', '--bundle', box.bundle(service), id], { env: manager.env });
  box.eventually(() => manager.read().length >= 2);
  expect(manager.messages).toEqual(['READY=1', `MAINPID=${run.pid}`]);
  box.must('kill', id, 'KILL');
  expect((await run.result()).code).toBe(137);
  expect(existsSync(`${box.root}/${id}`)).toBe(false);
});

scenario('a manager that does not read keeps nobody for ever', (box) => {
  using manager = new Manager(box);
  fillSocket(manager.path, 'datagram');
  const bundle = box.bundle((config, dir) => {
    service(config, dir);
    config.process.args = ['/bin/sh', '-c', 'notify "$NOTIFY_SOCKET" "READY=1" && exit 3'];
  });
  expect(box.call(['run', '--bundle', bundle, box.id()], { env: manager.env }).code).toBe(3);
  const detached = box.call(['run', '--detach', '--bundle', bundle, box.id()], { env: manager.env });
  expect(detached.code).toBe(0);
  expect(detached.stderr).toMatch(/^teu: warning: cannot tell .*manager\.sock/);
});

scenario('start returns when the payload ends without ever being ready', (box) => {
  using manager = new Manager(box);
  const { env } = manager;
  const id = box.id();
  expect(box.call(['create', '--bundle', box.bundle('true'), id], { env }).code).toBe(0);
  expect(box.call(['start', id], { env })).toMatchObject({ code: 0, stderr: '' });
  expect(manager.read()).toEqual([]);
});

scenario('others may use the container while start waits for it', (box) => {
  using manager = new Manager(box);
  const { env } = manager;
  const id = box.id();
  box.call(['create', '--bundle', box.bundle('exec sleep 100'), id], { env });
  box.begin(['start', id], { env });
  box.eventually(() => box.state(id).status === 'running');
  expect(box.teu('delete', '--force', id)).toMatchObject({ code: 0, stderr: '' });
});

scenario('a NOTIFY_SOCKET where nobody listens is a warning', (box) => {
  const env = { ...(process.env as Record<string, string>), NOTIFY_SOCKET: `${box.dir}/nobody.sock` };
  const result = box.call(['run', '--detach', '--bundle', box.bundle(service), box.id()], { env });
  expect(result.code).toBe(0);
  expect(result.stderr).toMatch(/^teu: warning: .*nobody\.sock/);
});

scenario('the container has a socket of its own, in a directory that it may not change', (box) => {
  using manager = new Manager(box);
  const script = 'echo $NOTIFY_SOCKET; ls /run/notify; touch /run/notify/x || echo refused';
  const { stdout } = box.run(script, { env: manager.env });
  expect(stdout).toBe('/run/notify/notify.sock\nnotify.sock\nrefused\n');
});

scenario('an engine that gives the process a NOTIFY_SOCKET itself is left alone', (box) => {
  using manager = new Manager(box);
  const change = (config: OciConfig) => {
    config.process.env.push('NOTIFY_SOCKET=/engine.sock');
    config.process.args = ['/bin/sh', '-c', 'echo $NOTIFY_SOCKET; ls -d /run/notify'];
  };
  expect(box.run(change, { env: manager.env }).stdout).toBe('/engine.sock\n');
});
