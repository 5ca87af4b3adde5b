/** Which directory holds the state of all containers when --root does not say so. */

import { TeuError } from '../errors/types.ts';
import { geteuid, mkdir, stat, tryReadText } from '../native/lib.ts';

export interface RootInputs {
  readonly euid: number;
  /** XDG_RUNTIME_DIR; an empty one counts as unset (conmon sets it so for root). */
  readonly runtimeDir: string | undefined;
  /** USER: root inside a user namespace is still the user who made it, unless he says otherwise (as runc). */
  readonly user: string | undefined;
  /** True when uid 0 here is not uid 0 of the host; asked only when it matters. */
  readonly inUserns: () => boolean;
  /** True when the directory is the caller's own and closed to others; asked only when it matters. */
  readonly isPrivate: (path: string) => boolean;
}

export interface DefaultRoot {
  readonly path: string;
  /** Must be checked with isPrivate before use: it stands in a directory everybody may write to. */
  readonly inPublicPlace: boolean;
}

/** Pure choice: /run/teu for root, else the user's runtime directory, else a private one in /tmp. */
export function chooseRoot(inputs: RootInputs): DefaultRoot {
  const { euid, runtimeDir, user } = inputs;
  const hasRuntimeDir = runtimeDir?.startsWith('/');
  if (euid === 0 && !(hasRuntimeDir && user !== 'root' && inputs.inUserns()))
    return { path: '/run/teu', inPublicPlace: false };
  if (hasRuntimeDir) return { path: `${runtimeDir}/teu`, inPublicPlace: false };
  const session = `/run/user/${euid}`;
  if (inputs.isPrivate(session)) return { path: `${session}/teu`, inPublicPlace: false };
  return { path: `/tmp/teu-${euid}`, inPublicPlace: true };
}

const identityMap = /^\s*0\s+0\s+4294967295\s*$/;

function isPrivate(path: string, euid: number): boolean {
  const found = stat(path, { follow: false });
  return found !== null && found.kind === 'dir' && found.uid === euid && (found.mode & 0o077) === 0;
}

/**
 * The default state root of this caller. Reads XDG_RUNTIME_DIR and USER. A directory in /tmp is made at once
 * and refused (teu.host) when somebody else owns it.
 */
export function defaultRoot(environment: Readonly<Record<string, string | undefined>>): string {
  const euid = geteuid();
  const { path, inPublicPlace } = chooseRoot({
    euid,
    runtimeDir: environment.XDG_RUNTIME_DIR,
    user: environment.USER,
    inUserns: () => !identityMap.test(tryReadText('/proc/self/uid_map') ?? '0 0 4294967295'),
    isPrivate: (dir) => isPrivate(dir, euid),
  });
  if (!inPublicPlace) return path;
  mkdir(path, 0o700);
  if (isPrivate(path, euid)) return path;
  throw new TeuError({
    code: 'teu.host',
    message: `cannot use ${path}: it must be a directory of this user alone`,
    hint: 'set XDG_RUNTIME_DIR or pass --root',
  });
}
