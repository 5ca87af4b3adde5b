/** The features document (features.md), derived from the tables the planner reads. Does not depend on the host. */

import { hookKinds } from '../config/hook-kinds.ts';
import { capabilities } from '../tables/capabilities.ts';
import { mountOptions } from '../tables/mount-options.ts';
import { namespaceTypes } from '../tables/namespaces.ts';
import { commit, specVersion, version } from '../version.ts';

/** Oldest runtime-spec whose configurations are read; also those of 1.0.0-rc releases, as runc says. */
const oldestSpec = '1.0.0';

/** Engines ask `mountOptions` for rro, `linux.namespaces` for user, `mountExtensions.idmap` before they rely on them. */
export function featuresDocument(): object {
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
      seccomp: { enabled: false },
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
