/** The order of birth, as rules about positions that hold for every golden plan. */
import { expect, test } from 'bun:test';
import { actors } from '../../../src/wire/actors.ts';
import type { Step } from '../../../src/wire/types.ts';
import { goldenCases as allCases } from '../../golden/cases.ts';

/** exec joins what was born: exec.test.ts. */
const goldenCases = allCases.filter(({ verb }) => verb !== 'exec');

const init = (steps: readonly Step[]): readonly Step[] => steps.filter(({ actor }) => actor === 'init');
const positions = (steps: readonly Step[], ...ops: readonly string[]): readonly number[] =>
  steps.flatMap(({ op }, index) => (ops.includes(op) ? [index] : []));

/** Every step of `early` comes before every step of `late`, in the plans that have both. */
function expectBefore(early: readonly string[], late: readonly string[], all = false): void {
  for (const { name, plan } of goldenCases) {
    const steps = all ? plan.steps : init(plan.steps);
    const last = Math.max(...positions(steps, ...early), -1);
    const first = Math.min(...positions(steps, ...late), steps.length);
    expect(`${name}: ${last < first}`).toBe(`${name}: true`);
  }
}

const rootChange = ['pivot_root', 'move_root', 'chroot'];

test('limits stand before the spawner enters the cgroup', () => {
  for (const { plan } of goldenCases) {
    const first = plan.steps.findIndex(
      (step) => step.op === 'cgroup_join' || (step.op === 'dir_open' && step.slot === 'cgroup'),
    );
    expect(plan.steps.slice(0, first).some(({ op }) => op === 'cgroup_mkdir' || op === 'scope_start')).toBe(
      true,
    );
  }
});

test('the spawner has entered every cgroup when init is cloned', () => {
  expectBefore(['cgroup_join'], ['clone_init'], true);
});

test('what the spawner makes ahead is begun before the host makes the cgroups', () => {
  for (const { name, plan } of goldenCases) {
    const ahead = plan.steps.flatMap(({ op, actor }, index) =>
      actor === 'spawner' && ['ns_unshare', 'session_keyring', 'fs_new'].includes(op) ? [index] : [],
    );
    const first = Math.min(...positions(plan.steps, 'cgroup_mkdir', 'scope_start'), plan.steps.length);
    expect(`${name}: ${Math.max(...ahead, -1) < first}`).toBe(`${name}: true`);
  }
});

test('every path of the host is opened before the first namespace is joined', () => {
  const opened = ['proc_open_host', 'socket_listen', 'socket_connect', 'dir_open', 'ns_open'];
  expectBefore(opened, ['ns_join', 'clone_init'], true);
});

test('init is handed its first steps before its birth is awaited, where the host does nothing for it first', () => {
  for (const { plan } of goldenCases) {
    const birth = plan.steps.findIndex(({ op }) => op === 'clone_init');
    const wait = plan.steps.findIndex(({ op }, index) => index > birth && op === 'await');
    const between = plan.steps.slice(birth + 1, wait).map(({ actor, op }) => (actor === 'init' ? actor : op));
    const own = between.filter((what) => what !== 'filter_send');
    expect([[], ['cgroup_devices'], ['init'], ['cgroup_devices', 'init']]).toContainEqual([...new Set(own)]);
    if (!own.includes('init')) expect(plan.steps[wait + 1]?.actor).not.toBe('init');
  }
});

test('the filter is compiled while init works, before any hook and before the director waits for init', () => {
  let seen = 0;
  for (const { name, plan } of allCases) {
    const [at = -1] = positions(plan.steps, 'filter_send');
    expect(`${name}: ${at >= 0}`).toBe(`${name}: ${positions(plan.steps, 'seccomp').length > 0}`);
    if (at < 0) continue;
    seen++;
    expect(plan.steps[plan.steps.findIndex(({ actor }) => actor === 'init')]).toBeDefined();
    const before = plan.steps.slice(0, at);
    expect(before.some(({ actor }) => actor === 'init')).toBe(true);
    expect(positions(before, 'hook_run')).toEqual([]);
    const waits = before.filter((step) => step.op === 'await').map((step) => actors[step.whom]);
    expect(waits).not.toContain('init');
    // Where init was handed steps before it was born, the host compiles before it waits for its birth.
    const birth = plan.steps.findIndex((step) => step.op === 'await' && actors[step.whom] === 'spawner');
    if (plan.steps[birth - 1]?.actor !== 'host') expect(birth).toBeLessThan(at);
  }
  expect(seen).toBeGreaterThan(1);
});

test('the ids are mapped before init does anything', () => {
  for (const { plan } of goldenCases) {
    const first = plan.steps.findIndex(({ actor }) => actor === 'init');
    const last = Math.max(...positions(plan.steps, 'id_map', 'id_map_helper'), -1);
    expect(last).toBeLessThan(first);
  }
});

test('sources that init clones for itself are cloned before it changes its ids', () => {
  expectBefore(['rootfs_open', 'null_open', 'time_enter'], ['userns_root']);
});

test('what is made is made after init has become root of its user namespace', () => {
  expectBefore(['userns_root'], ['mount_new', 'mount_attach', 'device_bind', 'device_node']);
});

test('mounts and devices come while the old root is there', () => {
  expectBefore(['mount_attach', 'mount_clone', 'device_node', 'device_bind', 'proc_open'], rootChange);
});

test('whatever names a file of the rootfs for its own sake comes after the root has changed', () => {
  const own = ['symlink', 'console', 'mask_path', 'readonly_path', 'sysctl', 'directory', 'cwd'];
  for (const { name, plan } of goldenCases) {
    const steps = init(plan.steps);
    const change = Math.min(...positions(steps, ...rootChange));
    const early = own.filter((op) =>
      steps.slice(0, change).some((step) => step.op === op && !('root' in step && step.root !== 'root')),
    );
    expect(`${name}: ${early.join()}`).toBe(`${name}: `);
  }
});

test('the cwd is made before the root becomes read-only, and entered after the ids have changed', () => {
  for (const { plan } of goldenCases) {
    const steps = init(plan.steps);
    const readonly = steps.findIndex(({ from }) => from === '/root/readonly');
    if (readonly >= 0) expect(positions(steps, 'directory')[0]).toBeLessThan(readonly);
  }
  expectBefore(['directory', 'credentials'], ['cwd']);
});

test('sysctls are written before /proc/sys may become read-only', () => {
  expectBefore(['sysctl'], ['readonly_path']);
});

test('capabilities are dropped after the last change of ids and before hooks of the container run', () => {
  expectBefore(['credentials', 'cwd', 'stdio_owner'], ['no_new_privileges', 'capabilities']);
  for (const { plan } of goldenCases) {
    const hook = plan.steps.findIndex(({ from }) => from.startsWith('/hooks/startContainer/'));
    if (hook >= 0) expect(positions(plan.steps, 'capabilities')[0]).toBeLessThan(hook);
  }
});

test('init sets its limits with the ids of the process and while it may still raise them', () => {
  expectBefore(['credentials'], ['rlimit']);
  expectBefore(['rlimit'], ['capabilities', 'no_new_privileges']);
});

test('the program is looked for with the rights it will run with', () => {
  expectBefore(['capabilities', 'cwd', 'credentials'], ['exec_resolve']);
});

test('the parent looks back when init is done, after the limits, before init may be started', () => {
  for (const { plan } of goldenCases) {
    const at = plan.steps.findIndex(({ op }) => op === 'verify');
    if (at < 0) continue;
    const before = plan.steps.slice(0, at);
    const wait = before.findLastIndex(({ op }) => op === 'await');
    expect(before.slice(wait).some(({ actor }) => actor === 'init')).toBe(false);
    const late = positions(plan.steps, 'rlimit').filter((index) => plan.steps[index]?.actor === 'host');
    expect(late.every((index) => index > wait && index < at)).toBe(true);
    const commit = plan.steps.findIndex(({ op }) => op === 'start_wait' || op === 'execve');
    expect(commit).toBeGreaterThan(at);
  }
});

test('create ends with a wait for init to have committed, and start begins behind it', () => {
  for (const { plan } of goldenCases) {
    const wait = plan.steps.findIndex(({ op }) => op === 'start_wait');
    if (wait < 0) continue;
    expect(plan.steps[wait + 1]?.op).toBe('await');
    expect(plan.start).toBe(wait + 2);
  }
});

test('init is told again to die with the director after each change of ids', () => {
  for (const { name, plan } of goldenCases) {
    const steps = init(plan.steps);
    for (const at of positions(steps, 'userns_root', 'credentials'))
      expect(`${name}: ${steps[at + 1]?.op}`).toBe(`${name}: parent_death`);
  }
});

test('running is recorded while init executes, or behind startContainer hooks, and poststart hooks come after execve', () => {
  for (const { name, plan } of goldenCases) {
    // With a listener init does not execute before the agent has it.
    const last = plan.steps.findIndex(({ op }) => op === 'agent_send');
    const execve = last < 0 ? plan.steps.findIndex(({ op }) => op === 'execve') : last;
    if (execve < 0) continue;
    const executed = execve + plan.steps.slice(execve).findIndex(({ op }) => op === 'await');
    expect(executed).toBeGreaterThan(execve);
    const mayAsk = plan.steps.some(({ from }) => from.startsWith('/hooks/startContainer/'));
    for (const at of positions(plan.steps, 'socket_remove', 'state_save').filter((index) => index > execve))
      expect(`${name}: ${at > executed}`).toBe(`${name}: ${mayAsk}`);
    for (const [index, step] of plan.steps.entries())
      if (step.from.startsWith('/hooks/poststart/') || step.op === 'label_check')
        expect(index).toBeGreaterThan(executed);
  }
});
