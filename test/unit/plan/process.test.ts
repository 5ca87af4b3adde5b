import { expect, test } from 'bun:test';
import { TeuError } from '../../../src/errors/types.ts';
import { capabilities, capabilitySets, capabilityWarnings, verify } from '../../../src/plan/capabilities.ts';
import { candidates, environment, execute } from '../../../src/plan/exec.ts';
import { limitsFromOutside, ownLimits } from '../../../src/plan/limits.ts';
import { outliveDirector, stdioOwner, umask } from '../../../src/plan/process.ts';
import { oomScore } from '../../../src/plan/spawner.ts';
import { capabilityBit } from '../../../src/tables/capabilities.ts';
import { configOf, factsOf, only, planOf, request, stepsOf, userNamespace } from './fixture.ts';

const withCapabilities = (sets: object, linux?: object) =>
  configOf({ process: { capabilities: sets }, ...(linux ? { linux } : {}) });
const kill = capabilityBit('CAP_KILL');
const chown = capabilityBit('CAP_CHOWN');

test('no capabilities in the config means none at all', () => {
  expect(capabilitySets(configOf(), factsOf())).toEqual({
    bounding: 0n,
    effective: 0n,
    permitted: 0n,
    inheritable: 0n,
    ambient: 0n,
  });
  expect(only(stepsOf(capabilities, configOf()), 'capabilities')[0]?.last).toBe(40);
});

test('what the caller has not got is left out, and what hangs on it too', () => {
  const facts = factsOf({ user: { effective: kill.toString(), bounding: (kill | chown).toString() } });
  const both = ['CAP_KILL', 'CAP_CHOWN'];
  const config = withCapabilities({
    bounding: both,
    effective: both,
    permitted: both,
    inheritable: both,
    ambient: both,
  });
  expect(capabilitySets(config, facts)).toEqual({
    bounding: kill | chown,
    effective: kill,
    permitted: kill,
    inheritable: kill,
    ambient: kill,
  });
});

test('a user namespace starts with full sets, whatever the caller has', () => {
  const facts = factsOf({ user: { effective: '0', bounding: '0' } });
  const config = withCapabilities({ permitted: ['CAP_KILL'], effective: ['CAP_KILL'] }, userNamespace);
  expect(capabilitySets(config, facts)).toMatchObject({ permitted: kill, effective: kill });
});

test('a capability that the kernel does not know is left out', () => {
  const config = withCapabilities({ bounding: ['CAP_CHECKPOINT_RESTORE', 'CAP_KILL'] });
  expect(capabilitySets(config, factsOf({ lastCap: 37 })).bounding).toBe(kill);
});

test('ambient needs permitted and inheritable', () => {
  const config = withCapabilities({ permitted: ['CAP_KILL'], ambient: ['CAP_KILL'] });
  expect(capabilitySets(config, factsOf()).ambient).toBe(0n);
});

test('the parent checks exactly what was asked of init', () => {
  const config = configOf({ process: { noNewPrivileges: true, capabilities: { bounding: ['CAP_KILL'] } } });
  expect(stepsOf(verify, config)).toMatchObject([
    { op: 'verify', actor: 'host', noNewPrivs: 1, bounding: kill },
  ]);
});

const rlimits = [{ type: 'RLIMIT_NOFILE', soft: 10, hard: 20 }];

test('init sets its own limits, exactly as large as config.json says', () => {
  const config = configOf({ process: { rlimits } });
  expect(stepsOf(ownLimits, config)).toMatchObject([
    { op: 'rlimit', actor: 'init', resource: 7, soft: 10n, hard: 20n, from: '/process/rlimits/0' },
  ]);
  expect(stepsOf(limitsFromOutside, config)).toEqual([]);
});

test('in a user namespace the host sets them, which may raise what init may not', () => {
  const config = configOf({ process: { rlimits }, linux: userNamespace });
  expect(stepsOf(limitsFromOutside, config)).toMatchObject([{ op: 'rlimit', actor: 'host', soft: 10n }]);
  expect(stepsOf(ownLimits, config)).toEqual([]);
});

test("the umask is the config's, else the caller's", () => {
  expect(stepsOf(umask, configOf({ process: { user: { umask: 0o77 } } }))).toMatchObject([{ mask: 0o77 }]);
  expect(stepsOf(umask, configOf())).toMatchObject([{ mask: 0o027, from: '' }]);
});

test('oom_score_adj is left alone when it is absent, and written when it is 0', () => {
  expect(stepsOf(oomScore, configOf())).toEqual([]);
  expect(stepsOf(oomScore, configOf({ process: { oomScoreAdj: 0 } }))).toMatchObject([{ value: 0 }]);
});

test('standard streams change their owner, a terminal has its own', () => {
  expect(stepsOf(stdioOwner, configOf({ process: { user: { uid: 7 } } }))).toMatchObject([{ uid: 7 }]);
  expect(stepsOf(stdioOwner, configOf({ process: { terminal: true } }))).toEqual([]);
});

test('a container that run made outlives teu; for create start_wait sees to it', () => {
  expect(stepsOf(outliveDirector, configOf(), factsOf(), { verb: 'run' })).toMatchObject([{ signal: 0 }]);
  expect(stepsOf(outliveDirector, configOf())).toEqual([]);
});

test('a program without a slash is looked for in PATH, in its order, where an element is absolute', () => {
  expect(candidates('sh', ['PATH=/a:/b/:c::/d'])).toEqual(['/a/sh', '/b/sh', '/d/sh']);
  expect(candidates('sh', [])).toEqual(['/bin/sh', '/usr/bin/sh']);
  expect(candidates('sh', ['PATH='])).toEqual([]);
});

test('a program with a slash is what it says, from the cwd', () => {
  expect(candidates('./run', ['PATH=/a'])).toEqual(['./run']);
});

test('a variable given twice has its last value, at its first place', () => {
  expect(environment(['A=1', 'B=2', 'A=3'])).toEqual(['A=3', 'B=2']);
});

test('HOME is filled in when it is absent or empty', () => {
  const execve = (env: readonly string[]) =>
    only(stepsOf(execute, configOf({ process: { env } })), 'execve').map(({ env, home }) => [env, home]);
  expect(execve(['HOME=/x'])).toEqual([[['HOME=/x'], 0]]);
  expect(execve(['HOME=', 'A=1'])).toEqual([[['A=1'], 1]]);
  expect(execve([])).toEqual([[[], 1]]);
});

test('without a process create works, plans nothing to start, and run is an error', () => {
  const config = configOf({ process: null });
  const steps = planOf(config);
  expect(steps.at(-2)?.op).toBe('start_wait');
  expect(() => execute(config, factsOf(), { ...request, verb: 'run' })).toThrow(TeuError);
});

test('a capability that cannot be had is a warning, once, with its pointer', () => {
  const config = withCapabilities({
    bounding: ['CAP_KILL', 'CAP_CHOWN'],
    permitted: ['CAP_KILL', 'CAP_CHOWN'],
    effective: ['CAP_KILL'],
  });
  const caller = { bounding: (kill | chown).toString(), effective: chown.toString() };
  const pointers = (facts: Parameters<typeof capabilityWarnings>[1], of = config) =>
    capabilityWarnings(of, facts).map(({ pointer }) => pointer);
  expect(pointers(factsOf())).toEqual([]);
  expect(pointers(factsOf({ user: caller }))).toEqual(['/process/capabilities/permitted/0']);
  expect(
    pointers(factsOf({ user: caller }), withCapabilities(config.process?.capabilities ?? {}, userNamespace)),
  ).toEqual([]);
});

test('a caller without any capability is not told which of them are missing', () => {
  const config = withCapabilities({ bounding: ['CAP_KILL'], permitted: ['CAP_KILL'] });
  expect(capabilityWarnings(config, factsOf({ user: { effective: '0' } }))).toEqual([]);
});

test('a capability that the kernel does not know is a warning', () => {
  const config = withCapabilities({ bounding: ['CAP_CHECKPOINT_RESTORE'] });
  expect(capabilityWarnings(config, factsOf({ lastCap: 39 }))).toMatchObject([
    { pointer: '/process/capabilities/bounding/0' },
  ]);
});
