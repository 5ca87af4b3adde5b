/** Device nodes. Consumes /linux/devices; config-linux.md#devices, #default-devices. */

import type { Config, Device } from '../config/types.ts';
import type { Facts } from '../facts/types.ts';
import { defaultDevices, deviceTypeMode } from '../tables/devices.ts';
import type { Pointer, Step } from '../wire/types.ts';
import { mountPlaces } from './mount-place.ts';
import { hasMountNamespace, isConfined } from './shape.ts';
import { step } from './step.ts';
import type { Leaf } from './types.ts';

/** A /dev bound from the host is the host's: nothing is made in it, as in runc. */
export const ownsDev = (config: Config): boolean =>
  !mountPlaces(config).some(
    ({ target, options }) => options.bind !== 'no' && target.replace(/\/+$/, '') === '/dev',
  );

interface Node {
  readonly device: Device;
  readonly from: Pointer;
  /** What is there already stays: defaults only. Where config.json asks for a device, another kind is an error. */
  readonly keep: boolean;
}

/** A default steps back when the config has a device at its path. /dev/ptmx is always a link (links.ts). */
function nodes(config: Config): readonly Node[] {
  const asked = config.linux.devices.map((device, index) => ({
    device,
    from: `/linux/devices/${index}`,
    keep: false,
  }));
  const paths = new Set(config.linux.devices.map(({ path }) => path));
  const defaults = defaultDevices
    .filter(({ path }) => !paths.has(path))
    .map((device) => ({ device, from: '', keep: true }));
  return [...defaults, ...asked].filter(({ device }) => device.path !== '/dev/ptmx');
}

function nodeStep({ device, from, keep }: Node, facts: Facts, config: Config): Step {
  const { path, type, uid, gid } = device;
  const mode = deviceTypeMode[type] | (device.fileMode ?? 0o666);
  const isFifo = type === 'p';
  const numbers = isFifo ? { major: 0, minor: 0 } : { major: device.major, minor: device.minor };
  const bind = step('device_bind', 'init', from, { root: 'root', path, source: path, mode, ...numbers });
  const isBound = !isFifo && isConfined(config, facts) && hasMountNamespace(config);
  if (isBound) return bind;
  const args = {
    root: 'root',
    path,
    mode,
    ...numbers,
    uid: uid ?? 0,
    gid: gid ?? 0,
    keep: keep ? 1 : 0,
  };
  // mknod is EPERM without CAP_MKNOD, and where the device cgroup of an outer container forbids it.
  const mayBind = !isFifo && hasMountNamespace(config);
  return step('device_node', 'init', from, args, mayBind ? { onErrno: ['EPERM'], step: bind } : undefined);
}

export const devices: Leaf = (config, facts) =>
  ownsDev(config) ? nodes(config).map((node) => nodeStep(node, facts, config)) : [];
