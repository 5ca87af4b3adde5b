/** What few configs have: blockIO, hugepageLimits, network, rdma, unified -> files, v1 and v2. Pure; loaded on demand. */

import { escapeToken } from '../config/pointer.ts';
import type { Network, RdmaLimit, Resources } from '../config/types.ts';
import {
  cgroupError,
  type ResourceContext,
  type ResourcePlan,
  type ResourceWarning,
  type ResourceWrite,
  resourcesPointer,
  resourceWrite,
} from './resources-common.ts';
import { blockIoV1, blockIoV2 } from './resources-io.ts';

/**
 * The limit of use, and that of reservation, which alone never ends in SIGBUS (config-linux.md#huge-page-limits).
 * Kernels before 5.7 do not count reservations: there the limit of use is written again.
 */
function hugepageWrites(
  { hugepageLimits }: Resources,
  { version, hugepageSizes }: ResourceContext,
): readonly ResourceWrite[] {
  const file = version === 'v1' ? 'limit_in_bytes' : 'max';
  return hugepageLimits.flatMap(({ pageSize, limit }, index) => {
    if (hugepageSizes !== undefined && !hugepageSizes.includes(pageSize))
      throw cgroupError(
        `hugepageLimits/${index}/pageSize`,
        hugepageSizes.length === 0
          ? 'cannot limit huge pages: this kernel has none'
          : `cannot limit huge pages of ${pageSize}: this kernel has ${hugepageSizes.join(', ')}`,
        pageSize,
      );
    const from = `hugepageLimits/${index}`;
    const used = resourceWrite('hugetlb', `hugetlb.${pageSize}.${file}`, limit, from);
    const reserved = resourceWrite('hugetlb', `hugetlb.${pageSize}.rsvd.${file}`, limit, from);
    return [used, { ...reserved, otherwise: { onErrno: ['ENOENT'], file: used.file, value: used.value } }];
  });
}

function networkV1({ classID, priorities }: Network): readonly ResourceWrite[] {
  const all: ResourceWrite[] = [];
  if (classID !== null && classID !== 0)
    all.push(resourceWrite('net_cls', 'net_cls.classid', classID, 'network/classID'));
  for (const [index, { name, priority }] of priorities.entries())
    all.push(
      resourceWrite('net_prio', 'net_prio.ifpriomap', `${name} ${priority}`, `network/priorities/${index}`),
    );
  return all;
}

/** v2 has no controller for it at all, so nothing that could be converted: left out, as by runc, but not in silence. */
function networkWarnings({ classID, priorities }: Network): readonly ResourceWarning[] {
  const names = [
    ...(classID === null || classID === 0 ? [] : ['classID']),
    ...(priorities.length === 0 ? [] : ['priorities']),
  ];
  return names.map((name) => ({
    pointer: `${resourcesPointer}/network/${name}`,
    message: `network.${name} has no counterpart on cgroup v2 and is left out`,
  }));
}

function rdmaWrite({ device, hcaHandles, hcaObjects }: RdmaLimit): readonly ResourceWrite[] {
  const limits = [
    ...(hcaHandles === null ? [] : [`hca_handle=${hcaHandles}`]),
    ...(hcaObjects === null ? [] : [`hca_object=${hcaObjects}`]),
  ];
  if (limits.length === 0) return [];
  return [resourceWrite('rdma', 'rdma.max', [device, ...limits].join(' '), `rdma/${escapeToken(device)}`)];
}

/**
 * One write for each line: the kernel reads one at a time where a file has one for each device (io.max). After the
 * converted values, so that it wins over them; what is about processes waits until they are there.
 */
function unifiedWrites(unified: ReadonlyMap<string, string>): readonly ResourceWrite[] {
  return [...unified].flatMap(([file, text]) => {
    const controller = file.slice(0, file.indexOf('.'));
    const lines = text.split('\n').filter((line) => line !== '');
    // write(2) of nothing never reaches the controller.
    return (lines.length === 0 ? ['\n'] : lines).map((line) =>
      resourceWrite(controller, file, line, `unified/${escapeToken(file)}`),
    );
  });
}

function refuseUnified(): never {
  throw cgroupError(
    'unified',
    'unified holds files of cgroup v2, and the controllers of this host are on v1',
    null,
  );
}

/** TeuError `teu.config.cgroup` names the field that this host's cgroups cannot express. */
export function rareWrites(resources: Resources, context: ResourceContext): ResourcePlan {
  const { blockIO, network, rdma, unified } = resources;
  const isV1 = context.version === 'v1';
  if (isV1 && unified !== null) refuseUnified();
  const io = blockIO === null ? [] : isV1 ? blockIoV1(blockIO) : blockIoV2(blockIO);
  const net = network === null || !isV1 ? [] : networkV1(network);
  const files = unified === null ? [] : unifiedWrites(unified);
  // cgroup.subtree_control and cgroup.type are refused, or not, for the processes that are there.
  const isLate = ({ controller }: ResourceWrite): boolean => controller === 'pids' || controller === 'cgroup';
  return {
    writes: [
      ...io,
      ...hugepageWrites(resources, context),
      ...net,
      ...rdma.flatMap(rdmaWrite),
      ...files.filter((one) => !isLate(one)),
    ],
    late: files.filter(isLate),
    warnings: network === null || isV1 ? [] : networkWarnings(network),
  };
}
