/** Questions about namespaces that many leaves ask. */

import type { Config, Namespace, NamespaceType } from '../config/types.ts';
import type { Facts } from '../facts/types.ts';

export type NamespaceState = 'new' | 'joined' | 'inherited';

export const namespaceOf = (config: Config, type: NamespaceType): Namespace | undefined =>
  config.linux.namespaces.find((namespace) => namespace.type === type);

export function namespaceState(config: Config, type: NamespaceType): NamespaceState {
  const namespace = namespaceOf(config, type);
  if (namespace === undefined) return 'inherited';
  return namespace.path === null ? 'new' : 'joined';
}

/** JSON pointer of a namespace entry. */
export const namespacePointer = (config: Config, type: NamespaceType): string =>
  `/linux/namespaces/${config.linux.namespaces.findIndex((namespace) => namespace.type === type)}`;

/** The container enters a user namespace: its ids differ from the caller's. */
export const hasUserNamespace = (config: Config): boolean => namespaceState(config, 'user') !== 'inherited';

/** Init will not hold capabilities in the initial user namespace: no mknod, no raising of limits. */
export const isConfined = (config: Config, facts: Facts): boolean =>
  hasUserNamespace(config) || facts.user.inUserns;

/**
 * What the spawner makes is as good as what init makes: both are root of the same user namespace, to which new namespaces
 * and file systems will belong.
 */
export const spawnerWillDo = (config: Config, facts: Facts): boolean =>
  isPrivileged(facts) && !isConfined(config, facts);

/** Without one nothing may be mounted: it would be mounted on the host. */
export const hasMountNamespace = (config: Config): boolean => namespaceState(config, 'mount') !== 'inherited';

/** The caller has full rights over its own user namespace. */
export const isPrivileged = (facts: Facts): boolean => facts.user.euid === 0;
