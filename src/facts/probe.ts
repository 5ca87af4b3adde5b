/** The only prober of the host: reads what a plan for this config depends on, and nothing else. Under 0.5 ms. */

import { childPointer } from '../config/pointer.ts';
import type { Config } from '../config/types.ts';
import { TeuError } from '../errors/types.ts';
import * as lib from '../native/lib.ts';
import { magic } from '../tables/magic.ts';
import { probeCgroup } from './cgroup.ts';
import { F_OK, type Host, lazy } from './host.ts';
import { probeFilesystems, probeKernel, probeLastCap, probeNamespaces } from './kernel.ts';
import { probeLsm } from './lsm.ts';
import type { Facts, SystemdFacts, UserFacts } from './types.ts';
import { probeUser } from './user.ts';

const seccompFacts = (host: Host): Facts['seccomp'] =>
  (require('./seccomp.ts') as typeof import('./seccomp.ts')).probeSeccomp(host);

/** Under systemd the place is that of the scope. */
function probePlace(
  { linux: { cgroupsPath } }: Config,
  { id, rootless }: Asked,
  host: Host,
  { euid, inUserns }: UserFacts,
  systemd: SystemdFacts | undefined,
): Facts['cgroup'] {
  const path = systemd === undefined ? cgroupsPath : scopes().scopePlace(cgroupsPath, id, systemd).path;
  return probeCgroup(host, path, id, euid === 0 && !inUserns && rootless !== true);
}

function probeManager(config: Config, asked: Asked, user: UserFacts): SystemdFacts | undefined {
  if (asked.systemd !== true) return undefined;
  const { probeSystemd } = require('./systemd.ts') as typeof import('./systemd.ts');
  return probeSystemd(config, asked.id, user, asked.rootless);
}

const scopes = () => require('../cgroup/unit-name.ts') as typeof import('../cgroup/unit-name.ts');

const ENOTDIR = 20;

/** config.md#root: relative to the bundle. TeuError `teu.config.root` when there is no such directory. */
function rootfsPath(host: Host, bundle: string, path: string): string {
  const asked = path.startsWith('/') ? path : `${bundle}/${path}`;
  try {
    const real = host.realpath(asked);
    if (host.stat(real)?.kind === 'dir') return real;
    throw new lib.SysError('open', ENOTDIR, asked);
  } catch (error) {
    if (!(error instanceof lib.SysError)) throw error;
    throw new TeuError({
      code: 'teu.config.root',
      message: `cannot open the root filesystem ${asked}`,
      field: { file: '', line: 0, column: 0, pointer: '/root/path', value: JSON.stringify(path) },
      call: { name: error.call, errno: error.errno },
    });
  }
}

function probeNetDevices(config: Config, host: Host): Facts['netDevices'] {
  const { probeNetDevice } = require('./net.ts') as typeof import('./net.ts');
  const names = [...config.linux.netDevices.keys()];
  return Object.fromEntries(
    names.map((name) => [name, probeNetDevice(host, name, childPointer('/linux/netDevices', name))]),
  );
}

function probeRdt({ linux }: Config, id: string, host: Host): Facts['resctrl'] {
  if (linux.intelRdt === null) return { mountpoint: null, isKnown: false, schemata: null };
  const { probeResctrl } = require('./resctrl.ts') as typeof import('./resctrl.ts');
  return probeResctrl(host, linux.intelRdt, id);
}

const sourcePath = (source: string, bundle: string): string =>
  source.startsWith('/') ? source : `${bundle}/${source}`;

/** One that is not there is for the step that clones it to tell. */
function probeFalseProc(config: Config, bundle: string, host: Host): readonly string[] {
  return config.mounts.flatMap(({ destination, source, options }) => {
    const isBind = options.includes('bind') || options.includes('rbind');
    if (source === null || !isBind || !/^\/+proc\/*$/.test(destination)) return [];
    const path = sourcePath(source, bundle);
    if (!host.access(path, F_OK)) return [];
    return host.statfsMagic(path) === magic.proc ? [] : [source];
  });
}

/** Only where a mount asks for it: its place in the plan depends on what the source is. */
function probeSourceLinks(config: Config, bundle: string, host: Host): Readonly<Record<string, string>> {
  const links: Record<string, string> = {};
  for (const { source, options } of config.mounts) {
    if (source === null || !options.includes('copy-symlink')) continue;
    const target = host.readlink(sourcePath(source, bundle));
    if (target !== null) links[source] = target;
  }
  return links;
}

/** What of a request the facts depend on. */
export interface Asked {
  /** Absolute. */
  readonly bundle: string;
  readonly id: string;
  /** --rootless; null: auto. */
  readonly rootless: boolean | null;
  /** Systemd is to make the cgroup. */
  readonly systemd?: boolean;
}

/**
 * Facts for a plan. What few plans need is read when it is asked for, once. TeuError
 * `teu.config.root` without a rootfs directory; SysError when /proc is not readable. Asking for `kernel` or `arch`:
 * TeuError `teu.host` on an unknown architecture.
 */
export function probeFacts(config: Config, asked: Asked, host: Host = lib): Facts {
  const facts = lazyFacts(config, asked, host);
  // What is wrong with the bundle or with /proc shows here, not in the middle of a plan.
  for (const name of ['cgroup', 'rootfs'] as const) facts[name];
  return facts;
}

/** The same, and nothing is read but what is asked for: `exec` needs little of it. */
export function lazyFacts(config: Config, asked: Asked, host: Host = lib): Facts {
  const { bundle, id } = asked;
  const user = lazy(() => probeUser(host));
  const systemd = lazy(() => probeManager(config, asked, user()));
  const lastCap = lazy(() => probeLastCap(host));
  const missingCalls = lazy(() => host.probeCalls());
  const rootfs = lazy(() => rootfsPath(host, bundle, config.root.path));
  const cgroup = lazy(() => probePlace(config, asked, host, user(), systemd()));
  const kernel = lazy(() => probeKernel(host));
  const lsm = lazy(() => probeLsm(host));
  const namespaces = lazy(() => probeNamespaces(host));
  const netDevices = lazy(() => probeNetDevices(config, host));
  const resctrl = lazy(() => probeRdt(config, id, host));
  const seccomp = lazy(() => seccompFacts(host));
  const filesystems = lazy(() => probeFilesystems(host));
  const falseProc = lazy(() => probeFalseProc(config, bundle, host));
  const sourceLinks = lazy(() => probeSourceLinks(config, bundle, host));
  return {
    get lastCap() {
      return lastCap();
    },
    get user() {
      return user();
    },
    get cgroup() {
      return cgroup();
    },
    get missingCalls() {
      return missingCalls();
    },
    get rootfs() {
      return rootfs();
    },
    get kernel() {
      return kernel().kernel;
    },
    get arch() {
      return kernel().arch;
    },
    get lsm() {
      return lsm();
    },
    get namespaces() {
      return namespaces();
    },
    get netDevices() {
      return netDevices();
    },
    get resctrl() {
      return resctrl();
    },
    get falseProc() {
      return falseProc();
    },
    get sourceLinks() {
      return sourceLinks();
    },
    get seccomp() {
      return seccomp();
    },
    get filesystems() {
      return filesystems();
    },
    get systemd() {
      return systemd();
    },
  };
}
