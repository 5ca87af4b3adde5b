/** blockIO, hugepageLimits, network, rdma, unified -> files. Vectors of conversions are runc's. */
import { expect, test } from 'bun:test';
import type { ResourceContext, ResourceWrite } from '../../../src/cgroup/resources-common.ts';
import { blkioToIoWeight } from '../../../src/cgroup/resources-io.ts';
import { resourceWrites } from '../../../src/cgroup/resources.ts';
import { completeResources } from '../../../src/config/complete-resources.ts';
import type { RawResources } from '../../../src/config/schema.ts';
import { TeuError } from '../../../src/errors/types.ts';

const plan = (version: 'v1' | 'v2', raw: RawResources, context: Partial<ResourceContext> = {}) =>
  resourceWrites(completeResources(raw), { version, existing: false, zeroPidsIsLimit: true, ...context });
const line = ({ file, value, otherwise }: ResourceWrite): string =>
  `${file} ${value}${otherwise === undefined ? '' : ` | ${otherwise.onErrno} ${otherwise.file} ${otherwise.value}`}`;
const lines = (writes: readonly ResourceWrite[]): string[] => writes.map(line);
const pointersOf = (writes: readonly ResourceWrite[]): string[] =>
  writes.map(({ from }) => from.replace('/linux/resources/', ''));

function fieldOf(attempt: () => unknown): string | undefined {
  try {
    attempt();
  } catch (error) {
    return error instanceof TeuError ? error.data.field?.pointer : undefined;
  }
  return undefined;
}

const weights: RawResources = {
  blockIO: { weight: 500, weightDevice: [{ major: 8, minor: 0, weight: 10 }] },
};
const limits: RawResources = {
  blockIO: {
    throttleReadBpsDevice: [{ major: 8, minor: 0, rate: 1 }],
    throttleWriteBpsDevice: [{ major: 8, minor: 0, rate: 2 }],
    throttleReadIOPSDevice: [{ major: 8, minor: 0, rate: 3 }],
    throttleWriteIOPSDevice: [
      { major: 8, minor: 0, rate: 4 },
      { major: 8, minor: 16, rate: 0 },
    ],
  },
};

test('when a block weight becomes an io weight then the ends meet, as in runc', () => {
  expect([10, 1000, 500, 1, 9, 11].map(blkioToIoWeight)).toEqual([1, 10000, 4950, 1, 1, 11]);
});

test('when io has weights then BFQ is asked where the other scheduler is not there', () => {
  expect(lines(plan('v1', weights).writes)).toEqual([
    'blkio.weight 500 | ENOENT blkio.bfq.weight 500',
    'blkio.weight_device 8:0 10 | ENOENT blkio.bfq.weight_device 8:0 10',
  ]);
  const { writes } = plan('v2', weights);
  expect(lines(writes)).toEqual([
    'io.bfq.weight 500 | ENOENT io.weight 4950',
    'io.bfq.weight 8:0 10 | ENOENT io.weight 8:0 1',
  ]);
  expect(pointersOf(writes)).toEqual(['blockIO/weight', 'blockIO/weightDevice/0/weight']);
});

test('when io is throttled then each device has a write of its own', () => {
  expect(lines(plan('v1', limits).writes)).toEqual([
    'blkio.throttle.read_bps_device 8:0 1',
    'blkio.throttle.write_bps_device 8:0 2',
    'blkio.throttle.read_iops_device 8:0 3',
    'blkio.throttle.write_iops_device 8:0 4',
    'blkio.throttle.write_iops_device 8:16 0',
  ]);
  const { writes } = plan('v2', limits);
  expect(lines(writes)).toEqual([
    'io.max 8:0 rbps=1',
    'io.max 8:0 wbps=2',
    'io.max 8:0 riops=3',
    'io.max 8:0 wiops=4',
    'io.max 8:16 wiops=max',
  ]);
  expect(pointersOf(writes).at(-1)).toBe('blockIO/throttleWriteIOPSDevice/1');
});

test('when leaf weights are set then v1 writes them and v2 refuses them by name', () => {
  const leaf: RawResources = { blockIO: { leafWeight: 20 } };
  const device: RawResources = { blockIO: { weightDevice: [{ major: 8, minor: 0, leafWeight: 20 }] } };
  expect(lines([...plan('v1', leaf).writes, ...plan('v1', device).writes])).toEqual([
    'blkio.leaf_weight 20',
    'blkio.leaf_weight_device 8:0 20',
  ]);
  expect(fieldOf(() => plan('v2', leaf))).toBe('/linux/resources/blockIO/leafWeight');
  expect(fieldOf(() => plan('v2', device))).toBe('/linux/resources/blockIO/weightDevice/0/leafWeight');
});

test('when an engine sends what means nothing then nothing is written', () => {
  const nothing: RawResources = {
    blockIO: { weight: 0, leafWeight: 0, weightDevice: [], throttleReadBpsDevice: [] },
    hugepageLimits: [],
    network: { classID: 0, priorities: [] },
    rdma: {},
    unified: {},
  };
  for (const version of ['v1', 'v2'] as const) {
    const { writes, late, warnings } = plan(version, nothing);
    expect([writes, late, warnings]).toEqual([[], [], []]);
  }
});

test('when huge pages are limited then use and reservation are, where the kernel counts the latter', () => {
  const raw: RawResources = { hugepageLimits: [{ pageSize: '2MB', limit: 4194304 }] };
  const context = { hugepageSizes: ['2MB', '1GB'] };
  expect(lines(plan('v1', raw, context).writes)).toEqual([
    'hugetlb.2MB.limit_in_bytes 4194304',
    'hugetlb.2MB.rsvd.limit_in_bytes 4194304 | ENOENT hugetlb.2MB.limit_in_bytes 4194304',
  ]);
  expect(lines(plan('v2', raw, context).writes)).toEqual([
    'hugetlb.2MB.max 4194304',
    'hugetlb.2MB.rsvd.max 4194304 | ENOENT hugetlb.2MB.max 4194304',
  ]);
});

test('when the kernel has no such pages then the error names the size', () => {
  const raw: RawResources = {
    hugepageLimits: [
      { pageSize: '2MB', limit: 0 },
      { pageSize: '2048KB', limit: 0 },
    ],
  };
  const pointer = '/linux/resources/hugepageLimits/1/pageSize';
  expect(fieldOf(() => plan('v2', raw, { hugepageSizes: ['2MB', '1GB'] }))).toBe(pointer);
  expect(fieldOf(() => plan('v1', raw, { hugepageSizes: [] }))).toBe(pointer.replace('1/', '0/'));
});

test('when the network is classified then v1 writes it and v2 warns of each field', () => {
  const raw: RawResources = { network: { classID: 1048577, priorities: [{ name: 'lo', priority: 5 }] } };
  expect(lines(plan('v1', raw).writes)).toEqual(['net_cls.classid 1048577', 'net_prio.ifpriomap lo 5']);
  const { writes, warnings } = plan('v2', raw);
  expect(writes).toEqual([]);
  expect(warnings.map(({ pointer }) => pointer)).toEqual([
    '/linux/resources/network/classID',
    '/linux/resources/network/priorities',
  ]);
});

test('when rdma is limited then a device has one line, and zero is a limit', () => {
  const raw: RawResources = {
    rdma: { mlx5_1: { hcaHandles: 3, hcaObjects: 10000 }, 'a/b': { hcaObjects: 0 } },
  };
  const { writes } = plan('v2', raw);
  expect(lines(writes)).toEqual([
    'rdma.max mlx5_1 hca_handle=3 hca_object=10000',
    'rdma.max a/b hca_object=0',
  ]);
  expect(pointersOf(writes)).toEqual(['rdma/mlx5_1', 'rdma/a~1b']);
  expect(lines(plan('v1', raw).writes)).toEqual(lines(writes));
});

test('when unified names files then each line is written, after what was converted', () => {
  const { writes, late } = plan('v2', {
    cpu: { shares: 1024 },
    pids: { limit: 10 },
    unified: { 'cpu.weight': '5', 'io.max': '8:0 rbps=1\n8:16 wbps=2\n', 'cpuset.cpus': '', 'pids.max': '7' },
  });
  expect(lines(writes)).toEqual([
    'cpu.weight 100',
    'cpu.weight 5',
    'io.max 8:0 rbps=1',
    'io.max 8:16 wbps=2',
    'cpuset.cpus \n',
  ]);
  expect(lines(late)).toEqual(['pids.max 10', 'pids.max 7']);
  expect(writes.at(1)).toMatchObject({ controller: 'cpu', from: '/linux/resources/unified/cpu.weight' });
});

test('when the controllers are on v1 then unified is an error', () => {
  expect(fieldOf(() => plan('v1', { unified: { 'memory.high': 'max' } }))).toBe('/linux/resources/unified');
});
