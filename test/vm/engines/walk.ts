/** What Docker and Podman have in common: one container from its start to its end, with limits that hold. */
import { expect } from 'bun:test';
import type { Result } from '../../engines/rig.ts';
import { isGone } from '../unit.ts';
import { expectHeld, expectLimits, openKmsg } from './held.ts';

export interface Engine {
  /** Performs a command; `must` fails the test with what the engine said. */
  readonly call: (...args: string[]) => Result;
  readonly must: (...args: string[]) => string;
  /** Of the unit's name, before the id of the container. */
  readonly prefix: string;
  readonly slice: string;
  /** Of `run`. */
  readonly flags: readonly string[];
  /** What 64 MiB are called in statistics. */
  readonly size: string;
}

const MiB = 1 << 20;
const limits = ['--memory', '64m', '--pids-limit', '40', '--cpus', '0.5', '--cap-add', 'MKNOD'];
const smaller = ['--memory', '48m', '--memory-swap', '48m', '--pids-limit', '30', '--cpus', '0.25'];

export async function walk({ call, must, prefix, slice, flags, size }: Engine): Promise<void> {
  const wait = 'trap "exit 3" TERM; while :; do sleep 0.1; done';
  const id = must('run', '-d', '--name', 'box', ...flags, ...limits, 'bb:1', 'sh', '-c', wait).trim();
  const inspect = (what: string) => must('inspect', '--format', `{{.State.${what}}}`, 'box').trim();
  const held = {
    ...{ pid: Number(inspect('Pid')), unit: `${prefix}-${id}.scope`, slice },
    ...{ memory: 64 * MiB, pids: 40, cpu: '50000 100000' },
  };
  const openDenied = () => call('exec', 'box', 'sh', '-c', `rm -f /kmsg; ${openKmsg}`).stderr;
  await expectHeld({ ...held, openDenied });
  expect(must('exec', 'box', 'echo', 'inside')).toBe('inside\n');
  const stats = must('stats', '--no-stream', '--format', '{{.MemUsage}} {{.PIDs}}', 'box');
  expect(stats).toMatch(/^[0-9.]+[kKM]i?B \/ \S+ [1-9]/);
  expect(stats).toContain(` / ${size} `);
  must('update', ...smaller, 'box');
  expectLimits({ ...held, memory: 48 * MiB, pids: 30, cpu: '25000 100000' });
  must('stop', '--time', '20', 'box');
  expect(inspect('ExitCode')).toBe('3');
  expect(isGone(held.unit)).toBe(true);
  must('rm', 'box');
}
