/**
 * The quick look of create: true only for a config of which neither unsupported.ts nor a rule has anything to say. Most
 * are plain, and 60 small functions that run once are slow in an engine without JIT (0.7 ms); so here are few, with
 * loops in the place of pipelines. Whatever is unusual is not plain, and the rules decide: this file may be too
 * strict, never too lax (test/unit/config/plain.test.ts).
 */

import { capabilities } from '../tables/capabilities.ts';
import { hookKinds } from './hook-kinds.ts';
import type { RawConfig } from './schema.ts';
import type { BlockIO, Config, Linux, Mount, Process, Resources } from './types.ts';

/** Releases, and the one that `runc spec` writes. */
const versions = ['1.0.0', '1.0.1', '1.0.2', '1.0.2-dev', '1.1.0', '1.1.0+dev', '1.2.0', '1.2.1', '1.3.0'];

const names = 'ociVersion root mounts process hostname domainname hooks annotations linux'.split(' ');
const processNames =
  'terminal consoleSize user args env cwd capabilities rlimits noNewPrivileges oomScoreAdj'.split(' ');
const linuxNames =
  'namespaces cgroupsPath resources rootfsPropagation maskedPaths readonlyPaths sysctl seccomp'.split(' ');
const resourceNames = ['devices', 'memory', 'cpu', 'pids', 'blockIO', 'hugepageLimits'];

/** linux/err.h */
const maxErrno = 4095;

const absentId = 0xffffffff;

/** In UTF-8 no character of a string is longer than three bytes, and the kernel takes 64. */
const surelyShort = 21;

export function isPlain(raw: RawConfig, config: Config): boolean {
  return (
    hasOnly(raw, names) &&
    hasOnly(raw.process, processNames) &&
    !raw.process?.user?.username &&
    hasOnly(raw.linux, linuxNames) &&
    hasOnly(raw.linux?.resources, resourceNames) &&
    versions.includes(config.ociVersion) &&
    config.root.path !== '' &&
    !config.annotations.has('') &&
    !config.annotations.has('run.oci.mount_context_type') &&
    areNamespacesPlain(config) &&
    areMountsPlain(raw, config.mounts) &&
    isProcessPlain(config.process) &&
    areHooksPlain(config.hooks) &&
    areSysctlsPlain(config.linux) &&
    areAbsolute(config.linux.maskedPaths) &&
    areAbsolute(config.linux.readonlyPaths) &&
    !config.linux.cgroupsPath?.includes('..') &&
    areResourcesPlain(config.linux.resources) &&
    isSeccompPlain(config.linux.seccomp)
  );
}

function hasOnly(value: object | undefined, known: readonly string[]): boolean {
  for (const name in value) if (!known.includes(name)) return false;
  return true;
}

function areAbsolute(paths: readonly string[]): boolean {
  for (const path of paths) if (path[0] !== '/') return false;
  return true;
}

/** Each at most once, mount and uts among them, no user namespace. */
function areNamespacesPlain({ hostname, domainname, linux }: Config): boolean {
  let seen = '';
  for (const { type, path } of linux.namespaces) {
    if (type === 'user' || seen.includes(type) || (path !== null && path[0] !== '/')) return false;
    seen += `${type} `;
  }
  const isShort = (hostname ?? '').length <= surelyShort && (domainname ?? '').length <= surelyShort;
  return isShort && seen.includes('uts') && seen.includes('mount');
}

/** Options that a rule has something to say about. */
const unusual = ['tmpcopyup', 'src-nofollow', 'copy-symlink'];

/** Perhaps on or below /proc; the procfs itself is the usual case. */
const isOnProc = (destination: string, type: string): boolean =>
  destination.includes('proc') && (destination !== '/proc' || type !== 'proc');

/** A path of nothing but slashes and dots. */
const isOnRoot = (destination: string): boolean => destination.endsWith('/') || destination.endsWith('.');

function areMountsPlain(raw: RawConfig, mounts: readonly Mount[]): boolean {
  for (const { uidMappings, gidMappings } of raw.mounts ?? [])
    if (uidMappings !== undefined || gidMappings !== undefined) return false;
  for (const { destination, type, source, options } of mounts) {
    if (destination === '' || type === null || isOnProc(destination, type) || isOnRoot(destination))
      return false;
    let isBind = false;
    for (const option of options) {
      if (option.includes('idmap') || unusual.includes(option)) return false;
      if (option === 'bind' || option === 'rbind') isBind = true;
    }
    if (isBind ? source === null : type === 'bind') return false;
  }
  return true;
}

function isProcessPlain(process: Process | null): boolean {
  if (process === null) return true;
  const { user, args, env, cwd, rlimits } = process;
  if (cwd[0] !== '/' || (args[0] ?? '') === '' || user.uid === absentId || user.gid === absentId)
    return false;
  if (user.additionalGids.includes(absentId)) return false;
  for (const entry of env) if (entry.indexOf('=') <= 0) return false;
  let seen = '';
  for (const { type, soft, hard } of rlimits) {
    if (soft > hard || seen.includes(type)) return false;
    seen += `${type} `;
  }
  return areCapabilitiesPlain(process);
}

/** All known, the effective ones permitted, the ambient ones permitted and inheritable. */
function areCapabilitiesPlain({ capabilities: sets }: Process): boolean {
  if (sets === null) return true;
  for (const name of sets.bounding) if (!capabilities.includes(name)) return false;
  for (const name of sets.permitted) if (!capabilities.includes(name)) return false;
  for (const name of sets.inheritable) if (!capabilities.includes(name)) return false;
  for (const name of sets.effective) if (!sets.permitted.includes(name)) return false;
  for (const name of sets.ambient)
    if (!sets.permitted.includes(name) || !sets.inheritable.includes(name)) return false;
  return true;
}

function areHooksPlain(hooks: Config['hooks']): boolean {
  for (const kind of hookKinds)
    for (const { path, env } of hooks[kind]) {
      if (path[0] !== '/') return false;
      for (const entry of env ?? []) if (entry.indexOf('=') <= 0) return false;
    }
  return true;
}

/** Those of a network namespace, with dots alone and a name between any two: what engines set. */
function areSysctlsPlain({ sysctl, namespaces }: Linux): boolean {
  for (const key of sysctl.keys()) {
    if (!key.startsWith('net.') || key.endsWith('.') || key.includes('..') || key.includes('/')) return false;
    if (!namespaces.some(({ type }) => type === 'network')) return false;
  }
  return true;
}

function isBlockIOPlain({ weight, leafWeight, weightDevice }: BlockIO): boolean {
  return (weight ?? 0) <= 1000 && (leafWeight ?? 0) === 0 && weightDevice.length === 0;
}

/** What engines send for nothing: an empty blockIO, and no huge pages. */
function areResourcesPlain({ memory, cpu, blockIO, hugepageLimits }: Resources): boolean {
  if (hugepageLimits.length > 0 || (blockIO !== null && !isBlockIOPlain(blockIO))) return false;
  // 0 is Docker's word for none.
  if (cpu.shares !== null && cpu.shares !== 0n && (cpu.shares < 2n || cpu.shares > 262_144n)) return false;
  if (cpu.burst !== null && cpu.quota !== null && cpu.burst > cpu.quota) return false;
  if (memory.limit !== null && memory.swap !== null && memory.swap < memory.limit) return false;
  if (cpu.period !== null && (cpu.period < 1000n || cpu.period > 1_000_000n)) return false;
  return cpu.quota === null || cpu.quota >= 1000n;
}

/** Without an agent, for PCs and their like, every errno one of an action that takes it. */
function isSeccompPlain(profile: Linux['seccomp']): boolean {
  if (profile === null) return true;
  if (profile.listenerPath || profile.listenerMetadata) return false;
  for (const name of profile.architectures ?? [])
    if (!/_(X86|X86_64|X32|ARM|AARCH64)$/.test(name)) return false;
  for (const flag of profile.flags ?? []) if (flag.includes('KILLABLE')) return false;
  if (!isAnswerPlain(profile.defaultAction, profile.defaultErrnoRet)) return false;
  for (const { action, errnoRet } of profile.syscalls ?? [])
    if (!isAnswerPlain(action, errnoRet)) return false;
  return true;
}

function isAnswerPlain(action: string, errno: number | null | undefined): boolean {
  if (errno === undefined || errno === null) return action !== 'SCMP_ACT_NOTIFY';
  return action === 'SCMP_ACT_ERRNO' && errno <= maxErrno;
}
