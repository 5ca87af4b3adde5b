/** config.md#process and config.md#posix-platform-hooks. */

import { Type } from '@sinclair/typebox';
import { rlimits } from '../tables/rlimits.ts';
import { ioPriorityClasses, keysOf, schedulerFlags, schedulerPolicies } from '../tables/scheduling.ts';
import { flag, int32, int64, oneOf, optional, text, texts, uint32, uint64 } from './schema-common.ts';

/** Absent ids are 0, as in the Go bindings every engine writes with. */
const user = Type.Object({
  uid: optional(uint32()),
  gid: optional(uint32()),
  umask: optional(uint32(0o777n)),
  additionalGids: optional(Type.Array(uint32())),
  username: optional(text()),
});

const capabilities = Type.Object({
  bounding: optional(texts()),
  effective: optional(texts()),
  inheritable: optional(texts()),
  permitted: optional(texts()),
  ambient: optional(texts()),
});

const scheduler = Type.Object({
  policy: oneOf(keysOf(schedulerPolicies)),
  nice: optional(int32()),
  priority: optional(int32()),
  flags: optional(Type.Array(oneOf(keysOf(schedulerFlags)))),
  runtime: optional(uint64()),
  deadline: optional(uint64()),
  period: optional(uint64()),
});

/** Also the whole of a process.json for `exec --process`. */
export const processSchema = Type.Object(
  {
    terminal: optional(flag()),
    consoleSize: optional(Type.Object({ height: uint32(), width: uint32() })),
    user: optional(user),
    args: optional(texts()),
    commandLine: optional(text()),
    env: optional(texts()),
    cwd: text(),
    capabilities: optional(capabilities),
    rlimits: optional(
      Type.Array(Type.Object({ type: oneOf(Object.keys(rlimits)), soft: uint64(), hard: uint64() })),
    ),
    noNewPrivileges: optional(flag()),
    apparmorProfile: optional(text()),
    oomScoreAdj: optional(int32(-1000n, 1000n)),
    scheduler: optional(scheduler),
    selinuxLabel: optional(text()),
    ioPriority: optional(Type.Object({ class: oneOf(keysOf(ioPriorityClasses)), priority: int32(0n, 7n) })),
    execCPUAffinity: optional(Type.Object({ initial: optional(text()), final: optional(text()) })),
  },
  { $id: 'process' },
);

const hook = Type.Object({
  path: text(),
  args: optional(texts()),
  env: optional(texts()),
  timeout: optional(int64(1n)),
});

const hooks = () => optional(Type.Array(hook, { $id: 'hooks' }));

export const hooksSchema = Type.Object({
  prestart: hooks(),
  createRuntime: hooks(),
  createContainer: hooks(),
  startContainer: hooks(),
  poststart: hooks(),
  poststop: hooks(),
});
