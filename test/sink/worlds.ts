/** All worlds. */
import type { World } from './world.ts';
import { hookWorlds } from './worlds-hooks.ts';
import { linuxWorlds } from './worlds-linux.ts';
import { processWorlds } from './worlds-process.ts';
import { resourceWorlds } from './worlds-resources.ts';
import { seccompWorlds } from './worlds-seccomp.ts';

export const worlds: readonly World[] = [
  ...processWorlds,
  ...linuxWorlds,
  ...resourceWorlds,
  ...hookWorlds,
  ...seccompWorlds,
];
