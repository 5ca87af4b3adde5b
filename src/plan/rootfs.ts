/** The root mount: opened before, pivoted to, closed behind. Consumes /root, /linux/rootfsPropagation. */

import { parentPath } from '../cgroup/paths.ts';
import { TeuError } from '../errors/types.ts';
import { mountAttr, mountFlag, propagationFlags } from '../tables/mount-flags.ts';
import type { Step } from '../wire/types.ts';
import { hasOwnPropagation, mountPlaces } from './mount-place.ts';
import { hasMountNamespace, namespacePointer } from './shape.ts';
import { step } from './step.ts';
import type { Leaf } from './types.ts';

const pointer = '/linux/rootfsPropagation';

/** Private: the mount that holds `path`, which only the kernel knows: the nearest parent that is a mount root. */
function privateHolder(path: string): Step {
  const args = { path, propagation: mountFlag.PRIVATE, recursive: 0 };
  if (path === '/') return step('propagation', 'init', pointer, args);
  return step('propagation', 'init', pointer, args, {
    onErrno: ['EINVAL'],
    step: privateHolder(parentPath(path)),
  });
}

/**
 * What is mounted inside must not appear on the host, while later mounts of the host may still arrive: slave.
 * `shared` asks for the opposite, so that shared binds stay shared; then only the mount under the root is cut
 * loose (attaching the root there would show on the host, and pivot_root refuses a shared parent).
 */
export const mountTree: Leaf = (config, facts) => {
  if (!hasMountNamespace(config)) return [];
  if (config.linux.rootfsPropagation === 'shared') return [privateHolder(facts.rootfs)];
  const from = config.linux.rootfsPropagation === null ? namespacePointer(config, 'mount') : pointer;
  return [step('propagation', 'init', from, { path: '/', propagation: mountFlag.SLAVE, recursive: 1 })];
};

/** Without a mount namespace the root is only a directory: opened by the spawner, entered by chroot. */
export const rootDirectory: Leaf = (config, facts) =>
  hasMountNamespace(config)
    ? []
    : [step('dir_open', 'spawner', '/root/path', { path: facts.rootfs, magic: 0n, slot: 'root' })];

export const openRoot: Leaf = (config, facts) =>
  hasMountNamespace(config)
    ? [step('rootfs_open', 'init', '/root/path', { path: facts.rootfs, slot: 'root' })]
    : [];

const slave = (path: string, recursive: number): Step =>
  step('propagation', 'init', pointer, { path, propagation: mountFlag.SLAVE, recursive });

/**
 * move_root takes the host's /proc and /sys out of sight. Where they are still shared with the host that would
 * unmount them there; a path that is no mount of its own is part of `/`.
 */
export const hideWithoutTrace: Leaf = (config, _facts, request) => {
  if (!request.noPivot || config.linux.rootfsPropagation !== 'shared' || !hasMountNamespace(config))
    return [];
  const top = slave('/', 0);
  const otherwise = { onErrno: ['EINVAL', 'ENOENT'], step: top };
  return [top, { ...slave('/proc', 1), otherwise }, { ...slave('/sys', 1), otherwise }];
};

export const enterRoot: Leaf = (config, _facts, request) => {
  const args = { root: 'root' };
  if (!hasMountNamespace(config)) return [step('chroot', 'init', '/root/path', args)];
  if (!request.noPivot) return [step('pivot_root', 'init', '/root/path', args)];
  if (config.linux.rootfsPropagation === 'private')
    throw new TeuError({
      code: 'teu.usage',
      message: 'rootfsPropagation of private is not safe without pivot_root',
      field: { file: '', line: 0, column: 0, pointer, value: '"private"' },
    });
  return [step('move_root', 'init', '/root/path', args)];
};

/**
 * The clone has been private since rootfs_open; pivot_root would refuse a shared one. With an r in front every mount of the
 * container, as in crun and newer runc, but for those whose options say something else.
 */
export const rootPropagation: Leaf = (config) => {
  const { rootfsPropagation: type, rootfsPropagationRecursive: isDeep } = config.linux;
  if (type === null || !hasMountNamespace(config)) return [];
  const recursive = isDeep && !mountPlaces(config).some(hasOwnPropagation) ? 1 : 0;
  if (type === 'private' && recursive === 0) return [];
  const args = { mount: 'root', set: 0n, clear: 0n, propagation: propagationFlags[type], recursive };
  return [step('mount_attrs', 'init', pointer, args)];
};

export const readonlyRoot: Leaf = (config) =>
  config.root.readonly && hasMountNamespace(config)
    ? [
        step('mount_attrs', 'init', '/root/readonly', {
          mount: 'root',
          set: mountAttr.RDONLY,
          clear: 0n,
          propagation: 0n,
          recursive: 0,
        }),
      ]
    : [];
