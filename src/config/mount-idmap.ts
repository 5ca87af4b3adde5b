/**
 * What one mount says about an id mapping: config.md#mounts (uidMappings, gidMappings, `idmap`, `ridmap`), and crun's
 * inline form `idmap=uids=0-100-10#10-200-5;gids=0-100-10`, in which `@` before a triple makes its second number an id
 * of the container's user namespace. Pure.
 */

import type { IdMapping, Linux, Mount } from './types.ts';

export interface MountIdmap {
  /** The mounts below get it too. */
  readonly recursive: boolean;
  /** Both empty: the mapping of the user namespace that the container joins. */
  readonly uidMappings: readonly IdMapping[];
  readonly gidMappings: readonly IdMapping[];
  /** What asked for it, below the pointer of the mount: `uidMappings`, `options/3`. */
  readonly from: string;
}

/** An inline form that cannot be read: what is wrong with it. */
export class IdmapSyntax extends Error {
  // Written out: the engine compiles a constructor that is not, at every start.
  // biome-ignore lint/complexity/noUselessConstructor: see above
  constructor(message: string) {
    super(message);
  }
}

export const isIdmapOption = (option: string): boolean =>
  option === 'idmap' || option === 'ridmap' || option.startsWith('idmap=') || option.startsWith('ridmap=');

/** The cheap question, before anything here is needed. */
export const asksForIdmap = ({ uidMappings, gidMappings, options }: Mount): boolean =>
  uidMappings.length + gidMappings.length > 0 || options.some(isIdmapOption);

/** The host's id for one of the container's. */
function hostId(id: number, field: 'uidMappings' | 'gidMappings', size: number, linux: Linux): number {
  const range = linux[field].find((one) => id >= one.containerID && id < one.containerID + one.size);
  if (range === undefined) throw new IdmapSyntax(`${id} is not mapped by linux.${field}`);
  const offset = id - range.containerID;
  if (offset + size > range.size)
    throw new IdmapSyntax(`the ids from ${id} on lie in more than one range of linux.${field}: split them`);
  return range.hostID + offset;
}

function triple(text: string, field: 'uidMappings' | 'gidMappings', linux: Linux): IdMapping {
  const found = /^(@?)(\d{1,10})-(\d{1,10})-(\d{1,10})$/.exec(text);
  if (found === null) throw new IdmapSyntax(`${JSON.stringify(text)} is not of the form ID-ID-COUNT`);
  const [first = 0, second = 0, size = 0] = found.slice(2).map(Number);
  if (Math.max(first, second, size) > 0xffffffff)
    throw new IdmapSyntax(`${text} has a number beyond 32 bits`);
  const hostID = found[1] === '@' ? hostId(second, field, size, linux) : second;
  return { containerID: first, hostID, size };
}

const inlineFields = { uids: 'uidMappings', gids: 'gidMappings' } as const;

/** Both lists of an inline form. Throws IdmapSyntax. */
function inline(text: string, linux: Linux): Pick<MountIdmap, 'uidMappings' | 'gidMappings'> {
  const lists: Partial<Record<'uidMappings' | 'gidMappings', readonly IdMapping[]>> = {};
  for (const part of text.split(';')) {
    const [name = '', triples = ''] = part.split('=', 2);
    const field = inlineFields[name as keyof typeof inlineFields];
    if (!Object.hasOwn(inlineFields, name))
      throw new IdmapSyntax(`${JSON.stringify(part)} is neither uids= nor gids=`);
    if (lists[field] !== undefined) throw new IdmapSyntax(`${name} is given twice`);
    lists[field] = triples.split('#').map((one) => triple(one, field, linux));
  }
  const { uidMappings, gidMappings } = lists;
  if (uidMappings === undefined || gidMappings === undefined)
    throw new IdmapSyntax('uids and gids must be given together');
  return { uidMappings, gidMappings };
}

/** The mapping of a mount that asks for one (asksForIdmap), of the last such option. Throws IdmapSyntax. */
export function idmapOf(mount: Mount, linux: Linux): MountIdmap {
  const index = mount.options.findLastIndex(isIdmapOption);
  const option = mount.options[index] ?? '';
  const recursive = option.startsWith('ridmap');
  const { uidMappings, gidMappings } = mount;
  if (uidMappings.length + gidMappings.length > 0)
    return { recursive, uidMappings, gidMappings, from: 'uidMappings' };
  const from = `options/${index}`;
  const text = option.slice(option.indexOf('=') + 1);
  if (option.includes('=') && text !== '') return { recursive, ...inline(text, linux), from };
  return { recursive, uidMappings: linux.uidMappings, gidMappings: linux.gidMappings, from };
}
