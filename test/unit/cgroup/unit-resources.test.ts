/** Control files as properties of the unit: one table, v1 and v2. */
import { expect, test } from 'bun:test';
import type { ResourceWrite } from '../../../src/cgroup/resources-common.ts';
import {
  infinity,
  parseProperty,
  propertyText,
  type UnitProperty,
} from '../../../src/cgroup/unit-property.ts';
import { unitResources } from '../../../src/cgroup/unit-resources.ts';

const write = (file: string, value: string, from = `/x/${file}`): ResourceWrite => ({
  controller: file.slice(0, file.indexOf('.')),
  file,
  value,
  from,
});
const texts = (list: readonly UnitProperty[]) => list.map(propertyText);
const early = (writes: readonly ResourceWrite[], version = 257) =>
  texts(unitResources({ writes, late: [] }, version).early);

const rows: readonly (readonly [file: string, value: string, ...properties: string[]])[] = [
  ['memory.max', '1048576', 'MemoryMax t "1048576"'],
  ['memory.max', 'max', `MemoryMax t "${infinity}"`],
  ['memory.high', '64M', 'MemoryHigh t "67108864"'],
  ['memory.low', '4096', 'MemoryLow t "4096"'],
  ['memory.min', '4k', 'MemoryMin t "4096"'],
  ['memory.swap.max', '0', 'MemorySwapMax t "0"'],
  ['memory.zswap.max', '0', 'MemoryZSwapMax t "0"'],
  ['cpu.weight', '59', 'CPUWeight t "59"'],
  ['cpu.idle', '1', 'CPUWeight t "0"'],
  ['cpu.idle', '0', `CPUWeight t "${infinity}"`],
  ['cpu.max', '50000 100000', 'CPUQuotaPerSecUSec t "500000"', 'CPUQuotaPeriodUSec t "100000"'],
  ['cpu.max', '50000', 'CPUQuotaPerSecUSec t "500000"', 'CPUQuotaPeriodUSec t "100000"'],
  ['cpu.max', 'max 50000', `CPUQuotaPerSecUSec t "${infinity}"`, 'CPUQuotaPeriodUSec t "50000"'],
  // Whole percents, and never fewer than were asked for.
  ['cpu.max', '33333 100000', 'CPUQuotaPerSecUSec t "340000"', 'CPUQuotaPeriodUSec t "100000"'],
  ['cpuset.cpus', '0-1,9', 'AllowedCPUs ay [3,2,0,0,0,0,0,0]'],
  ['cpuset.cpus', '\n', 'AllowedCPUs ay []'],
  ['cpuset.mems', '0', 'AllowedMemoryNodes ay [1,0,0,0,0,0,0,0]'],
  ['io.weight', 'default 200', 'IOWeight t "200"'],
  ['io.weight', '8:0 200', 'IODeviceWeight a(st) [["/dev/block/8:0","200"]]'],
  [
    'io.max',
    '8:0 rbps=1024 wiops=max',
    'IOReadBandwidthMax a(st) [["/dev/block/8:0","1024"]]',
    `IOWriteIOPSMax a(st) [["/dev/block/8:0","${infinity}"]]`,
  ],
  ['memory.limit_in_bytes', '-1', `MemoryLimit t "${infinity}"`],
  ['cpu.shares', '512', 'CPUShares t "512"'],
  ['cpu.cfs_quota_us', '50000', 'CPUQuotaPerSecUSec t "500000"', 'CPUQuotaPeriodUSec t "100000"'],
  ['blkio.weight', '500', 'BlockIOWeight t "500"'],
  // Of no property, or for the kernel alone to judge.
  ['hugetlb.2MB.max', '0'],
  ['cpu.max.burst', '1000'],
  ['memory.max', 'much'],
  ['io.bfq.weight', '500'],
];

for (const [file, value, ...properties] of rows)
  test(`${file} ${JSON.stringify(value)}`, () => {
    expect(early([write(file, value)])).toEqual(properties);
  });

test('the last value of a file counts, with its field', () => {
  const writes = [write('memory.max', '1', '/a'), write('memory.max', '2', '/b')];
  expect(unitResources({ writes, late: [] }, 257).early).toEqual([
    { name: 'MemoryMax', type: 't', value: 2n, from: '/b' },
  ]);
});

test('devices of one property stand in one list, the later value of each', () => {
  const writes = [
    write('io.max', '8:0 rbps=1'),
    write('io.max', '8:16 rbps=2'),
    write('io.max', '8:0 rbps=3'),
  ];
  expect(early(writes)).toEqual([
    'IOReadBandwidthMax a(st) [["/dev/block/8:16","2"],["/dev/block/8:0","3"]]',
  ]);
});

test('the weight of BFQ is said in the range of systemd', () => {
  const weight = {
    ...write('io.bfq.weight', '500'),
    otherwise: { onErrno: ['ENOENT'], file: 'io.weight', value: '4950' },
  };
  expect(early([weight])).toEqual(['IOWeight t "4950"']);
});

test('a weight beside idle is the weight of a cgroup that is not', () => {
  expect(early([write('cpu.idle', '0'), write('cpu.weight', '59')])).toEqual(['CPUWeight t "59"']);
  expect(early([write('cpu.weight', '59'), write('cpu.idle', '1')])).toEqual(['CPUWeight t "0"']);
});

test('an older systemd is not told what it does not know', () => {
  const writes = [
    ...[write('cpuset.cpus', '0'), write('cpuset.mems', '0'), write('memory.zswap.max', '1')],
    ...[write('cpu.max', '50000 50000'), write('cpu.idle', '1')],
  ];
  expect(early(writes, 241)).toEqual(['CPUQuotaPerSecUSec t "1000000"']);
  expect(early(writes, 243)).toEqual(['CPUQuotaPerSecUSec t "1000000"', 'CPUQuotaPeriodUSec t "50000"']);
});

test('the number of tasks waits, and 0 of them cannot be said', () => {
  const late = (value: string) =>
    texts(unitResources({ writes: [], late: [write('pids.max', value)] }, 257).late);
  expect(late('max')).toEqual([`TasksMax t "${infinity}"`]);
  expect(late('9')).toEqual(['TasksMax t "9"']);
  expect(late('0')).toEqual(['TasksMax t "1"']);
});

test('a property survives being text', () => {
  const properties: readonly UnitProperty[] = [
    { name: 'Description', type: 's', value: 'two words "quoted"', from: '' },
    { name: 'AllowedCPUs', type: 'ay', value: new Uint8Array([1, 0]), from: '' },
    { name: 'DeviceAllow', type: 'a(ss)', value: [['char-*', 'm']], from: '' },
    { name: 'Delegate', type: 'b', value: true, from: '' },
  ];
  for (const { from: _, ...rest } of properties)
    expect(parseProperty(propertyText({ ...rest, from: '' }))).toEqual(rest);
  expect(parseProperty(propertyText({ name: 'M', type: 't', value: infinity, from: '' })).value).toBe(
    `${infinity}`,
  );
});
