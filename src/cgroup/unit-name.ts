/** cgroupsPath under the systemd manager: `slice:prefix:name` -> a scope, and where its cgroup is. Pure. systemd.unit(5) */

import { TeuError } from '../errors/types.ts';

export interface ScopePlace {
  /** e.g. machine.slice */
  readonly slice: string;
  /** e.g. libpod-web1.scope */
  readonly unit: string;
  /** Of its cgroup below the mount: /machine.slice/libpod-web1.scope */
  readonly path: string;
}

/** Whose systemd. `controlGroup`: the cgroup it manages, `` for that of the whole machine. */
export interface ManagerPlace {
  readonly kind: 'system' | 'user';
  readonly controlGroup: string;
}

/** Each runtime's default name begins with its own. */
const defaultPrefix = 'teu';
const longestName = 255;

function bad(message: string, asked: string | null, hint: string): TeuError {
  const value = asked === null ? null : JSON.stringify(asked);
  return new TeuError({
    code: 'teu.config.cgroups_path',
    message,
    field: { file: '', line: 0, column: 0, pointer: '/linux/cgroupsPath', value },
    hint,
  });
}

/** What an ID may have and the name of a unit may not, as systemd-escape(1) writes it. */
const escaped = (id: string): string =>
  id.replace(/[^A-Za-z0-9:_.-]/g, (char) => `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`);

/**
 * The path of a slice: every dash leads one level down, `a-b.slice` lies in `a.slice` (systemd.slice(5)). TeuError for
 * what is no name of a slice.
 */
export function slicePath(slice: string, asked: string | null): string {
  const name = slice.slice(0, -'.slice'.length);
  if (slice === '-.slice') return '';
  const parts = name.split('-');
  if (!slice.endsWith('.slice') || !/^[A-Za-z0-9:_.\\@-]+$/.test(name) || parts.includes(''))
    throw bad(
      `cannot use ${JSON.stringify(slice)} as a slice`,
      asked,
      'the name of a slice ends with .slice, and each dash in it leads to a slice within another',
    );
  return parts.map((_, index) => `/${parts.slice(0, index + 1).join('-')}.slice`).join('');
}

function checkUnit(unit: string, asked: string | null): void {
  if (/^[A-Za-z0-9:_.\\@-]+$/.test(unit) && unit.length <= longestName) return;
  const why =
    unit.length > longestName
      ? `a name has at most ${longestName} bytes`
      : 'a name is made of letters, digits and : _ . \\ @ -';
  throw bad(`cannot use ${JSON.stringify(unit)} as the name of a unit`, asked, why);
}

interface Asked {
  readonly slice: string;
  readonly prefix: string;
  readonly name: string;
}

function parsed(asked: string): Asked {
  const [slice, prefix, name, ...more] = asked.split(':');
  if (slice !== undefined && prefix !== undefined && name !== undefined && more.length === 0 && name !== '')
    return { slice, prefix, name };
  throw bad(
    `cannot read the cgroupsPath ${JSON.stringify(asked)}: with a cgroup manager systemd it is slice:prefix:name`,
    asked,
    'e.g. system.slice:teu:web1; a path of directories is for --cgroup-manager cgroupfs',
  );
}

/**
 * Where the container goes. Absent, it is `teu-ID.scope`; without a slice, system.slice, or user.slice of a user: both as
 * runc and crun have it. TeuError `teu.config.cgroups_path`.
 */
export function scopePlace(cgroupsPath: string | null, id: string, manager: ManagerPlace): ScopePlace {
  const asked = cgroupsPath === '' ? null : cgroupsPath;
  const { slice, prefix, name } =
    asked === null ? { slice: '', prefix: defaultPrefix, name: escaped(id) } : parsed(asked);
  if (name.endsWith('.slice'))
    throw bad(
      `cannot make the slice ${name} for a container: a slice has no processes`,
      asked,
      'name a container, and the slice it lies in',
    );
  const parent = slice === '' ? (manager.kind === 'user' ? 'user.slice' : 'system.slice') : slice;
  const unit = `${prefix}-${name}.scope`;
  checkUnit(unit, asked);
  return { slice: parent, unit, path: `${manager.controlGroup}${slicePath(parent, asked)}/${unit}` };
}
