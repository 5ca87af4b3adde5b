/** /proc/self/mountinfo -> the mounts of a kind. Pure. proc_pid_mountinfo(5) */

export interface CgroupMount {
  /** Directory of the hierarchy that is the root of this mount, "/" for the whole. */
  readonly root: string;
  readonly mountpoint: string;
  readonly type: 'cgroup' | 'cgroup2';
  /** Controllers, or `name=x`. Empty on v2. */
  readonly controllers: readonly string[];
  /** v2: options of the one superblock, e.g. nsdelegate. */
  readonly options: readonly string[];
}

/** Before the type, after the options of the mount. */
const marker = ' - cgroup';

/** Options of a v1 superblock that are no controllers. */
const notControllers = 'rw ro xattr noprefix clone_children cpuset_v2_mode sync dirsync mand lazytime'.split(
  ' ',
);

/** Space, tab, newline and backslash are written as \ooo. */
export const decodeOctal = (path: string): string =>
  path.includes('\\')
    ? path.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)))
    : path;

/** `36 35 98:0 /root /mountpoint opts shared:1 - type source superoptions`; null for another file system. */
function parseLine(line: string): CgroupMount | null {
  const separator = line.indexOf(marker);
  if (separator === -1) return null;
  const last = line.slice(separator + 3).split(' ');
  const type = last[0];
  if (type !== 'cgroup' && type !== 'cgroup2') return null;
  const first = line.split(' ', 5);
  return {
    root: decodeOctal(first[3] ?? '/'),
    mountpoint: decodeOctal(first[4] ?? '/'),
    type,
    controllers: type === 'cgroup' ? controllersOf(last[2] ?? '') : [],
    options: type === 'cgroup' ? [] : controllersOf(last[2] ?? ''),
  };
}

function controllersOf(options: string): readonly string[] {
  const controllers: string[] = [];
  for (const option of options.split(','))
    if (!notControllers.includes(option) && !option.startsWith('release_agent=')) controllers.push(option);
  return controllers;
}

/** In the order of mounting. Lines of other file systems, of which there may be thousands, are not cut up. */
export function cgroupMounts(mountinfo: string): readonly CgroupMount[] {
  const mounts: CgroupMount[] = [];
  for (let at = mountinfo.indexOf(marker); at !== -1; at = mountinfo.indexOf(marker, at + 1)) {
    const start = mountinfo.lastIndexOf('\n', at) + 1;
    const end = mountinfo.indexOf('\n', at);
    const mount = parseLine(mountinfo.slice(start, end === -1 ? undefined : end));
    if (mount !== null) mounts.push(mount);
  }
  return mounts;
}

/** The last mount of a file system, whole (not of a directory of it); null when there is none. */
export function mountpointOf(mountinfo: string, type: string): string | null {
  const lines = mountinfo.split('\n').filter((line) => line.includes(` - ${type} `));
  const fields = lines.map((line) => line.split(' ', 5)).filter(([, , , root]) => root === '/');
  const mountpoint = fields.at(-1)?.[4];
  return mountpoint === undefined ? null : decodeOctal(mountpoint);
}
