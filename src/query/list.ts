/** What all containers below a state root are. Takes no lock. */

import { TeuError } from '../errors/types.ts';
import { stat } from '../native/lib.ts';
import { listContainers } from '../state/all.ts';
import { type Description, describeContainer } from './state.ts';

export interface Listing {
  readonly found: readonly Description[];
  /** Containers whose state cannot be read, and why; they can still be deleted by force. */
  readonly broken: ReadonlyArray<{ readonly id: string; readonly why: string }>;
}

/** Describes every container; one deleted meanwhile is left out. */
export function describeAll(root: string): Listing {
  const found: Description[] = [];
  const broken: { id: string; why: string }[] = [];
  for (const dir of listContainers(root)) {
    try {
      found.push(describeContainer(dir));
    } catch (error) {
      if (!(error instanceof TeuError)) throw error;
      if (stat(dir.path, { follow: false }) !== null) broken.push({ id: dir.id, why: error.data.message });
    }
  }
  return { found, broken };
}
