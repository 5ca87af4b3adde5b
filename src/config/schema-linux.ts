/** config-linux.md, but for resources and seccomp. */

import { Type } from '@sinclair/typebox';
import { memoryPolicyFlags, memoryPolicyModes } from '../tables/memory-policy.ts';
import { namespaceTypes } from '../tables/namespaces.ts';
import { personalityDomains } from '../tables/personality.ts';
import { keysOf } from '../tables/scheduling.ts';
import {
  flag,
  foreign,
  idMappings,
  int64,
  oneOf,
  optional,
  text,
  textMap,
  texts,
  uint32,
} from './schema-common.ts';
import { resourcesSchema } from './schema-resources.ts';
import { seccompSchema } from './schema-seccomp.ts';

/** The spec names four; runc takes the recursive spellings too, and Docker and Podman send them. */
export const propagations = [
  '',
  'shared',
  'slave',
  'private',
  'unbindable',
  'rshared',
  'rslave',
  'rprivate',
  'runbindable',
] as const;

/** The kernel's dev_t: 12 bits of major, 20 of minor. -1 is tolerated for fifos, which have none. */
const major = () => int64(-1n, 4095n);
const minor = () => int64(-1n, 1_048_575n);

/** Permission bits; engines (Podman) pass st_mode whole, whose type bits say again what `type` says. */
const fileMode = () => uint32(0o177777n);

const device = Type.Object({
  type: oneOf(['c', 'b', 'u', 'p'] as const),
  path: text(),
  major: optional(major()),
  minor: optional(minor()),
  fileMode: optional(fileMode()),
  uid: optional(uint32()),
  gid: optional(uint32()),
});

const timeOffset = Type.Object({ secs: optional(int64()), nanosecs: optional(uint32(999_999_999n)) });

const intelRdt = Type.Object({
  closID: optional(text()),
  schemata: optional(texts()),
  l3CacheSchema: optional(text()),
  memBwSchema: optional(text()),
  enableCMT: optional(flag()),
  enableMBM: optional(flag()),
  enableMonitoring: optional(flag()),
});

const memoryPolicy = Type.Object({
  mode: oneOf(keysOf(memoryPolicyModes)),
  nodes: optional(text()),
  flags: optional(Type.Array(oneOf(keysOf(memoryPolicyFlags)))),
});

export const linuxSchema = Type.Object({
  namespaces: optional(Type.Array(Type.Object({ type: oneOf(namespaceTypes), path: optional(text()) }))),
  uidMappings: optional(idMappings()),
  gidMappings: optional(idMappings()),
  timeOffsets: optional(Type.Object({ monotonic: optional(timeOffset), boottime: optional(timeOffset) })),
  devices: optional(Type.Array(device)),
  netDevices: optional(Type.Record(Type.String(), Type.Object({ name: optional(text()) }))),
  cgroupsPath: optional(text()),
  resources: optional(resourcesSchema),
  intelRdt: optional(intelRdt),
  memoryPolicy: optional(memoryPolicy),
  sysctl: optional(textMap()),
  seccomp: optional(seccompSchema),
  rootfsPropagation: optional(oneOf(propagations)),
  maskedPaths: optional(texts()),
  readonlyPaths: optional(texts()),
  mountLabel: optional(text()),
  personality: optional(Type.Object({ domain: oneOf(keysOf(personalityDomains)), flags: optional(texts()) })),
});

export const foreignPlatforms = {
  windows: optional(foreign()),
  solaris: optional(foreign()),
  freebsd: optional(foreign()),
  zos: optional(foreign()),
};
