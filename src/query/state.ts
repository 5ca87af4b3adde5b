/** The state of a container as `state` and `list` print it. Takes no lock. */

import type { Status } from '../hooks/state.ts';
import { stat } from '../native/lib.ts';
import type { ContainerDir } from '../state/dir.ts';
import { readState, type State } from '../state/file.ts';
import { statusOf } from '../state/status.ts';
import { specVersion } from '../version.ts';
import { userName } from './owner.ts';

/** runtime.md#state, and rootfs, created and owner as runc prints them. */
export interface Description {
  readonly ociVersion: string;
  readonly id: string;
  /** 0 when there is no process. */
  readonly pid: number;
  readonly status: Status;
  readonly bundle: string;
  readonly rootfs: string;
  readonly created: string;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly owner: string;
}

/** Pure: one state, one status, one text. A container without a state yet has nothing but its name. */
export function describe(id: string, state: State | null, status: Status, owner: string): Description {
  const hasProcess = state !== null && status !== 'stopped';
  return {
    ociVersion: state?.ociVersion ?? specVersion,
    id,
    pid: hasProcess ? state.pid : 0,
    status,
    bundle: state?.bundle ?? '',
    rootfs: state?.rootfs ?? '',
    created: state?.created ?? '',
    ...(state !== null && Object.keys(state.annotations).length > 0
      ? { annotations: state.annotations }
      : {}),
    owner,
  };
}

/** Name of the user who owns the container's directory. */
export function ownerOf(dir: ContainerDir): string {
  const found = stat(dir.path, { follow: false });
  return found === null ? '' : userName(found.uid);
}

/** Throws teu.state `container does not exist`, or what is wrong with its state.json. */
export function describeContainer(dir: ContainerDir): Description {
  const state = readState(dir);
  return describe(dir.id, state, statusOf(dir, state), ownerOf(dir));
}
