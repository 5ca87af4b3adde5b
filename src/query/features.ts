/** The features document (features.md), derived from the tables the planner reads. Of the host it tells what seccomp(2) has. */

import { hookKinds } from '../config/hook-kinds.ts';
import { isWithin } from '../config/pointer.ts';
import { unsupportedFields } from '../config/unsupported.ts';
import type { Facts } from '../facts/types.ts';
import { actionNames, flagNames } from '../seccomp-bpf-json/actions.ts';
import { architectures } from '../seccomp-bpf-json/arches.ts';
import { operatorNames } from '../seccomp-bpf-json/conditions.ts';
import { capabilities } from '../tables/capabilities.ts';
import { memoryPolicyFlags, memoryPolicyModes } from '../tables/memory-policy.ts';
import { mountOptions } from '../tables/mount-options.ts';
import { namespaceTypes } from '../tables/namespaces.ts';
import { keysOf } from '../tables/scheduling.ts';
import { commit, specVersion, version } from '../version.ts';

/** Oldest runtime-spec whose configurations are read; also those of 1.0.0-rc releases, as runc says. */
const oldestSpec = '1.0.0';

/** config.json may say it: the list of what is refused does not name it, nor what it is part of. */
const isTaken = (pointer: string): boolean =>
  !(unsupportedFields as readonly string[]).some((field) => isWithin(pointer, field));

/** Engines ask `mountOptions` for rro, `linux.namespaces` for user, `mountExtensions.idmap` before they rely on them. */
export function featuresDocument(kernel: Facts['seccomp']): object {
  const options = Object.keys(mountOptions);
  return {
    ociVersionMin: oldestSpec,
    ociVersionMax: specVersion,
    hooks: hookKinds,
    mountOptions: options.sort(),
    linux: {
      namespaces: [...namespaceTypes].sort(),
      capabilities,
      cgroup: {
        v1: true,
        v2: true,
        systemd: true,
        systemdUser: true,
        rdma: isTaken('/linux/resources/rdma'),
      },
      seccomp: {
        enabled: true,
        actions: actionNames.filter((action) => kernel.actions.includes(action)),
        operators: operatorNames,
        archs: architectures()
          .map((name) => `SCMP_ARCH_${name.toUpperCase()}`)
          .sort(),
        knownFlags: flagNames,
        supportedFlags: flagNames.filter((flag) => kernel.flags.includes(flag)),
      },
      apparmor: { enabled: isTaken('/process/apparmorProfile') },
      selinux: { enabled: isTaken('/process/selinuxLabel') && isTaken('/linux/mountLabel') },
      memoryPolicy: { modes: keysOf(memoryPolicyModes), flags: keysOf(memoryPolicyFlags) },
      intelRdt: {
        enabled: isTaken('/linux/intelRdt'),
        schemata: isTaken('/linux/intelRdt/schemata'),
        monitoring: isTaken('/linux/intelRdt/enableMonitoring'),
      },
      mountExtensions: { idmap: { enabled: Object.hasOwn(mountOptions, 'idmap') } },
      netDevices: { enabled: isTaken('/linux/netDevices') },
    },
    annotations: { 'org.teu.version': version, 'org.teu.commit': commit },
    potentiallyUnsafeConfigAnnotations: ['org.systemd.property.', 'run.oci.mount_context_type'],
  };
}
