/** config-linux.md#seccomp: calls that an agent answers. */
import { expect } from 'bun:test';
import { existsSync, readdirSync } from 'node:fs';
import type { Box } from '../helpers/box.ts';
import { type OciConfig, withUserNamespace } from '../helpers/config.ts';
import { scenario } from '../helpers/scenario.ts';
import { Agent, answer, filtered, profile } from '../helpers/seccomp.ts';

const EXECVE = 59;
const WRITE = 1;
const tried = 'mkdir /tmp/x 2>&1 && echo done; test -d /tmp/x && echo made; true';
const asking = (listenerPath: string, more: object = {}) => ({
  ...profile(answer('NOTIFY', 'mkdir', 'mkdirat')),
  listenerPath,
  ...more,
});
const calls = { 'val:0': 'done\n', 'errno:28': 'No space left on device', continue: 'done\nmade\n' };

for (const [how, outcome] of Object.entries(calls))
  scenario(`the agent decides: ${how}`, async (box) => {
    const agent = new Agent(box, how);
    expect(box.output(filtered(asking(agent.socket), tried))).toContain(outcome);
    await agent.end();
    expect(agent.calls()).toHaveLength(1);
  });

for (const noNewPrivileges of [true, false])
  for (const user of [0, 1000])
    scenario(
      `create and start lead to the agent: no_new_privs ${noNewPrivileges}, uid ${user}`,
      async (box) => {
        const agent = new Agent(box, 'val:0');
        const id = box.created(
          filtered(asking(agent.socket, { listenerMetadata: 'of "box"' }), tried, (config) => {
            config.process.noNewPrivileges = noNewPrivileges;
            config.process.user = { uid: user, gid: user };
            config.annotations = { 'org.example': 'ünï' };
          }),
        );
        expect(agent.states()).toEqual([]);
        const { pid, bundle } = box.state(id);
        box.must('start', id);
        await agent.end();
        expect(agent.states()).toEqual([
          {
            ociVersion: '1.3.0',
            fds: ['seccompFd'],
            pid,
            metadata: 'of "box"',
            state: {
              ociVersion: '1.3.0',
              id,
              status: 'created',
              pid,
              bundle,
              annotations: { 'org.example': 'ünï' },
            },
          },
        ]);
        expect(agent.calls()).toHaveLength(1);
        box.settle();
      },
    );

scenario(
  'no call of the runtime waits for the agent but execve, and the program has none of its descriptors',
  async (box) => {
    const agent = new Agent(box, 'continue');
    const names = 'write sendmsg recvmsg execve exit_group clock_gettime ppoll close rt_sigprocmask';
    const out = box.output(
      filtered(
        { ...profile(answer('NOTIFY', ...names.split(' '))), listenerPath: agent.socket },
        'ls /proc/$$/fd; echo $(ls /proc/$$/task | wc -w) task',
      ),
    );
    expect(out).toBe('0\n1\n2\n1 task\n');
    await agent.end();
    expect(agent.calls()[0]).toBe(EXECVE);
    expect(agent.calls()).toContain(WRITE);
  },
);

scenario(
  'in a user namespace too',
  async (box) => {
    const agent = new Agent(box, 'val:0');
    const out = box.output(filtered(asking(agent.socket), tried, (config) => withUserNamespace(config)));
    expect(out).toBe('done\n');
    await agent.end();
  },
  { needs: ['userns'] },
);

scenario(
  'a listener that waits killably is taken',
  async (box) => {
    const agent = new Agent(box, 'val:0');
    const flags = ['SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV', 'SECCOMP_FILTER_FLAG_TSYNC'];
    expect(box.output(filtered(asking(agent.socket, { flags }), tried))).toBe('done\n');
    await agent.end();
  },
  { needs: ['wait-killable'] },
);

scenario('a relative listenerPath, and a long one, lead to the agent', async (box) => {
  const agent = new Agent(box, 'val:0', 2);
  const long = `${'../'.repeat(1)}${'./'.repeat(80)}agent/agent`;
  for (const path of ['../agent/agent', long])
    expect(box.output(filtered(asking(path), tried))).toBe('done\n');
  await agent.end();
});

function isGone(box: Box, id: string): void {
  expect(box.teu('state', id).stderr).toContain('does not exist');
}

const nowhere = (path: string) => (config: OciConfig) => {
  config.linux['seccomp'] = asking(path);
};

scenario('when there is no agent then create says so before it has made anything', (box) => {
  const id = box.id();
  const result = box.call(['create', '--bundle', box.bundle(nowhere(`${box.dir}/no/agent`)), id]);
  expect(result.code).toBe(1);
  expect(result.stderr).toContain('/linux/seccomp/listenerPath');
  expect(result.stderr).toContain(`${box.dir}/no is missing`);
  isGone(box, id);
});

scenario('when the agent has died then create says that nobody listens', async (box) => {
  const agent = new Agent(box, 'val:0');
  await agent.kill();
  const result = box.run(nowhere(agent.socket));
  expect([result.code, existsSync(agent.socket)]).toEqual([1, true]);
  expect(result.stderr).toContain(`nobody listens on ${agent.socket}`);
});

scenario(
  'when the agent dies between create and start then start says so, and the program does not run',
  async (box) => {
    const agent = new Agent(box, 'val:0');
    const id = box.created(filtered(asking(agent.socket), 'echo ran > /tmp/ran'));
    await agent.kill();
    const result = box.teu('start', id);
    expect(result.code).toBe(1);
    expect(result.stderr).toContain('/linux/seccomp/listenerPath');
    expect(readdirSync(`${box.dir}/bundle0/rootfs/tmp`)).toEqual([]);
  },
);

scenario('when the agent hangs up before it has the state then the program does not run', async (box) => {
  const agent = new Agent(box, 'close');
  const result = box.run(
    filtered(asking(agent.socket), 'echo ran', (config) => {
      // Long enough for the agent to have closed the connection.
      config.hooks = { startContainer: [{ path: '/bin/sleep', args: ['sleep', '0.2'] }] };
    }),
  );
  expect([result.code, result.stdout]).toEqual([1, '']);
  expect(result.stderr).toContain('the agent has closed the connection');
  expect(result.stderr).toContain('/linux/seccomp/listenerPath');
  await agent.end();
});

scenario('a socket of another type is refused', (box) => {
  const id = box.created('true');
  // The start socket of a container is a SOCK_SEQPACKET.
  const result = box.run(nowhere(`${box.root}/${id}/init.sock`));
  expect(result.code).toBe(1);
  expect(result.stderr).toContain('is not of type SOCK_STREAM');
});

scenario('without a rule that notifies listenerPath is ignored', (box) => {
  const seccomp = { ...profile(answer('ALLOW', 'mkdir')), listenerPath: '/nowhere' };
  expect(box.output(filtered(seccomp, 'echo ran'))).toBe('ran\n');
});

scenario('an exec process is answered by the agent, which hears of it and of the container', async (box) => {
  const agent = new Agent(box, 'val:0', 2);
  const id = box.id();
  const bundle = box.bundle(filtered(asking(agent.socket), 'exec sleep 1000'));
  box.must('run', '--detach', '--bundle', bundle, id);
  const { pid } = box.state(id);
  const { stdout, code } = box.call(['exec', id, 'sh', '-c', tried]);
  expect([code, stdout]).toEqual([0, 'done\n']);
  box.must('kill', id, 'KILL');
  await agent.end();
  const [, second] = agent.states() as { pid: number; state: { status: string; pid: number } }[];
  expect(second?.state).toMatchObject({ status: 'running', pid });
  expect(second?.pid).not.toBe(pid);
});
