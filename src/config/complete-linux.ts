/** config-linux.md with its defaults. The default devices are the planner's: they are not in config.json. */

import { completeResources } from './complete-resources.ts';
import type { RawLinux } from './schema.ts';
import { textOrNull } from './text-or-null.ts';
import type { Device, IntelRdt, Linux, MemoryPolicy, RootfsPropagation, TimeOffset } from './types.ts';

export function completeLinux(raw: RawLinux): Linux {
  return {
    namespaces: (raw.namespaces ?? []).map(({ type, path }) => ({
      type,
      path: path === '' ? null : (path ?? null),
    })),
    uidMappings: raw.uidMappings ?? [],
    gidMappings: raw.gidMappings ?? [],
    devices: (raw.devices ?? []).map(completeDevice),
    netDevices: new Map(
      Object.entries(raw.netDevices ?? {}).map(([name, device]) => [name, textOrNull(device.name)]),
    ),
    cgroupsPath: raw.cgroupsPath === '' ? null : (raw.cgroupsPath ?? null),
    resources: completeResources(raw.resources ?? {}),
    intelRdt: raw.intelRdt === undefined ? null : completeRdt(raw.intelRdt),
    rootfsPropagation: propagation(raw.rootfsPropagation ?? ''),
    rootfsPropagationRecursive: raw.rootfsPropagation?.startsWith('r') ?? false,
    maskedPaths: raw.maskedPaths ?? [],
    readonlyPaths: raw.readonlyPaths ?? [],
    sysctl: new Map(Object.entries(raw.sysctl ?? {})),
    seccomp: raw.seccomp ?? null,
    timeOffsets: {
      monotonic: timeOffset(raw.timeOffsets?.monotonic),
      boottime: timeOffset(raw.timeOffsets?.boottime),
    },
    memoryPolicy: raw.memoryPolicy === undefined ? null : completeMemoryPolicy(raw.memoryPolicy),
    personality:
      raw.personality === undefined
        ? null
        : { domain: raw.personality.domain, flags: raw.personality.flags ?? [] },
    mountLabel: textOrNull(raw.mountLabel),
  };
}

/** An object without properties asks for a class of its own: it is set (config-linux.md#intelrdt). */
function completeRdt(rdt: NonNullable<RawLinux['intelRdt']>): IntelRdt {
  return {
    closID: textOrNull(rdt.closID),
    l3CacheSchema: textOrNull(rdt.l3CacheSchema),
    memBwSchema: textOrNull(rdt.memBwSchema),
    schemata: rdt.schemata ?? [],
    enableMonitoring: rdt.enableMonitoring ?? false,
    replaced: (['enableCMT', 'enableMBM'] as const).filter((name) => rdt[name] === true),
  };
}

/** Required unless it is a fifo (config-linux.md#devices): what is missing is refused as a negative number is. */
const absentNumber = (type: Device['type']): number => (type === 'p' ? 0 : -1);

type RawOffset = NonNullable<RawLinux['timeOffsets']>['monotonic'];

function timeOffset(raw: RawOffset): TimeOffset | null {
  const secs = BigInt(raw?.secs ?? 0);
  const nanosecs = raw?.nanosecs ?? 0;
  return secs === 0n && nanosecs === 0 ? null : { secs, nanosecs };
}

function completeMemoryPolicy(raw: NonNullable<RawLinux['memoryPolicy']>): MemoryPolicy {
  return { mode: raw.mode, nodes: textOrNull(raw.nodes), flags: raw.flags ?? [] };
}

/** inode(7): what of st_mode is not the type of the file. */
const permissionBits = 0o7777;

function completeDevice(device: NonNullable<RawLinux['devices']>[number]): Device {
  return {
    path: device.path,
    type: device.type,
    major: Number(device.major ?? absentNumber(device.type)),
    minor: Number(device.minor ?? absentNumber(device.type)),
    fileMode: device.fileMode === undefined ? null : device.fileMode & permissionBits,
    uid: device.uid ?? null,
    gid: device.gid ?? null,
  };
}

/** The recursive spellings that engines send are not in the spec. */
function propagation(name: string): RootfsPropagation | null {
  const plain = name.startsWith('r') ? name.slice(1) : name;
  return plain === '' ? null : (plain as RootfsPropagation);
}
