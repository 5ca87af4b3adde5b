/**
 * Where engines run: in a mount and a network namespace, either over the root of this machine or over the root file
 * system that TEU_ENGINES_ROOT names, of a Debian whose engines are newer (`newer` makes it).
 */
import { repository } from '../helpers/paths.ts';

const otherRoot = process.env['TEU_ENGINES_ROOT'];

/** Below it are the packages of the engines. */
export const placeRoot = otherRoot ?? '';

/**
 * A runtime needs a root that is a mount of its own, which a chroot has not. What engines write to it ends with the rig;
 * what tests look at has the name that it has outside.
 */
const enterOther = [
  'mkdir "$0/upper" "$0/work" "$0/root"',
  'mount -t overlay -o "lowerdir=$1,upperdir=$0/upper,workdir=$0/work" overlay "$0/root"',
  'cd "$0/root"',
  'mkdir -p ".$0" ".$2" .outside',
  'mount --bind "$0" ".$0"',
  'mount --bind "$2" ".$2"',
  'mount -t proc proc proc',
  'mount --rbind /sys sys',
  'mount --rbind /dev dev',
  'mount -t tmpfs tmpfs run',
  'pivot_root . .outside',
  'umount -l .outside',
  'cd /',
];

/**
 * The address of the bridge that stands for an uplink: an engine wants a route to the world. A question for a name is
 * refused there at once, instead of being waited for (a swarm looks for a registry).
 */
const uplink = [
  'ip link set lo up',
  'ip link add eth9 type bridge',
  'ip addr add 10.77.0.1/24 dev eth9',
  'ip link set eth9 up',
  'ip route add default via 10.77.0.254',
  'mount -t tmpfs tmpfs /run/netns 2>/dev/null || { mkdir -p /run/netns && mount -t tmpfs tmpfs /run/netns; }',
  // Podman keeps its locks there.
  'mount -t tmpfs tmpfs /dev/shm',
  'echo nameserver 10.77.0.1 > "$0/resolv.conf"',
  '{ [ ! -e /etc/resolv.conf ] || mount --bind "$0/resolv.conf" /etc/resolv.conf; }',
];

/** Makes the namespaces, writes `up` to `dir`, and waits for the end of its stdin: with whoever holds it they end too. */
export function holderOf(dir: string): string[] {
  const steps = [...(otherRoot === undefined ? [] : enterOther), ...uplink];
  const script = `${steps.join(' && ')} && echo up > "$0/up" && exec cat`;
  const own = ['unshare', '--mount', '--net', '--propagation', 'slave'];
  return [...own, 'sh', '-c', script, dir, otherRoot ?? '', repository.replace(/\/$/, '')];
}
