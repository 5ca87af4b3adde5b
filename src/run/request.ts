/** What the command line hands to the runners. Plain data, complete: no option is looked up later. */

import type { Log } from '../log.ts';

/** What the launcher did before this process existed, and the caller it did it for (TEU_LAUNCH, TEU_CWD). */
export interface Launch {
  /** The caller's working directory; this process stands in /. */
  readonly cwd: string;
  /** Socket to the spawner; -1 for verbs that have none. Owned by the director from here on, as all fds below. */
  readonly spawnerSocket: number;
  /** Socket to init; -1 as above. */
  readonly initSocket: number;
  /** The shared outcome table (wire/protocol.ts); -1 as above. */
  readonly ring: number;
  /** memfd with the caller's environment, NUL separated. */
  readonly environ: number;
  /** Sealed memfd of teu-init, to be executed as the supervisor. */
  readonly image: number;
  /** The caller's RLIMIT_NOFILE; the engine has raised ours. */
  readonly nofile: { readonly soft: bigint; readonly hard: bigint };
  readonly umask: number;
  /** Signal sets of the caller as bit masks: bit n-1 is signal n. */
  readonly blockedSignals: bigint;
  readonly ignoredSignals: bigint;
  /** Pid of the spawner, 0 for verbs that have none. */
  readonly spawner: number;
  /** The first descriptor of --preserve-fds that was not open, or null. */
  readonly badDescriptor: { readonly fd: number; readonly errno: number } | null;
}

/** Lines that are not errors. Warnings never reach a machine-readable output (src/log.ts decides). */
export type LogSink = Pick<Log, 'warn' | 'debug'>;

export interface CreateRequest {
  readonly id: string;
  /** Absolute, symlinks resolved. */
  readonly bundle: string;
  /** Absolute path of the configuration, normally bundle + /config.json. */
  readonly configPath: string;
  /** Absolute state root; the container's directory is root + / + id. */
  readonly root: string;
  /** As the caller wrote it: the spawner connects from the caller's directory (sun_path has 108 bytes). */
  readonly consoleSocket: string | null;
  /** Absolute. */
  readonly pidFile: string | null;
  readonly noPivot: boolean;
  /** --cgroup-manager disabled. */
  readonly noCgroup: boolean;
  /** --rootless; null: auto. */
  readonly rootless: boolean | null;
  /** --systemd-cgroup, --cgroup-manager systemd. */
  readonly systemd: boolean;
  readonly noNewKeyring: boolean;
  /** Absolute. */
  readonly pidfdSocket: string | null;
  /** Descriptors kept from 3 up: --preserve-fds plus LISTEN_FDS. */
  readonly preserveFds: number;
  /** What socket activation says to the payload (sd_listen_fds(3)); empty where there is none. */
  readonly listenEnvironment: readonly string[];
  readonly launch: Launch;
  readonly log: LogSink;
}

export interface RunRequest extends CreateRequest {
  readonly detach: boolean;
  /** Leave the state and the cgroup for a later delete. */
  readonly keep: boolean;
}
