/** A mount on its way from the mounter to init: sent and received in the order of config.mounts. */

import type { Step } from '../wire/types.ts';
import type { MountPlace } from './mount-place.ts';
import { step } from './step.ts';

export const sent = (place: MountPlace): Step =>
  step('mount_send', 'mounter', place.from, { mount: place.slot });

export const awaited = (place: MountPlace): Step =>
  step('await_mounter', 'init', place.source === null ? place.from : `${place.from}/source`, {
    slot: place.slot,
  });
