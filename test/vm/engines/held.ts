/** Limits and devices of an engine's container: in the kernel and in its unit, before and after daemon-reload. */
import { expect } from 'bun:test';
import { readFileSync } from 'node:fs';
import { controlFile, properties, systemctl } from '../unit.ts';

export interface Limits {
  /** Of the container's process. */
  readonly pid: number;
  /** Its unit, and the slice it lies in. */
  readonly unit: string;
  readonly slice: string;
  readonly memory: number;
  readonly pids: number;
  /** cpu.max. */
  readonly cpu: string;
}

export interface Held extends Limits {
  /** What a process in the container says when it opens a device that is denied. */
  readonly openDenied: () => string | Promise<string>;
}

/** What is written is also what systemd would write. */
export function expectLimits({ pid, unit, slice, memory, pids, cpu }: Limits): void {
  expect(readFileSync(`/proc/${pid}/cgroup`, 'utf8')).toEndWith(`/${slice}/${unit}\n`);
  expect(['memory.max', 'pids.max', 'cpu.max'].map((name) => controlFile(pid, name))).toEqual([
    ...[`${memory}`, `${pids}`, cpu],
  ]);
  expect(properties(unit, ['MemoryMax', 'TasksMax', 'DevicePolicy', 'Delegate', 'Slice'])).toEqual({
    ...{ MemoryMax: `${memory}`, TasksMax: `${pids}`, DevicePolicy: 'strict' },
    ...{ Delegate: 'yes', Slice: slice },
  });
}

/** As they are, and still so when systemd has read all units again. */
export async function expectHeld(held: Held): Promise<void> {
  for (const reload of [false, true]) {
    if (reload) systemctl('daemon-reload');
    expectLimits(held);
    expect(await held.openDenied()).toContain('Operation not permitted');
  }
}

/** A node for /dev/kmsg, which no engine allows; to be opened inside. */
export const openKmsg = 'mknod /kmsg c 1 11 && cat /kmsg';
