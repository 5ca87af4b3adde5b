/**
 * After a step has failed, before anything is undone: looks on the spot at what its hint depends on, and at nothing
 * else. Reads paths of the host only; what lies below the rootfs is the container's (R1), and only lookIn looks there.
 */

import { parentPath } from '../cgroup/paths.ts';
import type { Checked, ProgramFault } from '../errors/checked.ts';
import { namespaceSysctls, usernsSysctls } from '../errors/hint-texts.ts';
import { parseRelease } from '../facts/kernel.ts';
import * as lib from '../native/lib.ts';
import { capabilityBit } from '../tables/capabilities.ts';
import { namespaces } from '../tables/namespaces.ts';
import type { OpName, Step, StepOf } from '../wire/types.ts';
import { refusedWrite } from './cgroup.ts';
import { holderOf } from './mount-holder.ts';
import { walk, type WalkHost } from './path-walk.ts';
import { entryRight, isInUserns, type RightsHost } from './step-rights.ts';

export type DiagnoseHost = WalkHost & RightsHost & Pick<typeof lib, 'uname' | 'realpath'>;

interface Scene {
  readonly steps: readonly Step[];
  readonly host: DiagnoseHost;
  /** The process that failed, or 0. */
  readonly pid: number;
  readonly rootfs: Rootfs | null;
}

/** The root file system where the host sees it, and the places that mounts of the container cover. */
export interface Rootfs {
  readonly path: string;
  readonly covered: readonly string[];
}

type Look<O extends OpName> = (step: StepOf<O>, scene: Scene) => Checked;

const kernel = ({ host }: Scene): Checked => ({ kernel: parseRelease(host.uname().release) });
const userns = ({ steps, host }: Scene): Checked => ({ userns: isInUserns(steps, host) });

function filesystems({ host }: Scene): Checked {
  const text = host.tryReadText('/proc/filesystems');
  if (text === null) return {};
  return { filesystems: text.split('\n').map((line) => line.slice(line.lastIndexOf('\t') + 1)) };
}

/** First ids and counts of the process's map, as it sees them itself; user_namespaces(7). */
function isMapped(id: number, map: string): boolean {
  return map
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .some(([first = 0, , count = 0]) => id >= first && id - first < count);
}

/** Options like gid=5, of group tty, which few containers of users have. */
function unmappedIds({ data }: StepOf<'mount_new'>, { host, pid }: Scene): Checked {
  if (pid <= 0) return {};
  const unmapped = data.filter((option) => {
    const [, kind, id] = /^(uid|gid)=([0-9]+)$/.exec(option) ?? [];
    const map = id === undefined ? null : host.tryReadText(`/proc/${pid}/${kind}_map`);
    return map !== null && !isMapped(Number(id), map);
  });
  return unmapped.length === 0 ? {} : { unmapped };
}

/** A relative path is the caller's, in a directory that is not known here. */
function pathOf(path: string, step: Step, scene: Scene): Checked {
  const { steps, host } = scene;
  const mayEnter = entryRight(step, steps, host);
  if (mayEnter === null || !path.startsWith('/')) return {};
  const rootfs = steps.find((one) => one.op === 'rootfs_open')?.path;
  const isForeign = (at: string): boolean => rootfs !== undefined && at.startsWith(`${rootfs}/`);
  const who = step.actor === 'init' ? userns(scene) : {};
  return { uid: host.ids().euid, ...who, ...walk(path, { mayEnter, isForeign }, host) };
}

const sysctl = (host: DiagnoseHost, name: string): readonly [string, string][] => {
  const text = host.tryReadText(`/proc/sys/${name}`);
  return text === null ? [] : [[name, text]];
};

/** As in a container of an engine, where root has few rights and a filter keeps it from getting more. */
function lacksAdmin(host: DiagnoseHost): Checked {
  const mask = /^CapEff:\t([0-9a-f]+)$/m.exec(host.tryReadText('/proc/self/status') ?? '')?.[1];
  return mask === undefined
    ? {}
    : { lacksAdmin: (BigInt(`0x${mask}`) & capabilityBit('CAP_SYS_ADMIN')) === 0n };
}

/** The switches of distributions speak of those who are not root alone. */
function namespaceRights({ flags }: StepOf<'clone_init' | 'ns_unshare'>, { host }: Scene): Checked {
  const uid = host.ids().euid;
  const switches = uid !== 0 && (flags & namespaces.user.flag) !== 0n ? usernsSysctls : [];
  const names = [...namespaceSysctls, ...switches];
  const sysctls = Object.fromEntries(names.flatMap((name) => sysctl(host, name)));
  return { uid, sysctls, ...lacksAdmin(host) };
}

/** The cpu cgroup of v1 shares out real time, and a cpuset keeps a deadline away. */
function schedulerRights({ steps, host }: Scene): Checked {
  const cpuset = steps.some((one) => one.op === 'cgroup_write' && one.file.endsWith('/cpuset.cpus'));
  const dirs = steps.flatMap((one) => (one.op === 'cgroup_join' ? [parentPath(one.file)] : []));
  const dry = dirs.find((dir) => host.tryReadText(`${dir}/cpu.rt_runtime_us`)?.trim() === '0');
  return dry === undefined ? { cpuset } : { cpuset, withoutRealtime: dry };
}

/** The files that the helpers read where no other source is configured; lines `user:first:count`, subuid(5). */
function subordinate({ helper }: StepOf<'id_map_helper'>, { host }: Scene): Checked {
  const file = helper.endsWith('newgidmap') ? '/etc/subgid' : '/etc/subuid';
  const uid = String(host.ids().uid);
  const passwd = (host.tryReadText('/etc/passwd') ?? '').split('\n').map((line) => line.split(':'));
  const user = passwd.find((fields) => fields[2] === uid)?.[0] ?? uid;
  const rows = (host.tryReadText(file) ?? '').split('\n').map((line) => line.trim().split(':'));
  const own = rows.filter(([name]) => name === user || name === uid);
  return { subordinate: { file, user, ranges: own.map(([, first, count]) => `${first}:${count}`) } };
}

const anyExecute = 0o111;

function programFault(path: string, host: DiagnoseHost): ProgramFault | null {
  const found = host.stat(path);
  if (found === null) return null;
  if (found.kind === 'dir') return { kind: 'directory', path };
  if ((found.mode & anyExecute) === 0) return { kind: 'mode', path, mode: found.mode };
  const text = found.kind === 'file' ? host.tryReadText(path) : null;
  if (text === null || text.startsWith('\u007fELF')) return null;
  if (!text.startsWith('#!')) return { kind: 'format', path };
  return text.slice(0, text.indexOf('\n')).endsWith('\r') ? { kind: 'crlf', path } : null;
}

/** startContainer hooks are files of the container; the others are the host's. */
function hookFile(step: StepOf<'hook_run'>, scene: Scene): Checked {
  if (step.from.startsWith('/hooks/startContainer')) return programInside([step.path], step.actor, scene);
  const checked = pathOf(step.path, step, scene);
  if (checked.missing !== undefined || checked.blocked !== undefined) return checked;
  const program = programFault(step.path, scene.host);
  return program === null ? checked : { ...checked, program };
}

/** Whether init was in a user namespace counts only where the path is not to blame. */
function cloneSource(step: StepOf<'mount_clone'>, scene: Scene): Checked {
  const checked = pathOf(step.source, step, scene);
  const isPath = checked.missing !== undefined || checked.blocked !== undefined;
  return isPath || step.actor !== 'init' || !isInUserns(scene.steps, scene.host)
    ? checked
    : { ...checked, userns: true };
}

/** What the mount whose ids could not be mapped is made of: a new file system, or what holds the source of a bind. */
function mappedFilesystem(step: StepOf<'mount_idmap'>, scene: Scene): Checked {
  const { steps, host } = scene;
  const made = steps.find((one) => one.op === 'mount_new' && one.slot === step.mount);
  const who = { ...kernel(scene), ...userns(scene) };
  if (made?.op === 'mount_new')
    return { ...who, filesystem: { type: made.fstype, where: null, isIdmapped: false } };
  const cloned = steps.find((one) => one.op === 'mount_clone' && one.slot === step.mount);
  if (cloned?.op !== 'mount_clone') return who;
  const holder = holderOf(host.realpath(cloned.source), host.tryReadText('/proc/self/mountinfo') ?? '');
  return holder === null ? who : { ...who, filesystem: holder };
}

/** What `/` is made of. */
const rootHolder = ({ host }: Scene): Checked => {
  const holder = holderOf('/', host.tryReadText('/proc/self/mountinfo') ?? '');
  return holder === null ? {} : { filesystem: holder };
};

/** Of init alone, which has the container's root. */
function programInside(
  candidates: readonly string[],
  actor: Step['actor'],
  { steps, host, pid, rootfs }: Scene,
): Checked {
  if (actor !== 'init') return {};
  const { lookIn } = require('../native/inside.ts') as typeof import('../native/inside.ts');
  const program = require('./program-inside.ts') as typeof import('./program-inside.ts');
  const looking = { ...host, lookIn };
  return pid === 0 && rootfs !== null
    ? program.programBelow(candidates, steps, rootfs, looking)
    : program.programInside(candidates, steps, pid, looking);
}

/** Behind a filter the filter comes first. */
function execveAnswer(step: StepOf<'execve'>, scene: Scene): Checked {
  const { answerToExecve } = require('./filter.ts') as typeof import('./filter.ts');
  const answer = answerToExecve(scene.steps, scene.host.uname().machine);
  return answer === null ? programInside(step.candidates, step.actor, scene) : { execveAnswer: answer };
}

const looks: { readonly [O in OpName]?: Look<O> } = {
  mount_attrs: (_, scene) => ({ ...kernel(scene), ...userns(scene) }),
  mount_remount: (_, scene) => userns(scene),
  mount_new: (step, scene) => ({ ...filesystems(scene), ...userns(scene), ...unmappedIds(step, scene) }),
  fs_new: (_, scene) => filesystems(scene),
  mount_clone: cloneSource,
  mount_idmap: mappedFilesystem,
  pivot_root: (_, scene) => rootHolder(scene),
  rootfs_open: (step, scene) => pathOf(step.path, step, scene),
  mount_attach: (_, scene) => userns(scene),
  device_node: (_, scene) => userns(scene),
  ns_open: (step, scene) => pathOf(step.path, step, scene),
  socket_connect: (step, scene) => pathOf(step.path, step, scene),
  dir_open: (step, scene) => pathOf(step.path, step, scene),
  clone_init: namespaceRights,
  ns_unshare: namespaceRights,
  id_map_helper: subordinate,
  cgroup_mkdir: (step, scene) => pathOf(step.path, step, scene),
  cgroup_write: (step, { host }) => refusedWrite(step, host),
  hook_run: hookFile,
  agent_check: (step, scene) => pathOf(step.path, step, scene),
  agent_connect: (step, scene) => pathOf(step.path, step, scene),
  exec_resolve: (step, scene) => programInside(step.candidates, step.actor, scene),
  execve: execveAnswer,
  credentials: (_, scene) => userns(scene),
  scheduler: (_, scene) => schedulerRights(scene),
};

/** A line like `docker-default (enforce)`; null where there is no AppArmor or no profile. */
function profileOf(process: string, host: DiagnoseHost): string | null {
  const text = host.tryReadText(`/proc/${process}/attr/apparmor/current`)?.trim() ?? '';
  return text === '' || text === 'unconfined' ? null : text;
}

/** Any step may be refused by a profile. */
function confinement({ actor }: Step, pid: number, host: DiagnoseHost): Checked {
  const own = profileOf('self', host);
  const profile = actor === 'init' && pid > 0 ? profileOf(`${pid}`, host) : own;
  return profile === null ? {} : { confinement: { profile, own } };
}

/** What the hint of a failed step depends on; `steps` are those of its plan. Never throws for what cannot be looked at. */
export function diagnose(
  step: Step,
  steps: readonly Step[],
  host: DiagnoseHost = lib,
  pid = 0,
  rootfs: Rootfs | null = null,
): Checked {
  const look = looks[step.op] as Look<OpName> | undefined;
  const confined = confinement(step, pid, host);
  if (look === undefined) return confined;
  try {
    return { ...confined, ...look(step as never, { steps, host, pid, rootfs }) };
  } catch (error) {
    if (error instanceof lib.SysError) return confined;
    throw error;
  }
}
