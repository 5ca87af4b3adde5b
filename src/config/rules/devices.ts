/** config-linux.md#devices and #allowed-device-list. Types and ranges are in the schema. */

import type { Device } from '../types.ts';
import type { Rule } from './rule.ts';
import { isAbsolute, repeated } from './rule.ts';

const spec = 'config-linux.md#devices';
const reads = ['/linux/devices'];

export const devicePath: Rule = {
  code: 'teu.config.device-path',
  severity: 'error',
  spec,
  reads,
  check: ({ linux }) =>
    linux.devices.flatMap(({ path }, index) => {
      const isSafe = isAbsolute(path) && !path.split('/').includes('..') && !path.endsWith('/');
      return isSafe
        ? []
        : [{ path: `/linux/devices/${index}/path`, message: 'expected a full path inside the container' }];
    }),
};

export const deviceNumber: Rule = {
  code: 'teu.config.device-number',
  severity: 'error',
  spec,
  reads,
  check: ({ linux }) =>
    linux.devices.flatMap(({ type, major, minor }, index) =>
      type === 'p' || (major >= 0 && minor >= 0)
        ? []
        : [
            {
              path: `/linux/devices/${index}`,
              message: 'a device needs major and minor, which are not negative',
            },
          ],
    ),
};

function identity({ path, type, major, minor }: Device): string {
  return [path, type === 'u' ? 'c' : type, major, minor].join(' ');
}

/** The second one would find a file that does not match, which MUST be an error. */
export const deviceConflict: Rule = {
  code: 'teu.config.device-conflict',
  severity: 'error',
  spec,
  reads,
  check: ({ linux }) =>
    repeated(
      linux.devices,
      ({ path }) => path,
      (_, index, first) => ({
        path: `/linux/devices/${index}`,
        message: `another device has this path, /linux/devices/${first}`,
      }),
    ).filter(({ path }) => {
      const device = linux.devices[Number(path.split('/').at(-1))];
      return linux.devices.some(
        (other) => device?.path === other.path && identity(device) !== identity(other),
      );
    }),
};

export const deviceDuplicate: Rule = {
  code: 'teu.config.device-duplicate',
  severity: 'warning',
  spec,
  reads,
  advice: true,
  check: ({ linux }) =>
    repeated(
      linux.devices.map((device, index) => ({ ...device, index })).filter(({ type }) => type !== 'p'),
      ({ type, major, minor }) => [type === 'u' ? 'c' : type, major, minor].join(' '),
      ({ index }, _, first) => ({
        path: `/linux/devices/${index}`,
        message: `the same device number should not be listed twice (first at /linux/devices/${first})`,
      }),
    ),
};
