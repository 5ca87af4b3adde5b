/** The rule of container names, the same as runc's and crun's. */

import { TeuError } from '../errors/types.ts';

/** Longer ones are refused before they reach a path; a directory name ends at 255 (claim.ts says so). */
const maxIdBytes = 1024;

const allowed = /^[A-Za-z0-9_+-][A-Za-z0-9_+.-]*$/;

const bad = (message: string): TeuError => new TeuError({ code: 'teu.usage', message });

/** True for a name that checkId accepts. */
export const isId = (id: string): boolean => id.length <= maxIdBytes && allowed.test(id);

/** Throws teu.usage for a name that cannot be a container's: no slash, no `..`, nothing a path could be made of. */
export function checkId(id: string): void {
  if (id === '') throw bad('container ID cannot be empty');
  if (new TextEncoder().encode(id).length > maxIdBytes)
    throw bad(`container ID is longer than ${maxIdBytes} bytes`);
  if (!allowed.test(id))
    throw new TeuError({
      code: 'teu.usage',
      message: `invalid container ID format: ${JSON.stringify(id)}`,
      hint: 'an ID is made of letters, digits and _ + . - and does not begin with a dot',
    });
}
