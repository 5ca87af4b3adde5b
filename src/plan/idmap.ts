/** Id maps of a new user namespace. Consumes /linux/{uid,gid}Mappings; config-linux.md#user-namespace-mappings. */

import type { IdMapping } from '../config/types.ts';
import { TeuError } from '../errors/types.ts';
import type { Facts } from '../facts/types.ts';
import type { Step } from '../wire/types.ts';
import { isPrivileged, namespaceState } from './shape.ts';
import { step } from './step.ts';
import type { Leaf } from './types.ts';

interface MapKind {
  readonly file: 'uid_map' | 'gid_map';
  readonly from: string;
  readonly helperName: string;
  readonly ownId: number;
  readonly helper: string | null;
}

const uidKind = ({ user }: Facts): MapKind => ({
  file: 'uid_map',
  from: '/linux/uidMappings',
  helperName: 'newuidmap',
  ownId: user.euid,
  helper: user.newuidmap,
});
const gidKind = ({ user }: Facts): MapKind => ({
  file: 'gid_map',
  from: '/linux/gidMappings',
  helperName: 'newgidmap',
  ownId: user.egid,
  helper: user.newgidmap,
});

/** The one map that the kernel lets everybody write: a single line with the own id. user_namespaces(7) */
const isOwnIdOnly = (maps: readonly IdMapping[], ownId: number): boolean =>
  maps.length === 1 && maps[0]?.size === 1 && maps[0].hostID === ownId;

const needsHelper = (maps: readonly IdMapping[], kind: MapKind, facts: Facts): boolean =>
  !isPrivileged(facts) && !isOwnIdOnly(maps, kind.ownId);

/** The kernel lets nobody but root write a gid map while setgroups(2) could still drop a group. */
const mustDenySetgroups = (gids: readonly IdMapping[], facts: Facts): boolean =>
  !isPrivileged(facts) && !needsHelper(gids, gidKind(facts), facts);

/** As uid_map takes it. */
export const mapText = (maps: readonly IdMapping[]): string =>
  maps.map(({ containerID, hostID, size }) => `${containerID} ${hostID} ${size}\n`).join('');

function mapStep(maps: readonly IdMapping[], kind: MapKind, facts: Facts): Step {
  if (!needsHelper(maps, kind, facts))
    return step('id_map', 'host', kind.from, { file: kind.file, value: mapText(maps) });
  if (kind.helper === null)
    throw new TeuError({
      code: 'teu.host',
      message: `cannot map more than one id without ${kind.helperName}`,
      field: { file: '', line: 0, column: 0, pointer: kind.from, value: null },
      hint: `install ${kind.helperName} (package uidmap); it must belong to root and be writable by nobody else`,
    });
  const args = maps.flatMap(({ containerID, hostID, size }) => [containerID, hostID, size].map(String));
  return step('id_map_helper', 'host', kind.from, { helper: kind.helper, args });
}

export const idMaps: Leaf = (config, facts) => {
  if (namespaceState(config, 'user') !== 'new') return [];
  const { uidMappings, gidMappings } = config.linux;
  const deny = step('id_map', 'host', '/linux/gidMappings', { file: 'setgroups', value: 'deny' });
  return [
    ...(mustDenySetgroups(gidMappings, facts) ? [deny] : []),
    mapStep(uidMappings, uidKind(facts), facts),
    mapStep(gidMappings, gidKind(facts), facts),
  ];
};

export type SetgroupsRight = 'allowed' | 'denied' | 'unknown';

/** Whether setgroups(2) will work inside; a user namespace of others may have it denied for good. */
export function setgroupsRight(...[config, facts]: Parameters<Leaf>): SetgroupsRight {
  const state = namespaceState(config, 'user');
  if (state === 'new' && mustDenySetgroups(config.linux.gidMappings, facts)) return 'denied';
  if (state === 'joined' || facts.user.inUserns) return 'unknown';
  return 'allowed';
}
