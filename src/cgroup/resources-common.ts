/** What the v1 and v2 conversions share. Pure. */

import { TeuError } from '../errors/types.ts';
import type { Pointer } from '../wire/types.ts';

/** One value for one control file of the container's own cgroup. */
export interface ResourceWrite {
  /** v1: picks the hierarchy. v2: must be enabled in the parents. */
  readonly controller: string;
  readonly file: string;
  readonly value: string;
  readonly from: Pointer;
  /** What to write instead when the kernel has not got the file or refuses the order. */
  readonly otherwise?: { readonly onErrno: readonly string[]; readonly file: string; readonly value: string };
}

/** A field that cannot act on this cgroup version and may be left out by the spec. */
export interface ResourceWarning {
  readonly pointer: Pointer;
  readonly message: string;
}

export interface ResourcePlan {
  /** In the order in which the kernel takes them. */
  readonly writes: readonly ResourceWrite[];
  /** To be written after the last fork by a process outside of the container: they would count. */
  readonly late: readonly ResourceWrite[];
  readonly warnings: readonly ResourceWarning[];
}

/** What the values depend on beside the resources. */
export interface ResourceContext {
  readonly version: 'v1' | 'v2';
  /** The cgroup existed before and may hold other limits: values that bound each other may have to go in another order. */
  readonly existing: boolean;
  /** pids.limit 0 became a limit with spec 1.3; before, 0 and -1 both meant none. */
  readonly zeroPidsIsLimit: boolean;
  /** As in the names of the kernel's files; absent: not known, and so not checked. */
  readonly hugepageSizes?: readonly string[] | undefined;
  /** v2: control files whose value depends on what the cgroup has (resources-update.ts). Absent: a new cgroup. */
  readonly current?: CurrentFiles | undefined;
}

/** Contents of the container's control files, by name; those that could not be read are absent. */
export type CurrentFiles = Readonly<Record<string, string>>;

export const resourcesPointer = '/linux/resources';

/** `name` is the path of the field below /linux/resources. */
export const resourceWrite = (
  controller: string,
  file: string,
  value: bigint | number | string,
  name: string,
): ResourceWrite => ({ controller, file, value: `${value}`, from: `${resourcesPointer}/${name}` });

/**
 * Values that bound each other, in the order for a new cgroup. In an existing one the old values may stand in the way
 * (EINVAL): then the next goes first, and at the end those before it again.
 */
export function inEitherOrder(writes: readonly ResourceWrite[]): readonly ResourceWrite[] {
  if (writes.length < 2) return writes;
  const first = writes.map((write, index): ResourceWrite => {
    const next = writes[index + 1];
    if (next === undefined) return write;
    return { ...write, otherwise: { onErrno: ['EINVAL'], file: next.file, value: next.value } };
  });
  return [...first, ...writes.slice(0, -1).reverse()];
}

/**
 * `write`, or, where the kernel has not got its file and need not, the writing of what `file` holds anyway: `said`, else
 * what it has, else (`fresh`) what a new cgroup begins with. In a cgroup of which that is not known there is no way out.
 */
export function orNothing(
  write: ResourceWrite,
  instead: { readonly file: string; readonly said: string | null; readonly fresh: string },
  { existing, current }: ResourceContext,
): ResourceWrite {
  const { file, said, fresh } = instead;
  const value = said ?? current?.[file]?.trim() ?? (existing ? null : fresh);
  if (value === null) return write;
  return { ...write, otherwise: { onErrno: ['ENOENT', 'EOPNOTSUPP'], file, value } };
}

/** Shares and weights are EINVAL while a cgroup is idle: it becomes idle after them, and stops being so before. */
export function withIdle(weight: readonly ResourceWrite[], idle: number | null): readonly ResourceWrite[] {
  if (idle === null) return weight;
  const write = resourceWrite('cpu', 'cpu.idle', idle, 'cpu/idle');
  return idle === 0 ? [write, ...weight] : [...weight, write];
}

/** "1.3.0" and later; the release that made pids.limit 0 a limit. */
export function zeroPidsIsLimit(ociVersion: string): boolean {
  const [major = 0, minor = 0] = ociVersion.split('.').map((part) => Number.parseInt(part, 10));
  return major > 1 || (major === 1 && minor >= 3);
}

/** Absent, or the 0 by which engines say absent. */
export const isSet = (value: bigint | null): value is bigint => value !== null && value !== 0n;

/** The error for a field that this host's cgroups cannot express. `name` is the path below /linux/resources. */
export function cgroupError(
  name: string,
  message: string,
  value: bigint | number | boolean | string | null,
): TeuError {
  const pointer = `${resourcesPointer}/${name}`;
  return new TeuError({
    code: 'teu.config.cgroup',
    message,
    field: {
      file: '',
      line: 0,
      column: 0,
      pointer,
      value: typeof value === 'string' ? JSON.stringify(value) : value === null ? null : `${value}`,
    },
  });
}
