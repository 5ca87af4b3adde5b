/** The features document (features.md), derived from the tables the planner reads. Of the host it tells what seccomp(2) has. */

import { hookKinds } from '../config/hook-kinds.ts';
import type { Facts } from '../facts/types.ts';
import { actionNames, flagNames } from '../seccomp-bpf-json/actions.ts';
import { architectures } from '../seccomp-bpf-json/arches.ts';
import { operatorNames } from '../seccomp-bpf-json/conditions.ts';
import { capabilities } from '../tables/capabilities.ts';
import { mountOptions } from '../tables/mount-options.ts';
import { namespaceTypes } from '../tables/namespaces.ts';
import { commit, specVersion, version } from '../version.ts';

/** Oldest runtime-spec whose configurations are read; also those of 1.0.0-rc releases, as runc says. */
const oldestSpec = '1.0.0';

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
      cgroup: { v1: true, v2: true, systemd: false, systemdUser: false, rdma: true },
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
      apparmor: { enabled: false },
      selinux: { enabled: false },
      intelRdt: { enabled: false },
      mountExtensions: { idmap: { enabled: Object.hasOwn(mountOptions, 'idmap') } },
      netDevices: { enabled: false },
    },
    annotations: { 'org.teu.version': version, 'org.teu.commit': commit },
    potentiallyUnsafeConfigAnnotations: [],
  };
}
