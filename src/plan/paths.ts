/** Masked and read-only paths. Consumes /linux/{maskedPaths,readonlyPaths}; config-linux.md#masked-paths. */

import { mountAttr, mountFlag } from '../tables/mount-flags.ts';
import { hasMountNamespace } from './shape.ts';
import { step } from './step.ts';
import type { Leaf } from './types.ts';

/** Known objects for masking: nothing of the rootfs is trusted to be /dev/null (CVE-2025-31133). */
export const maskNull: Leaf = (config) =>
  config.linux.maskedPaths.length > 0 && hasMountNamespace(config)
    ? [step('null_open', 'init', '/linux/maskedPaths', { slot: 'null' })]
    : [];

/** One empty read-only tmpfs for all masked directories: no superblock for each. Two inodes: some kernels refuse one. */
const emptyDirectory = {
  fstype: 'tmpfs',
  source: 'tmpfs',
  data: ['nr_blocks=1', 'nr_inodes=2'],
  attrs: mountAttr.RDONLY,
  sbFlags: mountFlag.RDONLY,
} as const;

export const maskedPaths: Leaf = (config) => {
  const paths = config.linux.maskedPaths;
  if (paths.length === 0 || !hasMountNamespace(config)) return [];
  return [
    step('mount_new', 'init', '/linux/maskedPaths', { ...emptyDirectory, slot: 'empty' }),
    ...paths.map((path, index) =>
      step('mask_path', 'init', `/linux/maskedPaths/${index}`, {
        root: 'root',
        path,
        directory: 'empty',
        file: 'null',
      }),
    ),
  ];
};

export const readonlyPaths: Leaf = (config) =>
  hasMountNamespace(config)
    ? config.linux.readonlyPaths.map((path, index) =>
        step('readonly_path', 'init', `/linux/readonlyPaths/${index}`, { root: 'root', path }),
      )
    : [];
