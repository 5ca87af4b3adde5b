/** Devices of the host for the container. Consumes /linux/netDevices; config-linux.md#network-devices. */

import { childPointer } from '../config/pointer.ts';
import { step } from './step.ts';
import type { Leaf } from './types.ts';

const slot = 'netns';

function bytesOf(records: readonly string[]): Uint8Array {
  const text = records.join('');
  const bytes = new Uint8Array(text.length / 2);
  for (let i = 0; i < bytes.length; i++) bytes[i] = Number.parseInt(text.slice(2 * i, 2 * i + 2), 16);
  return bytes;
}

/**
 * The host moves them: it has the rights over its own namespace that init, in a user namespace, has not. What must be
 * added again over there (the kernel drops addresses with a move) is part of the plan, and so is what give-back needs.
 */
export const netDeviceSteps: Leaf = ({ linux }, facts) => [
  step('netns_open', 'host', '/linux/netDevices', { slot }),
  ...[...linux.netDevices].map(([name, target]) => {
    const known = facts.netDevices[name];
    return step('net_device', 'host', childPointer('/linux/netDevices', name), {
      name,
      target: target ?? name,
      addresses: bytesOf(known?.addresses ?? []),
      up: known?.up === true ? 1 : 0,
      netns: slot,
    });
  }),
];
