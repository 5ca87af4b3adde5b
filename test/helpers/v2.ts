/** cgroup2 as all there is at /sys/fs/cgroup: here on a host that has nothing else, else a mount namespace of its own. */
import { existsSync } from 'node:fs';

const isHere = existsSync('/sys/fs/cgroup/cgroup.controllers');
const script = 'umount -R /sys/fs/cgroup && mount -t cgroup2 cgroup2 /sys/fs/cgroup && exec "$@"';
const alone = ['unshare', '--mount', '--propagation', 'private', 'sh', '-c', script, 'sh'];

/** What a command is to be executed by (`wrap` of Box.call). */
export const onCgroup2: readonly string[] = isHere ? [] : alone;

/** True for a command that is executed where this host's v1 hierarchies are out of sight. */
export const isPrivate = (wrap: readonly string[]): boolean => wrap.includes(script);

/** The root of the tree, as the tests see it. */
export const rootV2 = isHere ? '/sys/fs/cgroup' : '/sys/fs/cgroup/unified';
