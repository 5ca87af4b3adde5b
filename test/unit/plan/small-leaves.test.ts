/** Leaves of a line or two: terminal, names, sysctls, loopback, state. */
import { expect, test } from 'bun:test';
import { callersDevpts, consoleSocket, terminal } from '../../../src/plan/console.ts';
import { names } from '../../../src/plan/hostname.ts';
import { loopback } from '../../../src/plan/net.ts';
import { startSocket } from '../../../src/plan/spawner.ts';
import { pidFile, waitForStart } from '../../../src/plan/state.ts';
import { privateProc, sysctlPath, sysctls } from '../../../src/plan/sysctl.ts';
import { configOf, factsOf, planOf, stepsOf, userNamespace } from './fixture.ts';

const devpts = { destination: '/dev/pts', type: 'devpts', source: 'devpts' };
const withTerminal = configOf({
  mounts: [devpts],
  process: { terminal: true, consoleSize: { width: 80, height: 24 } },
});

test('the pty comes from the devpts of the config, whose descriptor is kept for it', () => {
  const steps = planOf(withTerminal, factsOf(), { consoleSocket: '/s' });
  expect(steps.find(({ op }) => op === 'console')).toMatchObject({
    pts: 'mount0',
    socket: 'console',
    mount: 1,
    width: 80,
    height: 24,
  });
  expect(steps.find(({ op }) => op === 'mount_attach')).toMatchObject({ mount: 'mount0', keep: 1 });
});

test('without a devpts in the config the pty is one of the caller, and is bound nowhere', () => {
  const config = configOf({ process: { terminal: true } });
  expect(stepsOf(callersDevpts, config)).toMatchObject([
    { op: 'dir_open', path: '/dev/pts', magic: 0x1cd1n },
  ]);
  expect(stepsOf(terminal, config)).toMatchObject([{ pts: 'devpts', mount: 0 }]);
  expect(stepsOf(callersDevpts, withTerminal)).toEqual([]);
});

test('without a socket the master goes to the director', () => {
  expect(stepsOf(terminal, withTerminal, factsOf(), { foregroundTerminal: true })).toMatchObject([
    { socket: null },
  ]);
});

test('without a terminal a console socket is not even connected to', () => {
  expect(stepsOf(consoleSocket, configOf(), factsOf(), { consoleSocket: '/s' })).toEqual([]);
});

test.each([
  ['net.ipv4.ip_forward', 'net/ipv4/ip_forward'],
  ['net/ipv4/conf/eth0.1/forwarding', 'net/ipv4/conf/eth0.1/forwarding'],
  ['net.ipv4.conf.eth0/1.forwarding', 'net/ipv4/conf/eth0.1/forwarding'],
  ['kernel', 'kernel'],
])('the sysctl %s is the file %s', (key, path) => {
  expect(sysctlPath(key)).toBe(path);
});

test("sysctls go through a procfs of our own, and in a user namespace through the caller's", () => {
  const sysctl = { 'kernel.msgmax': '1' };
  const own = configOf({ linux: { namespaces: [{ type: 'ipc' }], sysctl } });
  expect(stepsOf(privateProc, own)).toMatchObject([{ op: 'proc_open', slot: 'sysctl' }]);
  expect(stepsOf(sysctls, own)).toMatchObject([{ proc: 'sysctl', from: '/linux/sysctl/kernel.msgmax' }]);
  const inside = configOf({ linux: { ...userNamespace, sysctl } });
  expect(stepsOf(privateProc, inside)).toEqual([]);
  expect(stepsOf(sysctls, inside)).toMatchObject([{ proc: 'proc' }]);
});

test('names are set when the config has them', () => {
  expect(stepsOf(names, configOf({ hostname: 'a', domainname: 'b' }))).toMatchObject([
    { op: 'hostname', name: 'a', from: '/hostname' },
    { op: 'domainname', name: 'b', from: '/domainname' },
  ]);
  expect(stepsOf(names, configOf())).toEqual([]);
});

test('loopback is brought up in a new network namespace only', () => {
  expect(stepsOf(loopback, configOf())).toHaveLength(1);
  const path = configOf({ linux: { namespaces: [{ type: 'network', path: '/run/netns/x' }] } });
  expect(stepsOf(loopback, path)).toEqual([]);
});

test('run has no start socket and nobody waits on one', () => {
  expect(stepsOf(startSocket, configOf())).toMatchObject([{ path: '/run/teu/web/init.sock' }]);
  expect(stepsOf(startSocket, configOf(), factsOf(), { verb: 'run' })).toEqual([]);
  expect(stepsOf(waitForStart, configOf(), factsOf(), { verb: 'run' })).toEqual([]);
});

test('the pid file is written where it is asked for', () => {
  expect(stepsOf(pidFile, configOf())).toEqual([]);
  expect(stepsOf(pidFile, configOf(), factsOf(), { pidFile: 'pid' })).toMatchObject([{ path: 'pid' }]);
});
