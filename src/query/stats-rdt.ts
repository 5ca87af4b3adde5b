/**
 * What a container's class of service has and uses, in the shape of runc's `events`. Documentation/filesystems/resctrl.rst.
 * Takes no lock.
 */

import { rdtGroup } from '../cgroup/resctrl.ts';
import type { IntelRdt } from '../config/types.ts';
import { F_OK } from '../facts/host.ts';
import { probeResctrl } from '../facts/resctrl.ts';
import * as lib from '../native/lib.ts';

type Counters = Readonly<Record<string, number>>;

export interface RdtStats {
  readonly l3_cache_info?: Readonly<Record<string, string | number>>;
  readonly l3_cache_schema_root?: string;
  readonly l3_cache_schema?: string;
  readonly mem_bw_info?: Counters;
  readonly mem_bw_schema_root?: string;
  readonly mem_bw_schema?: string;
  /** One for each domain of the L3 cache. */
  readonly mbm_stats?: readonly Counters[];
  readonly cmt_stats?: readonly Counters[];
}

type RdtHost = Parameters<typeof probeResctrl>[0];

/** A directory of resctrl: texts without the newline, '' for what is not there. */
const readerOf =
  (host: RdtHost, dir: string) =>
  (name: string): string =>
    (host.tryReadText(`${dir}/${name}`) ?? '').trim();

const schemaOf = (schemata: string, resource: string): string =>
  schemata
    .split('\n')
    .map((line) => line.trim())
    .find((line) => line.startsWith(`${resource}:`)) ?? '';

const numbersOf = (read: (name: string) => string, names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, Number(read(name))]));

/** What `info` says of a resource, with the class's share and the root's; nothing where the machine has not got it. */
function allocationOf(host: RdtHost, mountpoint: string, group: string): RdtStats {
  const [root, own] = [readerOf(host, mountpoint), readerOf(host, group)];
  const [cache, bandwidth] = [
    readerOf(host, `${mountpoint}/info/L3`),
    readerOf(host, `${mountpoint}/info/MB`),
  ];
  return {
    ...(cache('num_closids') === ''
      ? {}
      : {
          l3_cache_info: {
            cbm_mask: cache('cbm_mask'),
            ...numbersOf(cache, ['min_cbm_bits', 'num_closids']),
          },
          l3_cache_schema_root: schemaOf(root('schemata'), 'L3'),
          l3_cache_schema: schemaOf(own('schemata'), 'L3'),
        }),
    ...(bandwidth('num_closids') === ''
      ? {}
      : {
          mem_bw_info: numbersOf(bandwidth, [
            'bandwidth_gran',
            'delay_linear',
            'min_bandwidth',
            'num_closids',
          ]),
          mem_bw_schema_root: schemaOf(root('schemata'), 'MB'),
          mem_bw_schema: schemaOf(own('schemata'), 'MB'),
        }),
  };
}

/** What is counted is that of the container's monitoring group, where it has one, else that of its class. */
function monitoringOf(host: RdtHost, mountpoint: string, group: string): RdtStats {
  const features = readerOf(host, `${mountpoint}/info/L3_MON`)('mon_features').split('\n');
  const data = `${group}/mon_data`;
  const all = host.access(data, F_OK) ? host.readdir(data) : [];
  const domains = all.filter((name) => name.startsWith('mon_L3_')).sort();
  const counted = (names: readonly string[]) =>
    domains.map((domain) => numbersOf(readerOf(host, `${data}/${domain}`), names));
  return {
    ...(features.includes('mbm_total_bytes')
      ? { mbm_stats: counted(['mbm_total_bytes', 'mbm_local_bytes']) }
      : {}),
    ...(features.includes('llc_occupancy') ? { cmt_stats: counted(['llc_occupancy']) } : {}),
  };
}

/** Of a container whose config.json has `rdt`; empty without one, and where no resctrl is mounted. */
export function rdtStats(rdt: IntelRdt | null, id: string, host: RdtHost = lib): RdtStats {
  const mountpoint = rdt === null ? null : probeResctrl(host, rdt, id).mountpoint;
  if (rdt === null || mountpoint === null) return {};
  const group = rdtGroup(mountpoint, rdt, id);
  const own = `${group}/mon_groups/${id}`;
  const monitored = host.access(own, F_OK) ? own : group;
  return { ...allocationOf(host, mountpoint, group), ...monitoringOf(host, mountpoint, monitored) };
}
