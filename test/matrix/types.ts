/** The matrix of resources: what a field of linux.resources becomes on each kind of host. */
import type { OciConfig } from '../helpers/config.ts';
import type { Need } from '../helpers/probes.ts';

/** v1 is a hybrid host; v2 cgroup v2 alone, with cgroups made by teu; systemd the same with --systemd-cgroup. */
export const columns = ['v1', 'v2', 'systemd'] as const;
export type Column = (typeof columns)[number];

/** As the page calls them. */
export const columnNames: Readonly<Record<Column, string>> = {
  v1: 'v1 hybrid',
  v2: 'v2 cgroupfs',
  systemd: 'v2 systemd',
};

/** What is expected of one field in one column. */
export type Cell =
  /** Control file -> what it holds; on v1 with the directory of the controller. */
  | { readonly files: Readonly<Record<string, string>> }
  /** What a shell prints inside of the container; `{}` is in the name of what is looked at. */
  | { readonly inside: readonly [what: string, script: string, prints: string] }
  /** The pointer in the error, and words of it that say why. */
  | { readonly refused: string; readonly why: string }
  /** The pointer in a warning: nothing is written. */
  | { readonly left: string };

export interface Case {
  /** The field, and what is special about the value. */
  readonly title: string;
  /** linux.resources, but for devices. `DISK` objects stand for the numbers of a disk. */
  readonly resources: Readonly<Record<string, unknown>>;
  /** Absent: no such host is at hand. */
  readonly v1?: Cell;
  readonly v2: Cell;
  /** Property of the unit -> value as systemctl(1) shows it; the control files are those of v2. */
  readonly unit?: Readonly<Record<string, string>>;
  /** Where the systemd column is another one than that of v2. */
  readonly systemd?: Cell;
  readonly needs?: Partial<Readonly<Record<Column, readonly Need[]>>>;
  /** Run on the machine first, by a shell; v2 and systemd only, where the machine is the guest. */
  readonly prepare?: string;
  readonly config?: (config: OciConfig) => void;
  /** Where the container is run instead of on the machine as it is. */
  readonly on?: Partial<Readonly<Record<Column, 'net-controllers'>>>;
}

/** `expected` of a case whose needs are not met: then `seen` says which. */
export const notHere = 'not on the test host';

/** One line of a result file, and of the page. */
export interface Reading {
  readonly title: string;
  readonly column: Column;
  /** A control file, a property of the unit (`unit:NAME`), or what was looked at instead. */
  readonly where: string;
  readonly expected: string;
  readonly seen: string;
}
