/** How cgroups are mounted here, where this process is in them, and what exists on the way to the container's. */

import { type CgroupDirs, cgroupDirs, dirsBelow, joinPath } from '../cgroup/paths.ts';
import { magic } from '../tables/magic.ts';
import { probeUnfit } from './cgroup-unfit.ts';
import { F_OK, type Host, lazy, W_OK, words } from './host.ts';
import { type CgroupMount, cgroupMounts } from './mountinfo.ts';
import type { CgroupFacts, Hierarchy } from './types.ts';

const cgroupRoot = '/sys/fs/cgroup';

/** Files that a delegated cgroup hands over (cgroups(7)), for kernels before 4.15. */
const oldDelegate = ['cgroup.procs', 'cgroup.threads', 'cgroup.subtree_control'];

/** /proc/self/cgroup -> path by hierarchy: "cpu,cpuacct", "name=systemd", and "" for v2. */
export function parseOwnCgroups(text: string): ReadonlyMap<string, string> {
  const own = new Map<string, string>();
  for (const line of text.split('\n')) {
    const first = line.indexOf(':');
    const second = line.indexOf(':', first + 1);
    if (second !== -1) own.set(line.slice(first + 1, second), line.slice(second + 1));
  }
  return own;
}

/** `own` as seen through a mount whose root is `root`; "/" when it lies outside (a cgroup namespace of others). */
export function belowRoot(own: string, root: string): string {
  if (root === '/') return own;
  if (own === root) return '/';
  return own.startsWith(`${root}/`) ? own.slice(root.length) : '/';
}

function hierarchies(mounts: readonly CgroupMount[], own: ReadonlyMap<string, string>): readonly Hierarchy[] {
  const found: Hierarchy[] = [];
  const seen: string[] = [];
  for (const { type, controllers, mountpoint, root } of mounts) {
    if (type !== 'cgroup' || controllers.length === 0) continue;
    const key = controllers.length === 1 ? (controllers[0] as string) : [...controllers].sort().join(',');
    // The first mount of a hierarchy counts, as in runc: later ones are bind mounts of somebody else.
    if (seen.includes(key)) continue;
    seen.push(key);
    const ownPath = belowRoot(own.get(key) ?? ownPathOf(controllers, own), root);
    found.push({ controllers, name: mountpoint.slice(mountpoint.lastIndexOf('/') + 1), mountpoint, ownPath });
  }
  return found;
}

/** The two files may name several controllers in another order. */
function ownPathOf(controllers: readonly string[], own: ReadonlyMap<string, string>): string {
  for (const [list, path] of own) {
    const known = list.split(',');
    if (controllers.every((controller) => known.includes(controller))) return path;
  }
  return '/';
}

type Mounts = Pick<CgroupFacts, 'mode' | 'hierarchies' | 'unified'>;

const mountinfo = '/proc/self/mountinfo';
const isV2 = ({ type }: CgroupMount): boolean => type === 'cgroup2';

/**
 * The first mount of each hierarchy. Whoever reads mountinfo is in every hierarchy that is mounted, so when as many have been
 * seen there are no more: they are mounted when a host boots, before thousands of others.
 */
function firstMounts(host: Host, own: ReadonlyMap<string, string>) {
  const mounts: CgroupMount[] = [];
  let v1: readonly Hierarchy[] = [];
  let v2: CgroupMount | undefined;
  host.readLines(mountinfo, (lines) => {
    const more = cgroupMounts(lines);
    if (more.length === 0) return false;
    mounts.push(...more);
    v1 = hierarchies(mounts, own);
    v2 ??= more.find(isV2);
    return v1.length + (v2 === undefined ? 0 : 1) === own.size;
  });
  return { v1, v2 };
}

function unifiedAt(host: Host, mountpoint: string, ownPath: string): NonNullable<CgroupFacts['unified']> {
  const controllers = lazy(() => words(host.tryReadText(`${mountpoint}/cgroup.controllers`)));
  const options = lazy(() => {
    let found: readonly string[] | undefined;
    host.readLines(mountinfo, (lines) => {
      found = cgroupMounts(lines).find(isV2)?.options;
      return found !== undefined;
    });
    return found ?? [];
  });
  return {
    mountpoint,
    ownPath,
    get controllers() {
      return controllers();
    },
    get options() {
      return options();
    },
  };
}

function modeOf(v1: number, v2: boolean): CgroupFacts['mode'] {
  if (v1 > 0) return v2 ? 'hybrid' : 'v1';
  return v2 ? 'v2' : 'none';
}

/**
 * What is mounted on top decides, as it does for runc and crun: v1 hierarchies may still exist below it. So v2 needs no
 * mountinfo, which may have thousands of lines.
 */
export function probeMounts(host: Host): Mounts {
  const own = parseOwnCgroups(host.readText('/proc/self/cgroup'));
  const ownV2 = own.get('') ?? '/';
  if (isCgroup2(host) && host.access(joinPath(cgroupRoot, ownV2), F_OK))
    return { mode: 'v2', hierarchies: [], unified: unifiedAt(host, cgroupRoot, ownV2) };
  const { v1, v2 } = firstMounts(host, own);
  const unified = v2 === undefined ? null : unifiedAt(host, v2.mountpoint, belowRoot(ownV2, v2.root));
  return { mode: modeOf(v1.length, unified !== null), hierarchies: v1, unified };
}

function isCgroup2(host: Host): boolean {
  try {
    return host.statfsMagic(cgroupRoot) === magic.cgroup2;
  } catch {
    return false; // not mounted, or hidden
  }
}

/** Adds the planned path in one tree, parents first, as far as it exists and may be entered. */
function addExisting(host: Host, mountpoint: string, dir: string, existing: string[]): void {
  for (const at of dirsBelow(mountpoint, dir)) {
    if (!host.access(at, F_OK)) break;
    existing.push(at);
  }
}

/** All of the planned paths that exists. Loops, because every create looks: ten trees on a v1 host. */
function existingDirs(host: Host, { v1, unified }: CgroupDirs): readonly string[] {
  const existing: string[] = [];
  for (const { hierarchy, dir } of v1) addExisting(host, hierarchy.mountpoint, dir, existing);
  if (unified !== null) addExisting(host, unified.mountpoint, unified.dir, existing);
  return existing;
}

/** cpuset.cpus and cpuset.mems on the way down: a child made by mkdir has none and can hold no task. */
function cpusetParents(host: Host, dirs: CgroupDirs, existing: readonly string[]): Record<string, string> {
  const values: Record<string, string> = {};
  for (const { hierarchy, dir } of dirs.v1) {
    if (!hierarchy.controllers.includes('cpuset')) continue;
    const parents = [
      hierarchy.mountpoint,
      ...dirsBelow(hierarchy.mountpoint, dir).filter((one) => existing.includes(one)),
    ];
    for (const file of ['cpuset.cpus', 'cpuset.mems'])
      for (const at of parents.toReversed()) {
        const value = (host.tryReadText(`${at}/${file}`) ?? '').trim();
        values[`${at}/${file}`] = value;
        if (value !== '') break;
      }
  }
  return values;
}

/** The parents of a v2 cgroup, with what they have enabled for their children. */
function subtreeControl(
  host: Host,
  dirs: CgroupDirs,
  existing: readonly string[],
): Record<string, readonly string[]> {
  const { unified } = dirs;
  if (unified === null) return {};
  const parents = [
    unified.mountpoint,
    ...existing.filter((dir) => dir !== unified.dir && unified.dir.startsWith(`${dir}/`)),
  ];
  return Object.fromEntries(
    parents.map((dir) => [dir, words(host.tryReadText(`${dir}/cgroup.subtree_control`))]),
  );
}

/** Directories in which this user could not make or join a cgroup. The root of the host is not asked. */
function unwritable(host: Host, dirs: CgroupDirs, existing: readonly string[]): readonly string[] {
  const trees = dirs.v1.map(({ hierarchy, dir }) => ({ mountpoint: hierarchy.mountpoint, dir }));
  if (dirs.unified !== null) trees.push(dirs.unified);
  return trees.flatMap(({ mountpoint, dir }) =>
    [mountpoint, ...dirsBelow(mountpoint, dir).filter((one) => existing.includes(one))].filter(
      (one) => !host.access(one, W_OK),
    ),
  );
}

function barriers(host: Host, dirs: CgroupDirs, existing: readonly string[]) {
  const closed = unwritable(host, dirs, existing);
  return closed.length === 0
    ? { unwritable: closed }
    : { unwritable: closed, owners: ownersOf(host, closed) };
}

function ownersOf(host: Host, dirs: readonly string[]): Record<string, number> {
  const owners: Record<string, number> = {};
  for (const dir of dirs) {
    const found = host.stat(dir);
    if (found !== null) owners[dir] = found.uid;
  }
  return owners;
}

function probeDelegate(host: Host): readonly string[] {
  const text = host.tryReadText('/sys/kernel/cgroup/delegate');
  return text === null ? oldDelegate : words(text);
}

/** A directory like hugepages-2048kB -> "2MB", as hugetlb_cgroup.c names its files; others are no sizes: null. */
export function hugepageName(directory: string): string | null {
  const kib = /^hugepages-([0-9]+)kB$/.exec(directory)?.[1];
  if (kib === undefined) return null;
  const size = Number(kib);
  if (size >= 1 << 20) return `${Math.trunc(size / (1 << 20))}GB`;
  return size >= 1 << 10 ? `${Math.trunc(size / (1 << 10))}MB` : `${size}KB`;
}

function probeHugepages(host: Host): readonly string[] {
  const root = '/sys/kernel/mm/hugepages';
  if (!host.access(root, F_OK)) return [];
  return host
    .readdir(root)
    .map(hugepageName)
    .filter((name) => name !== null);
}

/** `isHostRoot`: may write what is mounted; root of another user namespace owns what was delegated, and no more. */
export function probeCgroup(
  host: Host,
  cgroupsPath: string | null,
  id: string,
  isHostRoot: boolean,
): CgroupFacts {
  const mounts = probeMounts(host);
  const delegate = lazy(() => probeDelegate(host));
  const hugepages = lazy(() => probeHugepages(host));
  const dirs = cgroupDirs(cgroupsPath, id, mounts);
  const existing = existingDirs(host, dirs);
  const unfit = existing.length === 0 ? null : probeUnfit(host, mounts.mode, dirs, existing);
  return {
    ...mounts,
    existing,
    subtreeControl: mounts.mode === 'v2' ? subtreeControl(host, dirs, existing) : {},
    cpusetParents: cpusetParents(host, dirs, existing),
    ...(unfit === null ? {} : { unfit }),
    ...(isHostRoot ? {} : barriers(host, dirs, existing)),
    get delegate() {
      return delegate();
    },
    get hasSystemd() {
      return host.access('/run/systemd/system', F_OK);
    },
    get hugepageSizes() {
      return hugepages();
    },
  };
}
