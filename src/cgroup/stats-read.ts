/** The formats of the kernel's statistics: one number, `name value` lines, device lines, pressure. Pure. */

import {
  type IoEntry,
  type Pressure,
  type PressureLine,
  type Stats,
  type Usage,
  unlimited,
} from './stats.ts';

/** "max" is 0, as runc has it for pids; absent is 0. */
export function count(text: string | null): number {
  const value = Number((text ?? '').trim());
  return Number.isFinite(value) ? value : 0;
}

/** As `count`, but "max" is the largest number, as runc has it for memory. */
export const limit = (text: string | null): number | bigint =>
  (text ?? '').trim() === 'max' ? unlimited : count(text);

/** cpuset(7), "List format": `0-2,7`; empty where nothing is said. */
export function list(text: string | null): readonly number[] {
  return [...(text ?? '').matchAll(/([0-9]+)(?:-([0-9]+))?/g)].flatMap(([, first, last]) => {
    const [from, to] = [Number(first), Number(last ?? first)];
    return Array.from({ length: Math.max(0, to - from + 1) }, (_, n) => from + n);
  });
}

/** `name value` lines; names that are not followed by one number are left out. */
export function table(text: string | null): Readonly<Record<string, number>> {
  const all: Record<string, number> = {};
  for (const line of (text ?? '').split('\n')) {
    const [name = '', value = '', ...more] = line.split(' ');
    if (name !== '' && value !== '' && more.length === 0 && Number.isFinite(Number(value)))
      all[name] = Number(value);
  }
  return all;
}

export const numbers = (text: string | null): readonly number[] =>
  (text ?? '')
    .split(/\s+/)
    .filter((word) => word !== '')
    .map(Number);

/** blkio.*: `8:0 Read 4096`, or `8:0 17` where there is one operation only; the sum over all devices at the end is left out. */
export function deviceLines(text: string | null): readonly IoEntry[] {
  return (text ?? '').split('\n').flatMap((line) => {
    const match = /^([0-9]+):([0-9]+) (?:([A-Za-z]+) )?([0-9]+)$/.exec(line);
    if (match === null) return [];
    const [, major, minor, op = '', value] = match;
    return [{ major: Number(major), minor: Number(minor), op, value: Number(value) }];
  });
}

const averages = /^(some|full) avg10=([0-9.]+) avg60=([0-9.]+) avg300=([0-9.]+) total=([0-9]+)$/gm;
const nothing: PressureLine = { avg10: 0, avg60: 0, avg300: 0, total: 0 };

/** Undefined where the kernel measures none. Older kernels have no `full` for the CPU. */
export function pressure(text: string | null): Pressure | undefined {
  const lines: Record<string, PressureLine> = {};
  for (const [, kind = '', avg10, avg60, avg300, total] of (text ?? '').matchAll(averages))
    lines[kind] = {
      avg10: Number(avg10),
      avg60: Number(avg60),
      avg300: Number(avg300),
      total: Number(total),
    };
  const { some, full } = lines;
  return some === undefined ? undefined : { some, full: full ?? nothing };
}

/** A property that is there or not. */
export const psi = (text: string | null): { readonly psi?: Pressure } => {
  const found = pressure(text);
  return found === undefined ? {} : { psi: found };
};

type PageUsage = readonly [usage: string | null, rest: Omit<Usage, 'limit' | 'usage'>];

/** Of the page sizes that are accounted: the others have no file that tells their usage. */
export function hugepages(sizes: readonly string[], read: (size: string) => PageUsage): Stats['hugetlb'] {
  const found: Record<string, Stats['hugetlb'][string]> = {};
  for (const size of sizes) {
    const [usage, rest] = read(size);
    if (usage !== null) found[size] = { usage: count(usage), ...rest };
  }
  return found;
}
