/** config-linux.md#network-devices. */

import { childPointer } from '../pointer.ts';
import type { Config } from '../types.ts';
import type { Rule, Violation } from './rule.ts';
import { hasNamespace, repeated } from './rule.ts';

const spec = 'config-linux.md#network-devices';
const pointer = '/linux/netDevices';
const reads = [pointer];

/** IFNAMSIZ, without its NUL. */
const longestName = 15;

export const netDeviceNamespace: Rule = {
  code: 'teu.config.net-device-namespace',
  severity: 'error',
  spec,
  reads: [pointer, '/linux/namespaces'],
  check: (config) =>
    config.linux.netDevices.size === 0 || hasNamespace(config, 'network')
      ? []
      : [{ path: pointer, message: 'network devices need a network namespace in linux.namespaces' }],
};

/** dev_valid_name() of the kernel. A %d, once, asks it to choose a number. */
function nameProblem(name: string, mayBeTemplate: boolean): string | null {
  if (name === '') return 'the name of a network device is empty';
  if (new TextEncoder().encode(name).length > longestName)
    return `the name of a network device has at most ${longestName} bytes`;
  if (name === '.' || name === '..' || /[/:\s]/.test(name))
    return 'the name of a network device is not . or .. and has no slash, colon or blank';
  if (/%/.test(mayBeTemplate ? name.replace('%d', '') : name))
    return mayBeTemplate
      ? 'in the name of a network device % stands only in one %d'
      : 'a template names no device';
  return null;
}

const violation = (path: string, message: string | null): Violation[] =>
  message === null ? [] : [{ path, message }];

export const netDeviceName: Rule = {
  code: 'teu.config.net-device-name',
  severity: 'error',
  spec,
  reads,
  check: ({ linux }) =>
    [...linux.netDevices].flatMap(([name, target]) => [
      ...violation(childPointer(pointer, name), nameProblem(name, false)),
      ...(target === null ? [] : violation(`${childPointer(pointer, name)}/name`, nameProblem(target, true))),
    ]),
};

/** Names that the devices will have inside; a template yields another one each time. */
function names({ linux }: Config): { readonly name: string; readonly path: string }[] {
  return [...linux.netDevices].flatMap(([name, target]) => {
    const inside = target ?? name;
    const path = childPointer(pointer, name);
    return inside.includes('%') ? [] : [{ name: inside, path: target === null ? path : `${path}/name` }];
  });
}

export const netDeviceDuplicate: Rule = {
  code: 'teu.config.net-device-duplicate',
  severity: 'error',
  spec,
  reads,
  check: (config) => {
    const all = names(config);
    return repeated(
      all,
      ({ name }) => name,
      ({ name, path }, _, first) => ({
        path,
        message: `another device is called ${name} inside, ${all[first]?.path ?? ''}`,
      }),
    );
  },
};
