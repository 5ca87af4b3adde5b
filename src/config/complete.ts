/** config.json as the schema left it -> Config: every default resolved, array indices unchanged (pointers stay true). */

import { completeLinux } from './complete-linux.ts';
import { completeProcess } from './complete-process.ts';
import type { RawConfig } from './schema.ts';
import { textOrNull } from './text-or-null.ts';
import type { Config, Hook, HookKind, Mount } from './types.ts';

type RawHook = NonNullable<NonNullable<RawConfig['hooks']>[HookKind]>[number];
type RawMount = NonNullable<RawConfig['mounts']>[number];

export function completeConfig(raw: RawConfig): Config {
  return {
    ociVersion: raw.ociVersion,
    root: { path: raw.root.path, readonly: raw.root.readonly ?? false },
    mounts: (raw.mounts ?? []).map(completeMount),
    process: raw.process === undefined ? null : completeProcess(raw.process),
    hostname: textOrNull(raw.hostname),
    domainname: textOrNull(raw.domainname),
    hooks: completeHooks(raw.hooks),
    annotations: new Map(Object.entries(raw.annotations ?? {})),
    linux: completeLinux(raw.linux ?? {}),
  };
}

const none: readonly never[] = [];

/** A relative destination is kept: the planner takes it from the container's root (config.md#mounts, MAY). */
function completeMount(mount: RawMount): Mount {
  return {
    destination: mount.destination,
    type: textOrNull(mount.type),
    source: textOrNull(mount.source),
    options: mount.options ?? [],
    uidMappings: mount.uidMappings ?? none,
    gidMappings: mount.gidMappings ?? none,
  };
}

function completeHooks(hooks: RawConfig['hooks']): Config['hooks'] {
  const of = (kind: HookKind): readonly Hook[] => (hooks?.[kind] ?? []).map(completeHook);
  return {
    prestart: of('prestart'),
    createRuntime: of('createRuntime'),
    createContainer: of('createContainer'),
    startContainer: of('startContainer'),
    poststart: of('poststart'),
    poststop: of('poststop'),
  };
}

/** 49 days: the milliseconds of a limit travel in 32 bits, and the spec sets no bound. */
const longestTimeoutS = 4_294_967;

/** args is the whole argv; without it argv[0] is the path, as execv callers do and runc does. */
function completeHook(hook: RawHook): Hook {
  const args = hook.args ?? [];
  return {
    path: hook.path,
    args: args.length === 0 ? [hook.path] : args,
    env: hook.env ?? null,
    timeout: hook.timeout === undefined ? null : Math.min(Number(hook.timeout), longestTimeoutS),
  };
}
