/**
 * Every step of a plan fails once before and once after its effect, and teu is killed there: nothing is left
 * behind. Runs the fault build (make -C native FAULTS=1), in which TEU_FAULT=<wire step>:<kind> names the place.
 */
import { afterAll, beforeAll, describe, expect, test } from 'bun:test';

// Set before the helpers are loaded: they read it once.
process.env.RUNTIME = new URL('../../build-faults/bin/teu', import.meta.url).pathname;
const { Box } = await import('../helpers/box.ts');
const { defaultConfig } = await import('../helpers/config.ts');
const { Agent, answer, profile } = await import('../helpers/seccomp.ts');
const { leftAfterEnd } = await import('../helpers/settle.ts');
const { onCgroup2 } = await import('../helpers/v2.ts');
type OciConfig = ReturnType<typeof defaultConfig>;

const kinds = { 'fails before its effect': 1, 'fails after its effect': 2 } as const;
const deaths = { 'begins and teu is killed': 3, 'ends and teu is killed': 4 } as const;

/** There is no "after" an execve that worked: the executor is gone. */
const endless = new Set(['execve']);
const afterEffect = kinds['fails after its effect'];

interface ExplainedStep {
  readonly op: string;
  readonly otherwise?: { readonly step: ExplainedStep };
}
interface WireStep {
  readonly wire: number;
  readonly op: string;
  readonly isAlternative: boolean;
}

function wireSteps(steps: readonly ExplainedStep[]): WireStep[] {
  const all: WireStep[] = [];
  for (const first of steps)
    for (let step: ExplainedStep | undefined = first; step; step = step.otherwise?.step)
      all.push({ wire: all.length, op: step.op, isAlternative: step !== first });
  return all;
}

const sleeper = (): OciConfig => defaultConfig('exec sleep 1000');

function userNamespace(): OciConfig {
  const config = sleeper();
  config.linux.namespaces.push({ type: 'user' });
  config.linux.uidMappings = [{ containerID: 0, hostID: 100000, size: 65536 }];
  config.linux.gidMappings = [{ containerID: 0, hostID: 100000, size: 65536 }];
  // What the host does to init from outside, and what init does to itself.
  config.process.scheduler = { policy: 'SCHED_BATCH', nice: 1 };
  config.process.ioPriority = { class: 'IOPRIO_CLASS_BE', priority: 5 };
  config.linux.personality = { domain: 'LINUX' };
  config.linux.memoryPolicy = { mode: 'MPOL_LOCAL' };
  config.linux.namespaces.push({ type: 'time' });
  config.linux.timeOffsets = { boottime: { secs: 1 } };
  // The mounter and a mapping of its own.
  config.mounts.push({ destination: '/etc', type: 'bind', source: '/etc', options: ['bind', 'idmap', 'ro'] });
  return config;
}

/** Shares the network and ipc namespaces of another process, as the containers of a pod do. */
function joined(holder: number): OciConfig {
  const config = sleeper();
  for (const namespace of config.linux.namespaces) {
    if (namespace.type === 'network') namespace.path = `/proc/${holder}/ns/net`;
    if (namespace.type === 'ipc') namespace.path = `/proc/${holder}/ns/ipc`;
  }
  return config;
}

/** A cgroup of its own to manage, with limits; on v1 its files would be others. */
function ownerOfCgroup(): OciConfig {
  const config = userNamespace();
  config.linux.namespaces.push({ type: 'cgroup' });
  for (const mount of config.mounts) if (mount.type === 'cgroup') mount.options = ['rw', 'nosuid'];
  config.linux.resources.unified = { 'cgroup.max.depth': '3' };
  return config;
}

/** A filter with an agent. Without no_new_privs CAP_SYS_ADMIN is kept for it. */
function filtered(_holder: number, dir: string): OciConfig {
  const config = sleeper();
  config.process.noNewPrivileges = false;
  config.linux.seccomp = { ...profile(answer('NOTIFY', 'mkdir')), listenerPath: `${dir}/agent/agent` };
  return config;
}

interface Plan {
  readonly configure: (holder: number, dir: string) => OciConfig;
  /** In mount namespaces where cgroup2 is all there is. */
  readonly onV2?: true;
  /** The steps that are others than in the plans above; all of them where it is absent. */
  readonly only?: RegExp;
  /** An agent answers, for all attempts. */
  readonly withAgent?: true;
}

const plans: Readonly<Record<string, Plan>> = {
  'a plain container': { configure: sleeper },
  'a container with a user namespace': { configure: userNamespace },
  'a container with joined namespaces': { configure: joined },
  'a container on cgroup v2': {
    configure: ownerOfCgroup,
    onV2: true,
    only: /^(cgroup_|dir_open|clone_init|ns_unshare)/,
  },
  'a container with a filter and an agent': {
    configure: filtered,
    only: /^(agent_|filter_|capabilities|verify|exec_prepare|seccomp|execve)/,
    withAgent: true,
  },
};

/** One plan under faults: every attempt uses the same id, so that each also shows that the one before left it free. */
class Rig {
  private readonly box = new Box();
  private readonly id = this.box.id();
  private readonly failures: string[] = [];
  private readonly before: ReadonlySet<string>;
  readonly bundle: string;
  readonly steps: readonly WireStep[];
  /** Those that are to fail. */
  private readonly chosen: readonly WireStep[];
  private readonly wrap: readonly string[];
  private readonly agent: InstanceType<typeof Agent> | null;

  constructor({ configure, onV2, only, withAgent }: Plan) {
    this.wrap = onV2 ? onCgroup2 : [];
    this.agent = withAgent ? new Agent(this.box, 'val:0', 1000) : null;
    const other = this.box.id();
    this.box.must('run', '--detach', '--bundle', this.box.bundle('exec sleep 1000'), other);
    const holder = this.box.state(other).pid;
    this.bundle = this.box.bundle((config) => Object.assign(config, configure(holder, this.box.dir)));
    const explained = this.call(['explain', '--format', 'json', '--bundle', this.bundle]);
    this.steps = wireSteps(JSON.parse(explained.stdout).steps as ExplainedStep[]);
    this.chosen = this.steps.filter(({ op }) => only?.test(op) ?? true);
    this.before = new Set(this.box.left());
  }

  async close(): Promise<string[]> {
    await this.agent?.kill();
    return this.box.close();
  }

  private report(step: WireStep, what: string): void {
    this.failures.push(`step ${step.wire} ${step.op}: ${what}`);
  }

  private call(args: readonly string[], env = process.env as Record<string, string>) {
    return this.box.call(args, { env, wrap: this.wrap });
  }

  private attempt(verb: readonly string[], step: WireStep, kind: number) {
    const env = { ...(process.env as Record<string, string>), TEU_FAULT: `${step.wire}:${kind}` };
    return this.call([...verb, '--bundle', this.bundle, this.id], env);
  }

  /** Alternatives are reached only where the kernel refuses the first way; a failing first way may be saved by one. */
  private mustFail(step: WireStep, kind: number): boolean {
    if (kind === afterEffect && endless.has(step.op)) return false;
    return !step.isAlternative && this.steps[step.wire + 1]?.isAlternative !== true;
  }

  /** What is left once those that were told to end have ended: processes get two seconds, everything else none. */
  private left(): string[] {
    return leftAfterEnd(() => this.box.left().filter((entry) => !this.before.has(entry)));
  }

  /** create, and where that works start: init and the starter find the fault in the outcome table. */
  private createAndStart(step: WireStep, kind: number) {
    const created = this.attempt(['create'], step, kind);
    if (created.code !== 0) return { isCreated: false, ...created };
    return { isCreated: true, ...this.call(['start', this.id]) };
  }

  /** Every step fails in turn, and so must its verb. Returns what was not so. */
  fail(kind: number): readonly string[] {
    this.failures.length = 0;
    for (const step of this.chosen) {
      const result = this.createAndStart(step, kind);
      if (result.code === 0 && this.mustFail(step, kind)) this.report(step, 'the fault was not noticed');
      if (result.code !== 0 && !/^teu: (create|start) /.test(result.stderr))
        this.report(step, `stderr ${result.stderr}`);
      if (result.isCreated) this.call(['delete', '--force', this.id]);
      for (const entry of this.left()) this.report(step, `left ${entry}`);
    }
    return this.failures;
  }

  /** teu is killed at every step in turn, and `delete --force` removes everything. Returns what was not so. */
  kill(kind: number): readonly string[] {
    this.failures.length = 0;
    for (const step of this.chosen) {
      this.attempt(['create'], step, kind);
      const deleted = this.call(['delete', '--force', this.id]);
      if (deleted.code !== 0) this.report(step, `delete: ${deleted.stderr}`);
      for (const entry of this.left()) this.report(step, `left ${entry}`);
    }
    return this.failures;
  }
}

describe.each(Object.entries(plans))('in the plan of %s', (_name, plan) => {
  let rig: Rig;
  beforeAll(() => {
    rig = new Rig(plan);
    expect(rig.steps.length).toBeGreaterThan(60);
    expect(rig.steps.some(({ op }) => op === 'cgroup_chown')).toBe(plan.onV2 === true);
  });
  afterAll(async () => expect(await rig.close()).toEqual([]));

  test.each(Object.entries(kinds))('when a step %s then nothing is left', (_when, kind) => {
    expect(rig.fail(kind)).toEqual([]);
  });
  test.each(Object.entries(deaths))(
    'when a step %s then delete --force removes everything',
    (_when, kind) => {
      expect(rig.kill(kind)).toEqual([]);
    },
  );
});
