/** resctrl as it is mounted -> the part of `events` that tells of it. */
import { expect, test } from 'bun:test';
import * as lib from '../../../src/native/lib.ts';
import { rdtStats } from '../../../src/query/stats-rdt.ts';

const none = {
  closID: null,
  schemata: [],
  l3CacheSchema: null,
  memBwSchema: null,
  enableMonitoring: false,
  replaced: [],
};

const files: Readonly<Record<string, string>> = {
  '/proc/self/mountinfo': '30 25 0:26 / /sys/fs/resctrl rw - resctrl resctrl rw\n',
  '/sys/fs/resctrl/info/L3/num_closids': '16\n',
  '/sys/fs/resctrl/info/L3/cbm_mask': 'fffff\n',
  '/sys/fs/resctrl/info/L3/min_cbm_bits': '1\n',
  '/sys/fs/resctrl/info/MB/num_closids': '8\n',
  '/sys/fs/resctrl/info/MB/bandwidth_gran': '10\n',
  '/sys/fs/resctrl/info/MB/delay_linear': '1\n',
  '/sys/fs/resctrl/info/MB/min_bandwidth': '10\n',
  '/sys/fs/resctrl/info/L3_MON/mon_features': 'llc_occupancy\nmbm_total_bytes\nmbm_local_bytes\n',
  '/sys/fs/resctrl/schemata': '    MB:0=100;1=100\n    L3:0=fffff;1=fffff\n',
  '/sys/fs/resctrl/gold/schemata': '    MB:0=50;1=20\n    L3:0=f;1=ff\n',
  '/sys/fs/resctrl/gold/mon_data/mon_L3_00/llc_occupancy': '5\n',
  '/sys/fs/resctrl/gold/mon_data/mon_L3_00/mbm_total_bytes': '6\n',
  '/sys/fs/resctrl/gold/mon_data/mon_L3_00/mbm_local_bytes': '7\n',
  '/sys/fs/resctrl/gold/mon_groups/web1/mon_data/mon_L3_00/llc_occupancy': '1\n',
  '/sys/fs/resctrl/gold/mon_groups/web1/mon_data/mon_L3_00/mbm_total_bytes': '2\n',
  '/sys/fs/resctrl/gold/mon_groups/web1/mon_data/mon_L3_00/mbm_local_bytes': '3\n',
};

const hostOf = (there: Readonly<Record<string, string>>) => ({
  ...lib,
  tryReadText: (path: string) => there[path] ?? null,
  access: (path: string) => Object.keys(there).some((name) => name.startsWith(`${path}/`)),
  readdir: (path: string) => [
    ...new Set(
      Object.keys(there)
        .filter((name) => name.startsWith(`${path}/`))
        .map((name) => name.slice(path.length + 1).split('/')[0] ?? ''),
    ),
  ],
});

const gold = { ...none, closID: 'gold' };

test('the share of a class beside that of the root, and what the group of the container has used', () => {
  expect(rdtStats(gold, 'web1', hostOf(files))).toEqual({
    l3_cache_info: { cbm_mask: 'fffff', min_cbm_bits: 1, num_closids: 16 },
    l3_cache_schema_root: 'L3:0=fffff;1=fffff',
    l3_cache_schema: 'L3:0=f;1=ff',
    mem_bw_info: { bandwidth_gran: 10, delay_linear: 1, min_bandwidth: 10, num_closids: 8 },
    mem_bw_schema_root: 'MB:0=100;1=100',
    mem_bw_schema: 'MB:0=50;1=20',
    mbm_stats: [{ mbm_total_bytes: 2, mbm_local_bytes: 3 }],
    cmt_stats: [{ llc_occupancy: 1 }],
  });
});

test('a container without a group of its own is counted with its class', () => {
  expect(rdtStats(gold, 'other', hostOf(files)).cmt_stats).toEqual([{ llc_occupancy: 5 }]);
});

test('nothing is told without a class, without resctrl, and of what the machine has not got', () => {
  expect(rdtStats(null, 'web1', hostOf(files))).toEqual({});
  expect(rdtStats(gold, 'web1', hostOf({}))).toEqual({});
  const mounted = hostOf({ '/proc/self/mountinfo': files['/proc/self/mountinfo'] ?? '' });
  expect(rdtStats(gold, 'web1', mounted)).toEqual({});
});
