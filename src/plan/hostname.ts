/** Names of the UTS namespace. Consumes /hostname, /domainname; config.md#hostname. */

import { step } from './step.ts';
import type { Leaf } from './types.ts';

export const names: Leaf = ({ hostname, domainname }) => [
  ...(hostname === null ? [] : [step('hostname', 'init', '/hostname', { name: hostname })]),
  ...(domainname === null ? [] : [step('domainname', 'init', '/domainname', { name: domainname })]),
];
