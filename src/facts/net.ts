/** Network devices that config.json names (config-linux.md#network-devices), as the host has them. */

import { TeuError } from '../errors/types.ts';
import { netDevice, SysError } from '../native/lib.ts';
import type { Host } from './host.ts';
import type { NetDeviceFacts } from './types.ts';

const ENODEV = 19;
const IFF_UP = 1;
const flagBytes = 4;
/** struct net_address of native/exec/netlink.h. */
export const addressBytes = 68;

const hex = (bytes: Uint8Array): string =>
  [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');

/** Names of our own network namespace, which /sys/class/net may not be a view of. proc_pid_net(5) */
export function interfaceNames(host: Pick<Host, 'tryReadText'>): readonly string[] {
  const lines = (host.tryReadText('/proc/self/net/dev') ?? '').split('\n').slice(2);
  return lines.flatMap((line) => (line.includes(':') ? [line.slice(0, line.indexOf(':')).trim()] : []));
}

function unknownDevice(host: Host, name: string, pointer: string): TeuError {
  const present = interfaceNames(host);
  return new TeuError({
    code: 'teu.config.net-device',
    message: `there is no network device ${name} in the network namespace of the caller`,
    field: { file: '', line: 0, column: 0, pointer, value: null },
    ...(present.length === 0 ? {} : { hint: `there are: ${present.join(', ')}` }),
  });
}

/** `device` is lib.netDevice, or a table of a test. TeuError `teu.config.net-device` names a device that is not there. */
export function probeNetDevice(
  host: Host,
  name: string,
  pointer: string,
  device: (name: string) => Uint8Array = netDevice,
): NetDeviceFacts {
  try {
    const bytes = device(name);
    const flags = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
    const addresses: string[] = [];
    for (let at = flagBytes; at + addressBytes <= bytes.length; at += addressBytes)
      addresses.push(hex(bytes.subarray(at, at + addressBytes)));
    return { up: (flags & IFF_UP) !== 0, addresses };
  } catch (error) {
    if (error instanceof SysError && error.errno === ENODEV) throw unknownDevice(host, name, pointer);
    throw error;
  }
}
