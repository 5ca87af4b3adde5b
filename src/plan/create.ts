/**
 * A container's birth, as a table of contents. Every row is a leaf; the comments are the reasons for its place.
 * Steps run in the order of the list within one process. The host waits for another process only where a row says
 * so, and works while they work everywhere else: moving a wait down makes teu faster, moving it up never safer.
 */

import type { Config } from '../config/types.ts';
import type { Facts } from '../facts/types.ts';
import { abi } from '../wire/abi.ts';
import type { Plan, Step } from '../wire/types.ts';
import { capabilities, noNewPrivileges, verify } from './capabilities.ts';
import { cgroupOwner } from './cgroup-owner.ts';
import { cgroupHost, cgroupLate, cgroupSpawner, cpusetHost, cpusetSpawner } from './cgroup.ts';
import { callersDevpts, consoleSocket, terminal } from './console.ts';
import { devices } from './devices.ts';
import { execute, prepareExecute, resolveProgram } from './exec.ts';
import { createContainerHooks, hostHooks, poststartHooks, startContainerHooks } from './hooks.ts';
import { names } from './hostname.ts';
import { idMaps } from './idmap.ts';
import { earlyKeyring, sessionKeyring } from './keyring.ts';
import { limitsFromOutside, ownLimits } from './limits.ts';
import { deviceLinksSteps } from './links.ts';
import { labelCheck, processLabels } from './lsm.ts';
import { earlyMounter, mounterSteps } from './mounter-steps.ts';
import { earlySources } from './mounts-bind.ts';
import { idmapNamespaces } from './mounts-idmap.ts';
import { readonlyTmpfs } from './mounts-tmpfs.ts';
import { readonlyRemounts } from './mounts-remount.ts';
import { earlyViews } from './mounts-special.ts';
import { mounts } from './mounts.ts';
import {
  becomeOpaque,
  cgroupNamespace,
  cloneInit,
  earlyNetwork,
  ipcNamespace,
  joinNamespaces,
  openNamespaces,
  timeNamespace,
  userNamespaceRoot,
} from './namespaces.ts';
import { loopback, netDevices } from './net.ts';
import { awaitActor, birthAwaited } from './order.ts';
import { maskedPaths, maskNull, readonlyPaths } from './paths.ts';
import {
  credentials,
  cwd,
  cwdDirectory,
  dieWithDirector,
  outliveDirector,
  session,
  setupUmask,
  stdioOwner,
  stillDieWithDirector,
  umask,
} from './process.ts';
import { rdtGroups, rdtJoin } from './rdt.ts';
import {
  enterRoot,
  hideWithoutTrace,
  mountTree,
  openRoot,
  readonlyRoot,
  rootDirectory,
  rootPropagation,
} from './rootfs.ts';
import {
  deadline,
  everyCpu,
  memoryPolicy,
  ownScheduling,
  personality,
  schedulingFromOutside,
} from './scheduling.ts';
import { agentCheck, agentConnect, agentSend, filter, sendFilter } from './seccomp.ts';
import { callersProc, oomScore, startSocket } from './spawner.ts';
import {
  beforeHooks,
  pidFile,
  pidfdSend,
  runningAfterHooks,
  runningMeanwhile,
  saveCreated,
  saveCreating,
  saveForHooks,
  untilExecuted,
  waitForStart,
  withoutHooks,
} from './state.ts';
import { slotUses } from './step.ts';
import { privateProc, sysctls } from './sysctl.ts';
import type { Leaf, Request } from './types.ts';

const birth: readonly Leaf[] = [
  // Before anything is made: it would be needed last of all.
  agentCheck,
  // 1. Spawner: in the caller's namespaces, with the caller's rights, alone in its thread. Every path of the host is
  // opened now: after the first join, names mean something else, and nothing hostile has been met yet.
  callersProc,
  startSocket,
  consoleSocket,
  callersDevpts,
  openNamespaces,
  rootDirectory,
  // What init can inherit and no cgroup counts, for the spawner to make while the host makes the cgroups. The last two
  // look through those of all other containers in the kernel, so their time grows with the host.
  earlyNetwork,
  earlyViews,
  earlyKeyring,

  // 2. Host, at the same time. Limits stand before anything is inside, so that no process is ever without them.
  cgroupHost,
  // Before there is a process in it that could use the right.
  cgroupOwner,
  rdtGroups,

  // 3. Spawner, into the cgroups and the namespaces.
  // v1 moves the spawner itself, for init to inherit: a cgroup namespace is rooted where its maker is.
  cgroupSpawner,
  // Lowering the score takes a right that a user namespace does not give. Inherited by init.
  oomScore,
  // An id mapping of mounts is a user namespace for the kernel; making one takes the caller's rights.
  idmapNamespaces,
  cpusetHost,
  cpusetSpawner,
  // From the first contact with processes of others on: not traceable. Not earlier: an unprivileged caller may
  // write the id maps of a dumpable process only.
  becomeOpaque,
  earlyMounter,
  joinNamespaces,
  // One clone3 for all new namespaces, so that each belongs to the new user namespace.
  cloneInit,
  // The pid is wanted for everything that the host does from here on; what init begins with goes before (birthAwaited).
  awaitActor('spawner'),

  // 4. Host. Without its maps init has no ids: it can neither make files nor become root.
  idMaps,
  // Before init has children, which inherit the class.
  rdtJoin,
  // While init waits for its first step, which may be a sysctl of such a device. Given back when create fails.
  netDevices,
  // Host and caller can now see a container in the making. Init works meanwhile, from its first step on.
  // Mounts that only the caller's rights can make. After the maps and apart from clone_init, so that init is
  // there to receive: a full socket would stop the mounter, and the host behind it.
  mounterSteps,

  // 5. Init, with the host's tree still in sight. First of all: do not outlive a director that dies.
  dieWithDirector,
  session,
  // In the cgroup, whose cpuset cuts the mask to what it allows.
  everyCpu,
  setupUmask,
  // Offsets and the move must come before init has children (hooks) and while its /proc files are its own.
  timeNamespace,
  cgroupNamespace,
  loopback,
  // Nothing that is mounted from here on shows on the host.
  mountTree,
  // Everything below is by this descriptor (R1). Before the ids change: the caller's root may enter where the
  // container's may not. Attached at its own host path, because hooks look for it there (NVIDIA's do).
  openRoot,
  earlySources,
  maskNull,
  // Files and file systems made from here on belong to the container's root.
  userNamespaceRoot,
  stillDieWithDirector,
  // Its name belongs to the user namespace, its quota to the ids of its maker.
  sessionKeyring,
  // By root of the user namespace, to whom its mqueue is to belong.
  ipcNamespace,
  // Before the old root goes: the kernel lets a user namespace mount proc and sysfs only while others are in sight.
  // Sources are cloned in this mount namespace, where the host's flags on them are locked.
  mounts,
  // Into the container's own /dev, after it is mounted; sources of binds are the host's nodes.
  devices,
  privateProc,
  // The host compiles as soon as init has work; a profile that no filter can hold is told before a hook runs.
  beforeHooks(sendFilter),
  saveForHooks,

  // 6. Hooks, while the root is still at its host path. Those of the host need init to have mounted everything.
  hostHooks,
  createContainerHooks,

  // 7. Init changes its root. Whoever fools a step from here on reaches the container only (R2).
  hideWithoutTrace,
  enterRoot,
  deviceLinksSteps,
  terminal,
  // The last directory that is made, before the root may become read-only.
  cwdDirectory,
  // Namespaced kernel parameters, before /proc/sys may become read-only.
  sysctls,
  names,
  // Read-only before masked: a mask inside a read-only tree stays on top.
  readonlyPaths,
  maskedPaths,
  // pivot_root refuses a shared root, and of an unbindable one no path can be bound read-only: after both.
  rootPropagation,
  readonlyTmpfs,
  readonlyRemounts,
  readonlyRoot,

  // 8. Init becomes the process. Ownership while it still may; then ids; then the cwd, as the user but with all
  // capabilities, so that either one's right to enter suffices; then the capabilities go.
  stdioOwner,
  credentials,
  // Forgotten by the kernel with the change of ids.
  dieWithDirector,
  cwd,
  umask,
  // As late as they may still be raised.
  ownLimits,
  // While CAP_SYS_NICE is there; after the cgroup, whose cpuset decides which CPUs and nodes there are.
  ownScheduling,
  memoryPolicy,
  personality,
  // Before no_new_privs, under which a label may only lose rights. Kept by the kernel for execve.
  processLabels,
  noNewPrivileges,
  // Before startContainer hooks, which are files of the container: they get what the process gets.
  capabilities,
  // As the process will see it: with its ids, its capabilities, from its cwd.
  resolveProgram,
  withoutHooks(sendFilter),
  // The host records the container while init does all that: `delete` finds the pid.
  saveCreating,
  saveCreated,
  pidFile,
  pidfdSend,
  awaitActor('init'),
  // Limits last: a small one would starve the steps above.
  cgroupLate,
  limitsFromOutside,
  schedulingFromOutside,
  // After the last change, from outside.
  verify,
  // The commit. What is not ready by now never becomes startable (R17).
  waitForStart,
];

const start: readonly Leaf[] = [
  // 9. `start`, or `run` going on.
  // Before the hooks, so that a missing agent is told before they have done anything.
  agentConnect,
  startContainerHooks,
  deadline,
  outliveDirector,
  // Nothing of ours comes between the filter and execve(2): it need not allow any call but that one.
  prepareExecute,
  filter,
  execute,
  // Init is still before execve, and waits for it.
  agentSend,
  // While init executes the program.
  runningMeanwhile,
  untilExecuted,
  // Read back by the parent as soon as it holds.
  labelCheck,
  runningAfterHooks,
  // Only when execve has worked.
  poststartHooks,
];

/**
 * The plan of `create` or `run`. Pure. TeuError for what cannot be planned: `teu.host` when a tool is missing,
 * `teu.config.*` for what no host could do.
 */
export function planCreate(config: Config, facts: Facts, request: Request): Plan {
  const born: Step[] = [];
  for (const leaf of birth) born.push(...leaf(config, facts, request));
  const created = born.length;
  const steps = [...birthAwaited(born)];
  for (const leaf of start) steps.push(...leaf(config, facts, request));
  return { abi, slots: slotUses(steps), steps, start: created };
}
