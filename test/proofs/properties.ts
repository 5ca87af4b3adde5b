/** Every property of config.json with the tests that prove it, in the order of the specification. */
import { linux, namespaces } from './tables/linux.ts';
import { hooks, mountOptions, mounts } from './tables/mounts.ts';
import { annotations, processSection, top } from './tables/process.ts';
import { resources, seccomp } from './tables/resources.ts';
import type { Section } from './types.ts';

export const sections: readonly Section[] = [
  top,
  mounts,
  mountOptions,
  processSection,
  hooks,
  annotations,
  namespaces,
  linux,
  resources,
  seccomp,
];
