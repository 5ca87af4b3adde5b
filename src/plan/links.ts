/** Links below /dev; config-linux.md#dev-symbolic-links. */

import { deviceLinks } from '../tables/devices.ts';
import { ownsDev } from './devices.ts';
import { step } from './step.ts';
import type { Leaf } from './types.ts';

/**
 * ptmx of an image is replaced: it may be a device node, of another devpts instance. The others stay when they are
 * there. /dev/core may dangle where the kernel has no /proc/kcore, as crun leaves it.
 */
export const deviceLinksSteps: Leaf = (config) =>
  ownsDev(config)
    ? [
        ...deviceLinks.map(([path, target]) =>
          step('symlink', 'init', '', { root: 'root', target, path, replace: 0 }),
        ),
        step('symlink', 'init', '', { root: 'root', target: 'pts/ptmx', path: '/dev/ptmx', replace: 1 }),
      ]
    : [];
