/** What stands in a state directory is believed as far as its owner and mode say: it names processes to signal and hooks to run. */

import { TeuError } from '../errors/types.ts';
import { geteuid, stat } from '../native/lib.ts';
import type { ContainerDir } from './dir.ts';

const writableByOthers = 0o022;

function reasonOf(dir: ContainerDir): string | null {
  const found = stat(dir.path, { follow: false });
  // Whoever looks for what is in it says that there is nothing.
  if (found === null || (found.kind !== 'dir' && found.kind !== 'link')) return null;
  if (found.kind === 'link') return 'it is a link';
  if (found.uid !== geteuid()) return `it belongs to user ${found.uid}`;
  return (found.mode & writableByOthers) === 0 ? null : 'others may write to it';
}

/** Throws teu.state for a directory that somebody else could have filled. */
export function mustBeOurs(dir: ContainerDir): void {
  const reason = reasonOf(dir);
  if (reason === null) return;
  throw new TeuError({
    code: 'teu.state',
    message: `cannot trust the state in ${dir.path}: ${reason}`,
    hint: 'run teu as the user whose container it is; teu state and teu list only read',
  });
}
