/** What a verb asks of a planner, and the shape of every planner leaf. */

import type { Config } from '../config/types.ts';
import type { ExecFacts, Facts } from '../facts/types.ts';
import type { Step } from '../wire/types.ts';

export interface Request {
  readonly verb: 'create' | 'run' | 'exec';
  readonly id: string;
  /** Absolute bundle directory. */
  readonly bundle: string;
  /** Absolute directory of this container's state, e.g. /run/teu/web1. */
  readonly stateDir: string;
  /** As given on the command line (relative to the caller's cwd), or null. */
  readonly consoleSocket: string | null;
  readonly pidFile: string | null;
  readonly noPivot: boolean;
  /** Make no cgroup and set no limits: the container stays in the caller's (--cgroup-manager disabled). */
  readonly noCgroup: boolean;
  /** --rootless. true: cgroups that cannot be written are left out, for root too; false: for nobody; null: for users. */
  readonly rootless: boolean | null;
  /** Have systemd make the cgroup, as a scope (--systemd-cgroup). Absent: no. */
  readonly systemd?: boolean;
  /** Keep the caller's session keyring. */
  readonly noNewKeyring: boolean;
  /** Absolute path of the socket that is to get a pidfd of the process, or null. */
  readonly pidfdSocket: string | null;
  /** Bytes of descriptors kept open from 3 up. */
  readonly preserveFds: number;
  /** Variables that the payload gets from teu, after its own: socket activation, notification. */
  readonly environment: readonly string[];
  /** Foreground terminal: init sends the pty master to the director instead of a console socket. */
  readonly foregroundTerminal: boolean;
}

/** Pure: no I/O, no clock, no randomness. Throws a TeuError (errors/) only for what no host could do. */
export type Leaf = (config: Config, facts: Facts, request: Request) => readonly Step[];
/** A leaf of `exec`, which knows the container that runs. Every Leaf is one. */
export type ExecLeaf = (config: Config, facts: ExecFacts, request: Request) => readonly Step[];
