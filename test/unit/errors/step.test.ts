import { describe, expect, test } from 'bun:test';
import { stepError } from '../../../src/errors/step.ts';
import { errnoNumber } from '../../../src/tables/errno.ts';
import type { Outcome, Step } from '../../../src/wire/types.ts';

const text = JSON.stringify(
  {
    mounts: [{ destination: '/data', type: 'ext4', options: ['ro', 'data=nonsense'] }],
    process: { args: ['nope', '-x'], cwd: '/' },
    hooks: { createRuntime: [{ path: '/bin/hook' }] },
    linux: { mountLabel: 'u:r:t:s0' },
  },
  null,
  2,
);

function outcome(call: string, errno: string | null, more: Partial<Outcome> = {}): Outcome {
  const number = errno === null ? 0 : errnoNumber(errno);
  return {
    step: 0,
    state: 'failed',
    call,
    errno: number,
    item: -1,
    value: 0n,
    startNanos: 0n,
    endNanos: 0n,
    ...more,
  };
}

function errorOf(step: Step, result: Outcome) {
  return stepError(step, result, text, 'config.json');
}

const attach: Step = {
  op: 'mount_attach',
  actor: 'init',
  from: '/mounts/0',
  mount: 'm',
  root: 'r',
  target: '/data',
  create: 1,
  keep: 0,
  noFollow: 0,
};
const make: Step = {
  op: 'mount_new',
  actor: 'init',
  from: '/mounts/0',
  fstype: 'ext4',
  source: '',
  data: ['data=nonsense'],
  attrs: 0n,
  sbFlags: 0n,
  slot: 'm',
};
const hook: Step = {
  op: 'hook_run',
  actor: 'host',
  from: '/hooks/createRuntime/0',
  path: '/bin/hook',
  args: [],
  env: [],
  inheritEnv: 0,
  timeoutMs: 10_000,
  stateHead: '',
  stateTail: '',
};
const resolve = (candidates: readonly string[], from = '/process/args/0'): Step => ({
  op: 'exec_resolve',
  actor: 'init',
  from,
  candidates,
});

describe('stepError', () => {
  test('names the effect, the field with its place, and the call', () => {
    expect(errorOf(attach, outcome('move_mount', 'EBUSY'))).toMatchObject({
      code: 'teu.step',
      message: 'cannot attach mount at /data',
      field: { file: 'config.json', line: 3, column: 5, pointer: '/mounts/0' },
      call: { name: 'move_mount', errno: 16 },
    });
  });

  test('a negative errno is the same errno', () => {
    expect(errorOf(attach, outcome('move_mount', null, { errno: -16 })).call).toEqual({
      name: 'move_mount',
      errno: 16,
    });
  });

  test('a refused mount option is named by its own pointer', () => {
    const data = errorOf(make, outcome('fsconfig', 'EINVAL', { item: 0 }));
    expect(data.field?.pointer).toBe('/mounts/0/options/1');
    expect(data.message).toBe('cannot make a ext4 mount for /data');
    expect(data.hint).toBe('the file system refuses the option data=nonsense');
  });

  test('a refused label of a mount is named where it is written', () => {
    const labelled = { ...make, data: ['rootcontext=u:r:t:s0'] };
    const data = errorOf(labelled, outcome('fsconfig', 'EINVAL', { item: 0 }));
    expect(data.field?.pointer).toBe('/linux/mountLabel');
    expect(data.hint).toBe('the policy that is loaded has no such label: rootcontext=u:r:t:s0');
  });

  test('a default without a field of its own gets the place of the nearest parent and no value', () => {
    const data = errorOf({ ...attach, from: '/process/rlimits/0' }, outcome('move_mount', 'EBUSY'));
    expect(data.field).toMatchObject({ pointer: '/process/rlimits/0', line: 12, value: null });
  });

  test('a step that no field caused has no field', () => {
    expect(errorOf({ ...attach, from: '' }, outcome('move_mount', 'EBUSY')).field).toBeUndefined();
  });

  test('a finding of the executor is a sentence, not a call', () => {
    const device: Step = {
      op: 'device_node',
      actor: 'init',
      from: '',
      root: 'r',
      path: '/dev/null',
      mode: 0o20666,
      major: 1,
      minor: 3,
      uid: 0,
      gid: 0,
      keep: 1,
    };
    const data = errorOf(device, outcome('mismatch', 'EEXIST'));
    expect(data.message).toBe('cannot make the device /dev/null: something else is already there');
    expect(data.call).toBeUndefined();
  });
});

describe('hooks', () => {
  test('are named by kind and index, with how they ended', () => {
    expect(errorOf(hook, outcome('exit', null, { value: 3n })).message).toBe(
      'createRuntime hook 0 (/bin/hook) exited with status 3',
    );
    expect(errorOf(hook, outcome('signal', null, { value: 9n })).message).toBe(
      'createRuntime hook 0 (/bin/hook) was killed by signal 9',
    );
    expect(errorOf(hook, outcome('timeout', 'ETIMEDOUT')).message).toBe(
      'createRuntime hook 0 (/bin/hook) did not finish within 10 s',
    );
    expect(errorOf(hook, outcome('execve', 'ENOENT')).message).toBe(
      'cannot run createRuntime hook 0 (/bin/hook)',
    );
  });
});

describe('programs', () => {
  test('a bare name that is nowhere in PATH is said in the words of runc', () => {
    const data = errorOf(resolve(['/bin/nope', '/usr/bin/nope']), outcome('access', 'ENOENT'));
    expect(data).toMatchObject({
      code: 'teu.exec',
      message: 'exec: "nope": executable file not found in $PATH',
    });
  });

  test('a path is said with stat', () => {
    const data = errorOf(resolve(['/nope'], ''), outcome('stat', 'ENOENT'));
    expect(data.message).toBe('exec: "nope": executable file not found in $PATH');
    const other = stepError(resolve(['/nope'], ''), outcome('stat', 'ENOENT'), '{}', 'config.json');
    expect(other.message).toBe('exec: "/nope": stat /nope: no such file or directory');
  });

  test('a directory is permission denied too, which every Docker turns into exit status 126', () => {
    expect(errorOf(resolve(['/bin']), outcome('stat', 'EISDIR')).message).toBe(
      'exec: "nope": permission denied',
    );
  });

  test('a program without the right to execute is permission denied', () => {
    expect(errorOf(resolve(['/bin/nope']), outcome('access', 'EACCES')).message).toBe(
      'exec: "nope": permission denied',
    );
  });

  test('a file the kernel cannot execute is named with the reason', () => {
    const step: Step = {
      op: 'execve',
      actor: 'init',
      from: '/process/args',
      args: ['/bin/x'],
      env: [],
      candidates: ['/bin/x'],
      home: 0,
      uid: 0,
      preserveFds: 0,
    };
    expect(errorOf(step, outcome('execve', 'ENOEXEC')).message).toBe('exec /bin/x: exec format error');
  });
});
