/** The session keyring, which config.json has no word for: session-keyring(7). */

import type { Config } from '../config/types.ts';
import type { Facts } from '../facts/types.ts';
import type { Step } from '../wire/types.ts';
import { keyLabel } from './lsm.ts';
import { hasUserNamespace, spawnerWillDo } from './shape.ts';
import { step } from './step.ts';
import type { Leaf, Request } from './types.ts';

/** Before the name of another container could be one's own. runc's name, so that its `exec` would find it. */
const keyringName = (id: string): string => `_ses.${id}`;

/** What the kernel gives a named session keyring: all to the possessor, view, read and link to the user. */
const atBirth = 0x3f130000;
/** Search for others (a user namespace changes who the user is) or for the user: `exec` joins from outside. */
const searchByOthers = 0x00000008;
const searchByUser = 0x00080000;

const permissions = (config: Config): number =>
  atBirth | (hasUserNamespace(config) ? searchByOthers : searchByUser);

const joinStep = (actor: 'spawner' | 'init', config: Config, request: Request): Step =>
  step('session_keyring', actor, '', {
    name: keyringName(request.id),
    // It has its permissions when exec finds it.
    permissions: request.verb === 'exec' ? 0 : permissions(config),
  });

/** The kernel looks for the name among all that there are. Labels are set by who will run the program. */
const isJoinedEarly = (config: Config, facts: Facts, { verb }: Request): boolean =>
  verb !== 'exec' && spawnerWillDo(config, facts) && keyLabel(config, facts) === null;

/** For init to inherit. */
export const earlyKeyring: Leaf = (config, facts, request) =>
  request.noNewKeyring || !isJoinedEarly(config, facts, request)
    ? []
    : [joinStep('spawner', config, request)];

/** Without one the process would share the caller's: keys of a login, of an encrypted home, of the engine. */
export const sessionKeyring: Leaf = (config, facts, request) => {
  if (request.noNewKeyring || isJoinedEarly(config, facts, request)) return [];
  const join = joinStep('init', config, request);
  const labels = keyLabel(config, facts);
  return labels === null ? [join] : [labels.set, join, labels.clear];
};
