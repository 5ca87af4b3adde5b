/**
 * What a bundle expects of this host, looked at without changing anything: for `validate`. Each check reads one topic of a
 * well-formed config and gives findings, as a rule does. Nothing below the rootfs is looked at.
 */

import { hookKinds } from '../config/hook-kinds.ts';
import { childPointer } from '../config/pointer.ts';
import type { Problem } from '../config/problem.ts';
import type { Config, Hook, HookKind, Mount, Namespace } from '../config/types.ts';
import { TeuError } from '../errors/types.ts';
import { probeNetDevice } from '../facts/net.ts';
import { decodeOctal } from '../facts/mountinfo.ts';
import * as lib from '../native/lib.ts';
import { namespaces } from '../tables/namespaces.ts';

export type CheckedHost = typeof lib;

interface Scene {
  readonly config: Config;
  /** Absolute. */
  readonly bundle: string;
  readonly host: CheckedHost;
}

type Check = (scene: Scene) => readonly Problem[];

const error = (
  code: Problem['code'],
  path: string,
  message: string,
  spec: string | null,
  hint?: string,
): Problem => ({
  severity: 'error',
  code,
  path,
  message,
  spec,
  ...(hint === undefined ? {} : { hint }),
});

const from = (bundle: string, path: string): string => (path.startsWith('/') ? path : `${bundle}/${path}`);

const ENOTDIR = 20;

/** 'missing', what is there, or null where this caller may not look: then nothing is said. */
function look(host: CheckedHost, path: string): lib.FileStat | 'missing' | null {
  try {
    return host.stat(path) ?? 'missing';
  } catch (cause) {
    if (!(cause instanceof lib.SysError)) throw cause;
    return cause.errno === ENOTDIR ? 'missing' : null;
  }
}

const rootfs: Check = ({ config, bundle, host }) => {
  const path = from(bundle, config.root.path);
  const found = look(host, path);
  return found === null || (found !== 'missing' && found.kind === 'dir')
    ? []
    : [error('teu.config.root', '/root/path', `there is no directory ${path}`, 'config.md#root')];
};

/** startContainer hooks are files of the container (config.md#startcontainer-hooks). */
const hostKinds = hookKinds.filter((kind) => kind !== 'startContainer');
const anyExecute = 0o111;

function hookProblem({ path }: Hook, host: CheckedHost): string | null {
  const found = look(host, path);
  if (found === null) return null;
  if (found === 'missing') return `there is no file ${path}`;
  if (found.kind !== 'file') return `${path} is no regular file`;
  return (found.mode & anyExecute) === 0
    ? `${path} may not be executed: its mode is 0${found.mode.toString(8)}`
    : null;
}

const hooks: Check = ({ config, host }) =>
  hostKinds.flatMap((kind: HookKind) =>
    config.hooks[kind].flatMap((hook, index) => {
      const message = hook.path.startsWith('/') ? hookProblem(hook, host) : null;
      const pointer = `/hooks/${kind}/${index}/path`;
      return message === null
        ? []
        : [error('teu.config.hook-file', pointer, message, 'config.md#posix-platform-hooks')];
    }),
  );

const isBind = ({ options }: Mount): boolean =>
  options.some((option) => option === 'bind' || option === 'rbind') && !options.includes('remount');

const mountSources: Check = ({ config, bundle, host }) =>
  config.mounts.flatMap((mount, index) => {
    if (!isBind(mount) || mount.source === null) return [];
    const path = from(bundle, mount.source);
    return look(host, path) !== 'missing'
      ? []
      : [
          error(
            'teu.config.mount-source-file',
            `/mounts/${index}/source`,
            `there is no file or directory ${path}`,
            'config.md#mounts',
          ),
        ];
  });

const NSFS_MAGIC = 0x6e736673;

/** `net:[4026531840]` of a link in /proc, or of the root of a bind mount; null where neither tells. */
function namespaceName(path: string, host: CheckedHost): string | null {
  const link = host.readlink(path);
  if (link !== null && /^\w+:\[/.test(link)) return link.slice(0, link.indexOf(':'));
  for (const line of (host.tryReadText('/proc/self/mountinfo') ?? '').split('\n')) {
    const [, , , root = '', mountpoint = ''] = line.split(' ', 5);
    if (/^\w+:\[/.test(root) && decodeOctal(mountpoint) === path) return root.slice(0, root.indexOf(':'));
  }
  return null;
}

function namespaceProblem({ type, path }: Namespace, host: CheckedHost): string | null {
  if (path === null || !path.startsWith('/')) return null;
  const found = look(host, path);
  if (found === null) return null;
  if (found === 'missing') return `there is no file ${path}`;
  if (host.statfsMagic(path) !== NSFS_MAGIC) return `${path} is no namespace`;
  const name = namespaceName(path, host);
  if (name !== null && name !== namespaces[type].short)
    return `${path} is a namespace of type ${name}, not ${namespaces[type].short}`;
  return type === 'mount' && isOfHost(found, host)
    ? `the host lives in the mount namespace ${path}, whose mounts and root the container would change`
    : null;
}

/** As create asks it: that of the caller, or of process 1 where it is not hidden. */
const isOfHost = ({ dev, ino }: lib.FileStat, host: CheckedHost): boolean =>
  ['self', '1'].some((process) => {
    const own = look(host, `/proc/${process}/ns/mnt`);
    return own !== null && own !== 'missing' && own.dev === dev && own.ino === ino;
  });

const joined: Check = ({ config, host }) =>
  config.linux.namespaces.flatMap((namespace, index) => {
    const message = namespaceProblem(namespace, host);
    const pointer = `/linux/namespaces/${index}/path`;
    return message === null
      ? []
      : [error('teu.config.namespace-file', pointer, message, 'config-linux.md#namespaces')];
  });

/** A TeuError that names a field, as a finding. */
export function problemOf(cause: unknown): Problem {
  if (!(cause instanceof TeuError)) throw cause;
  const { code, message, field, hint } = cause.data;
  const known = /^teu\.config\./.test(code) ? (code as Problem['code']) : 'teu.config.host';
  return error(known, field?.pointer ?? '', message, null, hint);
}

const netDevices: Check = ({ config, host }) =>
  [...config.linux.netDevices.keys()].flatMap((name) => {
    try {
      probeNetDevice(host, name, childPointer('/linux/netDevices', name));
      return [];
    } catch (cause) {
      return [problemOf(cause)];
    }
  });

const checks: readonly Check[] = [rootfs, hooks, mountSources, joined, netDevices];

/** Everything that is missing, not the first of it. `bundle` is absolute. */
export const hostProblems = (config: Config, bundle: string, host: CheckedHost = lib): readonly Problem[] =>
  checks.flatMap((check) => check({ config, bundle, host }));
