/** What the kernel says of a container from outside: the control files of its cgroups on v1 hierarchies. */
import { existsSync, readdirSync, readFileSync, rmdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** Files that hold what was asked for; the others count. */
const settings =
  /(limit_in_bytes|swappiness|oom_control|use_hierarchy|cpu\.(shares|cfs_.*|rt_.*|idle)|pids\.max|throttle\..*_device|weight(_device)?|devices\.list|freezer\.state|notify_on_release|cpuset\.(cpus|mems|cpu_exclusive|mem_exclusive|memory_migrate|sched_.*))$/;

/** The order of device rules tells how they were written, not what they allow. */
function content(path: string): string {
  try {
    const lines = readFileSync(path, 'utf8').trim().split('\n');
    return (path.endsWith('devices.list') ? lines.sort() : lines).join('; ');
  } catch (error) {
    return `${(error as { code?: string }).code}`;
  }
}

const hierarchies = (pid: number) =>
  readFileSync(`/proc/${pid}/cgroup`, 'utf8')
    .split('\n')
    .map((line) => /^[0-9]+:([^:]+):(.*)$/.exec(line))
    .filter((match) => match !== null)
    .map(([, controllers = '', path = '']) => ({
      controllers,
      dir: `/sys/fs/cgroup/${controllers.replace('name=', '')}${path}`,
    }));

/** `controller/file: value` of the process's cgroup in every v1 hierarchy. */
export function cgroupValues(pid: number): string[] {
  return hierarchies(pid)
    .filter(({ dir }) => existsSync(dir))
    .flatMap(({ controllers, dir }) => {
      const files = readdirSync(dir).filter(
        (name) => settings.test(name) && statSync(`${dir}/${name}`).isFile(),
      );
      return files.sort().map((name) => `${controllers}/${name}: ${content(`${dir}/${name}`)}`);
    });
}

/** The namespaces of the process that are those of this one. */
export function sharedNamespaces(pid: number): string[] {
  const inode = (of: string, type: string) => statSync(`/proc/${of}/ns/${type}`).ino;
  return readdirSync('/proc/self/ns').filter((type) => inode(`${pid}`, type) === inode('self', type));
}

function directories(path: string): string[] {
  if (!existsSync(path)) return [];
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => `${path}/${name}`);
}

function removeEmpty(path: string): void {
  try {
    rmdirSync(path);
  } catch {
    // Not empty, or not there.
  }
}

const roots = () => ['/sys/fs/cgroup', ...directories('/sys/fs/cgroup')];

/** Removes the directories above a cgroup, up to the root, where they are empty: the engine's, not the runtime's. */
export function removeParents(cgroupsPath: string): void {
  for (const root of roots())
    for (let path = dirname(cgroupsPath); path.length > 1; path = dirname(path)) removeEmpty(root + path);
}

function removeTree(path: string): void {
  for (const below of directories(path)) removeTree(below);
  removeEmpty(path);
}

/** Removes cgroups below a root whose name has the text: what a peer left when it failed. */
export function removeCgroups(text: string): void {
  for (const root of roots())
    for (const path of directories(root)) if (path.slice(root.length).includes(text)) removeTree(path);
}
