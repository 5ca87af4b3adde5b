/** Semantic rules for blockIO, hugepageLimits, network, rdma and unified. config-linux.md#block-io and what follows. */

import { childPointer } from '../pointer.ts';
import { type Rule, repeated, type Violation } from './rule.ts';

const root = '/linux/resources';

/** CFQ takes 10 to 1000, BFQ 1 to 1000, and 0 is what engines send for "not set". */
const largestWeight = 1000;

function weightViolation(path: string, weight: number | null): Violation[] {
  if (weight === null || weight <= largestWeight) return [];
  return [{ path, message: `expected a weight of at most ${largestWeight}` }];
}

export const blockWeight: Rule = {
  code: 'teu.config.block-weight',
  severity: 'error',
  spec: null,
  reads: [`${root}/blockIO`],
  check: ({ linux: { resources } }) => {
    const { blockIO } = resources;
    if (blockIO === null) return [];
    return [
      ...weightViolation(`${root}/blockIO/weight`, blockIO.weight),
      ...weightViolation(`${root}/blockIO/leafWeight`, blockIO.leafWeight),
      ...blockIO.weightDevice.flatMap(({ weight, leafWeight }, index) => [
        ...weightViolation(`${root}/blockIO/weightDevice/${index}/weight`, weight),
        ...weightViolation(`${root}/blockIO/weightDevice/${index}/leafWeight`, leafWeight),
      ]),
    ];
  },
};

export const blockWeightMissing: Rule = {
  code: 'teu.config.block-weight-missing',
  severity: 'error',
  spec: 'config-linux.md#block-io',
  reads: [`${root}/blockIO`],
  check: ({ linux: { resources } }) =>
    (resources.blockIO?.weightDevice ?? []).flatMap(({ weight, leafWeight }, index) =>
      weight === null && leafWeight === null
        ? [{ path: `${root}/blockIO/weightDevice/${index}`, message: 'expected weight, leafWeight or both' }]
        : [],
    ),
};

export const hugepageDuplicate: Rule = {
  code: 'teu.config.hugepage-duplicate',
  severity: 'warning',
  spec: null,
  reads: [`${root}/hugepageLimits`],
  check: ({ linux: { resources } }) =>
    repeated(
      resources.hugepageLimits,
      ({ pageSize }) => pageSize,
      ({ pageSize }, index, first) => ({
        path: `${root}/hugepageLimits/${index}`,
        message: `${pageSize} is limited by hugepageLimits[${first}] already; the last one counts`,
      }),
    ),
};

/** net_prio.ifpriomap is read as two words; dev_valid_name() of the kernel: 1 to 15 bytes, no slash, no colon, no space. */
const interfaceName = /^[^/:\s]{1,15}$/;

export const networkInterface: Rule = {
  code: 'teu.config.network-interface',
  severity: 'error',
  spec: null,
  reads: [`${root}/network`],
  check: ({ linux: { resources } }) =>
    (resources.network?.priorities ?? []).flatMap(({ name }, index) =>
      interfaceName.test(name) && name !== '.' && name !== '..'
        ? []
        : [
            {
              path: `${root}/network/priorities/${index}/name`,
              message: `${JSON.stringify(name)} cannot be the name of a network interface`,
            },
          ],
    ),
};

export const rdmaLimit: Rule = {
  code: 'teu.config.rdma-limit',
  severity: 'error',
  spec: 'config-linux.md#rdma',
  reads: [`${root}/rdma`],
  check: ({ linux: { resources } }) =>
    resources.rdma.flatMap(({ device, hcaHandles, hcaObjects }) => {
      const path = childPointer(`${root}/rdma`, device);
      // rdma.max takes words: a name with a space would be read as a limit.
      if (!/^\S+$/.test(device))
        return [{ path, message: `${JSON.stringify(device)} cannot be the name of a device` }];
      return hcaHandles === null && hcaObjects === null
        ? [{ path, message: 'expected hcaHandles, hcaObjects or both' }]
        : [];
    }),
};

/** Files that act on processes instead of limiting them: they would move, stop or end what they find. */
const actingFiles = ['cgroup.procs', 'cgroup.threads', 'cgroup.freeze', 'cgroup.kill'];

function unifiedFault(file: string): string | null {
  if (file.includes('/')) return 'expected the name of a file, without a slash';
  if (!/^[a-z][a-z0-9_]*\.[^.]/.test(file)) return 'expected a name of the form CONTROLLER.PARAMETER';
  return actingFiles.includes(file) ? `${file} acts on processes and is no limit` : null;
}

/** A slash would lead out of the container's cgroup. */
export const unifiedFile: Rule = {
  code: 'teu.config.unified-file',
  severity: 'error',
  spec: 'config-linux.md#unified',
  reads: [`${root}/unified`],
  check: ({ linux: { resources } }) =>
    [...(resources.unified?.keys() ?? [])].flatMap((file) => {
      const message = unifiedFault(file);
      return message === null ? [] : [{ path: childPointer(`${root}/unified`, file), message }];
    }),
};
