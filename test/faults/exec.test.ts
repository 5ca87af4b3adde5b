/**
 * Every step of an exec fails once before and once after its effect, and teu is killed there: nothing is left beside
 * the container, which goes on as if nothing had been. Runs the fault build, as steps.test.ts does.
 */
import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { rmSync } from 'node:fs';

// Set before the helpers are loaded: they read it once.
process.env.RUNTIME = new URL('../../build-faults/bin/teu', import.meta.url).pathname;
const { Box } = await import('../helpers/box.ts');
const { withUserNamespace } = await import('../helpers/config.ts');
const { running } = await import('../helpers/exec.ts');
const { leftAfterEnd } = await import('../helpers/settle.ts');
type OciConfig = Parameters<typeof withUserNamespace>[0];

const kinds = { 'fails before its effect': 1, 'fails after its effect': 2 } as const;
const deaths = { 'begins and teu is killed': 3, 'ends and teu is killed': 4 } as const;

/** Of a plan and some more: a step that is not there does not fail. */
const mostSteps = 60;

const containers: Readonly<Record<string, (config: OciConfig) => void>> = {
  'a plain container': () => {},
  'a container with a user namespace': (config) => withUserNamespace(config),
  'a container with a filter and a scheduler': (config) => {
    config.linux.seccomp = {
      defaultAction: 'SCMP_ACT_ALLOW',
      architectures: ['SCMP_ARCH_X86_64', 'SCMP_ARCH_AARCH64'],
      syscalls: [{ names: ['mkdir'], action: 'SCMP_ACT_ERRNO' }],
    };
    config.process.scheduler = { policy: 'SCHED_BATCH' };
    config.process.execCPUAffinity = { initial: '0', final: '0' };
  },
};

class Rig {
  private readonly box = new Box();
  private readonly id: string;
  private readonly before: ReadonlySet<string>;
  readonly failures: string[] = [];

  constructor(configure: (config: OciConfig) => void) {
    this.id = running(this.box, (config) => configure(config));
    this.before = new Set(this.names());
  }

  close = (): string[] => this.box.close();

  /** A process is the same one whether it sleeps or not. */
  private names = (): string[] =>
    this.box.left().map((entry) => entry.replace(/^(process [0-9]+) \([RSD] \([a-z ]+\)\)/, '$1'));

  /** Processes that were told to end get two seconds, everything else none. */
  private left(): string[] {
    return leftAfterEnd(() => this.names().filter((entry) => !this.before.has(entry)));
  }

  attempt(step: number, kind: number) {
    const env = { ...(process.env as Record<string, string>), TEU_FAULT: `${step}:${kind}` };
    const args = ['exec', '--pid-file', 'exec.pid', this.id, '/bin/true'];
    const result = this.box.call(args, { env });
    // The pid file of an exec that worked, or was killed, is the caller's to remove.
    if (result.code === 0 || result.code > 128) rmSync(`${this.box.dir}/exec.pid`, { force: true });
    for (const entry of this.left()) this.failures.push(`step ${step}: left ${entry}`);
    return result;
  }

  isWell = (): boolean => this.box.call(['exec', this.id, '/bin/true']).code === 0;
}

describe.each(Object.entries(containers))('in an exec into %s', (_name, configure) => {
  let rig: Rig;
  beforeAll(() => {
    rig = new Rig(configure);
  });
  afterAll(() => expect(rig.close()).toEqual([]));

  test.each(Object.entries(kinds))('when a step %s then it is told and nothing is left', (_when, kind) => {
    const codes: number[] = [];
    for (let step = 0; step < mostSteps; step++) {
      const { code, stderr } = rig.attempt(step, kind);
      codes.push(code);
      if (code !== 0 && !/^teu: exec /.test(stderr)) rig.failures.push(`step ${step}: stderr ${stderr}`);
    }
    expect(rig.failures).toEqual([]);
    // Those that may fail: execve has no "after", and alternatives save or are not reached.
    const steps = codes.findLastIndex((code) => code !== 0);
    expect(steps).toBeGreaterThan(22);
    const saved = codes.slice(0, steps).filter((code) => code === 0).length;
    expect(saved).toBeLessThanOrEqual(3);
    expect(new Set(codes)).toEqual(new Set([0, 255]));
    expect(rig.isWell()).toBe(true);
  });

  test.each(Object.entries(deaths))('when a step %s then nothing is left', (_when, kind) => {
    for (let step = 0; step < mostSteps; step++) rig.attempt(step, kind);
    expect(rig.failures).toEqual([]);
    expect(rig.isWell()).toBe(true);
  });
});
