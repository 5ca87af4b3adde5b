/** process.scheduler, ioPriority, execCPUAffinity, linux.memoryPolicy, personality: looked at in the kernel's own files. */
import { expect } from 'bun:test';
import { readFileSync } from 'node:fs';
import { type OciConfig, withUserNamespace } from '../helpers/config.ts';
import { unmet } from '../helpers/probes.ts';
import { scenario } from '../helpers/scenario.ts';
import type { Box } from '../helpers/box.ts';

/** Fields of /proc/PID/stat from the third on, proc_pid_stat(5). */
const statOf = (pid: number): readonly string[] =>
  readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .trim()
    .split(' ');
const nice = (pid: number) => Number(statOf(pid)[16]);
const realtimePriority = (pid: number) => Number(statOf(pid)[37]);
const policy = (pid: number) => Number(statOf(pid)[38]);

/** A container that runs until it is ended; its pid. */
function startedPid(box: Box, change: (config: OciConfig) => void): number {
  const id = box.started((config) => {
    config.process.args = ['/bin/sleep', '100'];
    change(config);
  });
  return box.state(id).pid;
}

const tool = (...args: string[]): string => Bun.spawnSync(args).stdout.toString();

/** CONFIG_RT_GROUP_SCHED: a v1 cgroup starts without real time. */
const sharesRealtime = unmet(['rt-group']) === null;

const cases: readonly [title: string, scheduler: object, wanted: readonly [number, number, number]][] = [
  ['SCHED_OTHER with a nice value', { policy: 'SCHED_OTHER', nice: 5 }, [0, 5, 0]],
  ['SCHED_OTHER above the caller', { policy: 'SCHED_OTHER', nice: -5 }, [0, -5, 0]],
  ['SCHED_BATCH', { policy: 'SCHED_BATCH', nice: 19 }, [3, 19, 0]],
  ['SCHED_IDLE', { policy: 'SCHED_IDLE' }, [5, 0, 0]],
  ['SCHED_FIFO', { policy: 'SCHED_FIFO', priority: 1 }, [1, 0, 1]],
  ['SCHED_RR', { policy: 'SCHED_RR', priority: 99, flags: ['SCHED_FLAG_RESET_ON_FORK'] }, [2, 0, 99]],
];

for (const [title, scheduler, wanted] of cases)
  for (const where of ['', ' in a user namespace, by a user without rights'])
    scenario(`the scheduler is the one of the configuration: ${title}${where}`, (box) => {
      const pid = startedPid(box, (config) => {
        config.process.scheduler = scheduler;
        config.process.user = { uid: 1000, gid: 1000 };
        if (sharesRealtime) config.linux.resources.cpu = { realtimeRuntime: 1000, realtimePeriod: 1_000_000 };
        if (where !== '') withUserNamespace(config);
      });
      expect([policy(pid), nice(pid), realtimePriority(pid)]).toEqual([...wanted]);
    });

scenario(
  'a real-time policy in a cgroup without real time is an error that names both',
  (box) => {
    const { code, stderr } = box.run((config) => {
      config.process.scheduler = { policy: 'SCHED_FIFO', priority: 1 };
    });
    expect(code).toBe(1);
    expect(stderr).toContain('/process/scheduler');
    expect(stderr).toContain('sched_setattr(2): EPERM');
    expect(stderr).toMatch(/hint .*cpu.rt_runtime_us is 0/);
  },
  { needs: ['rt-group'] },
);

for (const hook of [false, true])
  scenario(`a deadline is set with its times${hook ? ', after startContainer hooks' : ''}`, (box) => {
    const pid = startedPid(box, (config) => {
      config.process.scheduler = {
        policy: 'SCHED_DEADLINE',
        runtime: 1_000_000,
        deadline: 20_000_000,
        period: 30_000_000,
      };
      if (hook) config.hooks = { startContainer: [{ path: '/bin/true' }] };
    });
    expect(policy(pid)).toBe(6);
    expect(tool('chrt', '-p', String(pid))).toMatch(/: 1000000\/20000000\/30000000$/m);
  });

scenario('a scheduler that the kernel refuses is named, and nothing is left', (box) => {
  const { code, stderr } = box.run((config) => {
    config.process.scheduler = {
      policy: 'SCHED_DEADLINE',
      runtime: 1_000_000_000_000,
      deadline: 1_000_000_000_000,
      period: 1_000_000_000_000,
    };
  });
  expect(code).toBe(1);
  expect(stderr).toContain('/process/scheduler');
  expect(stderr).toMatch(/sched_setattr\(2\): (EBUSY|EINVAL)/);
});

scenario('ioPriority is the one of the configuration', (box) => {
  for (const [name, priority, text] of [
    ['IOPRIO_CLASS_RT', 2, 'realtime: prio 2'],
    ['IOPRIO_CLASS_BE', 7, 'best-effort: prio 7'],
    ['IOPRIO_CLASS_IDLE', 0, 'idle'],
  ] as const) {
    const pid = startedPid(box, (config) => {
      config.process.ioPriority = { class: name, priority };
    });
    expect(tool('ionice', '-p', String(pid)).trim()).toBe(text);
  }
});

scenario('an ioPriority of root is set in a user namespace too', (box) => {
  const pid = startedPid(box, (config) => {
    withUserNamespace(config);
    config.process.ioPriority = { class: 'IOPRIO_CLASS_RT', priority: 0 };
  });
  expect(tool('ionice', '-p', String(pid)).trim()).toBe('realtime: prio 0');
});

scenario('an ioPriority beyond the range is an error that names it', (box) => {
  const { code, stderr } = box.run((config) => {
    config.process.ioPriority = { class: 'IOPRIO_CLASS_BE', priority: 8 };
  });
  expect(code).toBe(1);
  expect(stderr).toContain('/process/ioPriority/priority');
});

scenario('CPUs that the caller is kept from are the container’s all the same', (box) => {
  const change = (config: OciConfig) => {
    config.process.args = ['/bin/grep', 'Cpus_allowed_list', '/proc/self/status'];
  };
  const all = box.run(change).stdout;
  const confined = box.run(change, { wrap: ['taskset', '-c', '0'] });
  expect(confined.stdout).toBe(all);
});

scenario('execCPUAffinity is for exec: the init process has every CPU', (box) => {
  const change = (config: OciConfig) => {
    config.process.args = ['/bin/grep', 'Cpus_allowed_list', '/proc/self/status'];
  };
  const all = box.output(change);
  const asked = box.output((config) => {
    change(config);
    config.process.execCPUAffinity = { initial: '0', final: '0' };
  });
  expect(asked).toBe(all);
});

scenario('an execCPUAffinity that is no list of CPUs is an error that names it', (box) => {
  const { code, stderr } = box.run((config) => {
    config.process.execCPUAffinity = { initial: '0', final: '3-1' };
  });
  expect(code).toBe(1);
  expect(stderr).toContain('/process/execCPUAffinity/final');
});

scenario(
  'the memory policy is that of the configuration',
  (box) => {
    const policyText = (memoryPolicy: object) =>
      box.output((config) => {
        config.process.args = ['/bin/head', '-n', '1', '/proc/self/numa_maps'];
        config.linux.memoryPolicy = memoryPolicy;
      });
    expect(policyText({ mode: 'MPOL_BIND', nodes: '0' })).toMatch(/ bind:0 /);
    expect(policyText({ mode: 'MPOL_INTERLEAVE', nodes: '0', flags: ['MPOL_F_STATIC_NODES'] })).toMatch(
      / interleave=static:0 /,
    );
    expect(policyText({ mode: 'MPOL_PREFERRED', nodes: '0', flags: ['MPOL_F_RELATIVE_NODES'] })).toMatch(
      / prefer=relative:0 /,
    );
    expect(policyText({ mode: 'MPOL_LOCAL' })).toMatch(/ local /);
    expect(policyText({ mode: 'MPOL_DEFAULT' })).toMatch(/ default /);
  },
  { needs: ['numa'] },
);

scenario(
  'a node beyond 1024 that this machine has not got is an error that names the policy',
  (box) => {
    const { code, stderr } = box.run((config) => {
      config.linux.memoryPolicy = { mode: 'MPOL_BIND', nodes: '0,1500' };
    });
    expect(code).toBe(1);
    expect(stderr).toContain('/linux/memoryPolicy');
    expect(stderr).toContain('set_mempolicy(2): EINVAL');
  },
  { needs: ['numa'] },
);

scenario('the personality LINUX32 is what uname tells', (box) => {
  const machine = (personality?: object) =>
    box
      .output((config) => {
        config.process.args = ['/bin/uname', '-m'];
        if (personality !== undefined) config.linux.personality = personality;
      })
      .trim();
  const plain = machine();
  expect(machine({ domain: 'LINUX' })).toBe(plain);
  expect(machine({ domain: 'LINUX32' })).not.toBe(plain);
});

scenario('a flag of the personality is an error that names it', (box) => {
  const { code, stderr } = box.run((config) => {
    config.linux.personality = { domain: 'LINUX32', flags: ['ADDR_NO_RANDOMIZE'] };
  });
  expect(code).toBe(1);
  expect(stderr).toContain('/linux/personality/flags/0');
});
