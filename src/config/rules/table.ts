/** Every semantic rule, in the order of config.md and config-linux.md. */

import type { Problem } from '../problem.ts';
import { sectionOf } from '../sections.ts';
import type { Config } from '../types.ts';
import { annotationKey } from './annotations.ts';
import { capabilityAmbient, capabilityEffective, capabilityUnknown } from './capabilities.ts';
import { deviceConflict, deviceDuplicate, deviceNumber, devicePath } from './devices.ts';
import { hookEnv, hookPath, hookPrestart } from './hooks.ts';
import {
  mappingCount,
  mappingMissing,
  mappingNamespace,
  mappingOverlap,
  mappingRoot,
  mappingSize,
  userUnmapped,
} from './mappings.ts';
import { memoryPolicyFlag, memoryPolicyNodes } from './memory-policy.ts';
import {
  mountIdmapAdvice,
  mountIdmapMissing,
  mountIdmapOption,
  mountIdmapPair,
  mountIdmapPlace,
  mountIdmapRange,
} from './mount-idmap.ts';
import { mountContext, mountOption, mountProc, mountRoot } from './mount-options.ts';
import {
  mountDestination,
  mountNamespace,
  mountRelative,
  mountSource,
  mountType,
  rootPath,
} from './mounts.ts';
import {
  domainnameNamespace,
  hostnameNamespace,
  nameLength,
  namespaceDuplicate,
  namespacePath,
} from './namespaces.ts';
import { netDeviceDuplicate, netDeviceName, netDeviceNamespace } from './net-devices.ts';
import { cgroupsPath, pathAbsolute, pathNamespace } from './paths.ts';
import { argsEmpty, cwdAbsolute, envSyntax, rlimitDuplicate, rlimitOrder, userIdAbsent } from './process.ts';
import {
  blockWeight,
  blockWeightMissing,
  hugepageDuplicate,
  networkInterface,
  rdmaLimit,
  unifiedFile,
} from './resources-rare.ts';
import { cpuBurst, cpuPeriod, cpuShares, memorySwap } from './resources.ts';
import { rdtClosId, rdtL3CacheSchema, rdtMemBwSchema, rdtReplaced, rdtSchemata } from './rdt.ts';
import type { Rule } from './rule.ts';
import {
  cpuAffinity,
  schedulerDeadline,
  schedulerNice,
  schedulerPolicy,
  schedulerPriority,
} from './scheduling.ts';
import {
  seccompArchitecture,
  seccompErrno,
  seccompErrnoLarge,
  seccompFlagNotify,
  seccompListener,
  seccompListenerUnused,
  seccompMetadata,
  seccompNotifyDefault,
  seccompProfile,
} from './seccomp.ts';
import { sysctlName, sysctlNamespace } from './sysctl.ts';
import { personalityFlags, timeNamespace } from './time.ts';
import { versionMajor, versionMinor, versionSyntax } from './version.ts';

export const rules: readonly Rule[] = [
  versionSyntax,
  versionMajor,
  versionMinor,
  rootPath,
  mountDestination,
  mountRelative,
  mountType,
  mountSource,
  mountContext,
  mountRoot,
  mountProc,
  mountOption,
  mountIdmapPair,
  mountIdmapOption,
  mountIdmapMissing,
  mountIdmapRange,
  mountIdmapPlace,
  mountIdmapAdvice,
  mountNamespace,
  cwdAbsolute,
  argsEmpty,
  envSyntax,
  userIdAbsent,
  rlimitDuplicate,
  rlimitOrder,
  capabilityUnknown,
  capabilityEffective,
  capabilityAmbient,
  schedulerPolicy,
  schedulerNice,
  schedulerPriority,
  schedulerDeadline,
  cpuAffinity,
  hostnameNamespace,
  domainnameNamespace,
  nameLength,
  hookPath,
  hookEnv,
  hookPrestart,
  annotationKey,
  namespaceDuplicate,
  namespacePath,
  timeNamespace,
  mappingNamespace,
  mappingMissing,
  mappingCount,
  mappingSize,
  mappingOverlap,
  mappingRoot,
  userUnmapped,
  devicePath,
  deviceNumber,
  deviceConflict,
  deviceDuplicate,
  netDeviceNamespace,
  netDeviceName,
  netDeviceDuplicate,
  cgroupsPath,
  memorySwap,
  cpuShares,
  cpuPeriod,
  cpuBurst,
  blockWeight,
  blockWeightMissing,
  hugepageDuplicate,
  networkInterface,
  rdmaLimit,
  unifiedFile,
  rdtClosId,
  rdtL3CacheSchema,
  rdtMemBwSchema,
  rdtSchemata,
  rdtReplaced,
  sysctlName,
  sysctlNamespace,
  seccompErrno,
  seccompErrnoLarge,
  seccompArchitecture,
  seccompNotifyDefault,
  seccompListener,
  seccompMetadata,
  seccompListenerUnused,
  seccompFlagNotify,
  seccompProfile,
  memoryPolicyNodes,
  memoryPolicyFlag,
  personalityFlags,
  pathAbsolute,
  pathNamespace,
];

/** What the chosen rules say of a config. */
export function ruleProblems(config: Config, chosen: readonly Rule[]): Problem[] {
  return chosen.flatMap(({ code, severity, spec, check }) =>
    check(config).map(({ path, message }) => {
      const section = spec === undefined ? sectionOf(path) : spec;
      return { severity, code, path, message, spec: section };
    }),
  );
}
