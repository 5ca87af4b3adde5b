/** blockIO, network and huge pages on cgroup v1, read back from the kernel's files. */
import { expect } from 'bun:test';
import { readFileSync, writeFileSync } from 'node:fs';
import type { Box } from '../helpers/box.ts';
import type { OciConfig } from '../helpers/config.ts';
import { disk } from '../helpers/disk.ts';
import { networkControllers, networkControllersEnd } from '../helpers/net-controllers.ts';
import { scenario } from '../helpers/scenario.ts';

const root = '/sys/fs/cgroup';

const limited = (resources: Record<string, unknown>, script = 'true') => {
  return (config: OciConfig): void => {
    config.linux.resources = { ...config.linux.resources, ...resources };
    config.process.args = ['/bin/sh', '-c', script];
  };
};

function refused(box: Box, resources: Record<string, unknown>, ...words: string[]): void {
  const result = box.run(limited(resources));
  expect(result.code).toBe(1);
  for (const word of words) expect(result.stderr).toContain(word);
}

scenario(
  'every throttle of a device is in its file of the blkio controller',
  (box) => {
    const device = disk();
    if (device === null) throw new Error('no disk in /proc/partitions');
    const rate = (value: number) => [{ ...device, rate: value }];
    const id = box.id();
    const blockIO = {
      throttleReadBpsDevice: rate(1048576),
      throttleWriteBpsDevice: rate(2097152),
      throttleReadIOPSDevice: rate(100),
      throttleWriteIOPSDevice: rate(200),
    };
    const bundle = box.bundle((config) => {
      limited({ blockIO })(config);
      config.linux.cgroupsPath = `/teu-tests/${id}`;
    });
    box.must('create', '--bundle', bundle, id);
    const read = (name: string) =>
      readFileSync(`${root}/blkio/teu-tests/${id}/blkio.throttle.${name}`, 'utf8').trim();
    const at = `${device.major}:${device.minor}`;
    expect([
      read('read_bps_device'),
      read('write_bps_device'),
      read('read_iops_device'),
      read('write_iops_device'),
    ]).toEqual([`${at} 1048576`, `${at} 2097152`, `${at} 100`, `${at} 200`]);
  },
  { needs: ['v1-blkio', 'disk'] },
);

scenario(
  'a throttle of a device that is not there is answered with its pointer, its file and the reason',
  (box) => {
    const blockIO = { throttleReadBpsDevice: [{ major: 77, minor: 5, rate: 1 }] };
    const at = '/linux/resources/blockIO/throttleReadBpsDevice/0';
    refused(box, { blockIO }, at, 'blkio.throttle.read_bps_device', 'ENODEV', 'no block device 77:5');
  },
  { needs: ['v1-blkio'], teuOnly: 'the peers name no pointer' },
);

scenario(
  'a weight is in the file of BFQ where the kernel has no other',
  (box) => {
    const id = box.id();
    const bundle = box.bundle((config) => {
      limited({ blockIO: { weight: 321 } })(config);
      config.linux.cgroupsPath = `/teu-tests/${id}`;
    });
    box.must('create', '--bundle', bundle, id);
    expect(readFileSync(`${root}/blkio/teu-tests/${id}/blkio.bfq.weight`, 'utf8').trim()).toBe('321');
  },
  { needs: ['v1-blkio', 'v1-bfq'] },
);

scenario(
  'a weight that no scheduler takes is answered with its pointer and the reason',
  (box) => {
    refused(box, { blockIO: { leafWeight: 500 } }, '/linux/resources/blockIO/leafWeight', 'ENOENT', 'CFQ');
    const weightDevice = [{ major: 77, minor: 5, weight: 100 }];
    const at = '/linux/resources/blockIO/weightDevice/0/weight';
    refused(box, { blockIO: { weightDevice } }, at, 'blkio.bfq.weight_device', 'no block device 77:5');
  },
  { needs: ['v1-blkio', 'v1-bfq'], teuOnly: 'the peers name no pointer' },
);

/** Runs the container where net_cls and net_prio are mounted. */
function withNetworkControllers(box: Box, change: (config: OciConfig) => void) {
  const script = `${box.dir}/net.sh`;
  writeFileSync(script, networkControllers(box.dir));
  const wrap = ['unshare', '--mount', '--propagation', 'private', 'sh', script];
  try {
    return box.call(['run', '--bundle', box.bundle(change), box.id()], { wrap });
  } finally {
    networkControllersEnd(box, wrap);
  }
}

const readNetwork =
  'cat /sys/fs/cgroup/net_cls/net_cls.classid; grep ^lo /sys/fs/cgroup/net_prio/net_prio.ifpriomap';

scenario(
  'the class of packets and the priority of an interface are written',
  (box) => {
    const network = { classID: 0x100001, priorities: [{ name: 'lo', priority: 500 }] };
    expect(withNetworkControllers(box, limited({ network }, readNetwork))).toEqual({
      code: 0,
      stdout: '1048577\nlo 500\n',
      stderr: '',
    });
  },
  { needs: ['cgroup-v1', 'net-controllers'] },
);

scenario(
  'the priority of an interface that is not there is answered with its pointer',
  (box) => {
    const network = { priorities: [{ name: 'nosuch0', priority: 5 }] };
    const result = withNetworkControllers(box, limited({ network }));
    expect(result.code).toBe(1);
    expect(result.stderr).toContain('/linux/resources/network/priorities/0');
    expect(result.stderr).toContain('/sys/class/net/nosuch0 is missing');
  },
  { needs: ['cgroup-v1', 'net-controllers'], teuOnly: 'the peers name no pointer' },
);

scenario(
  'a controller that is not mounted is answered with the pointer of the field that needs it',
  (box) => {
    refused(box, { network: { classID: 1 } }, '/linux/resources/network/classID', 'net_cls');
    refused(box, { rdma: { mlx5_0: { hcaHandles: 1 } } }, '/linux/resources/rdma/mlx5_0', 'rdma');
  },
  { needs: ['cgroup-v1'], teuOnly: 'runc leaves them out in silence' },
);

scenario(
  'unified is refused where the controllers are on v1',
  (box) => {
    refused(box, { unified: { 'memory.high': 'max' } }, '/linux/resources/unified');
  },
  { needs: ['cgroup-v1'], teuOnly: 'runc names no pointer' },
);

scenario(
  'limits that bound each other are raised and lowered in a cgroup that has others',
  (box) => {
    const path = `/teu-tests/${box.id()}`;
    const create = (megabytes: number, cpu: Record<string, number>) => {
      const memory = { limit: megabytes << 20, swap: megabytes << 21 };
      const id = box.created((config) => {
        limited({ memory, cpu })(config);
        config.linux.cgroupsPath = path;
      });
      const read = (file: string) => readFileSync(`${root}/${file.replace('/', `${path}/`)}`, 'utf8').trim();
      const seen = [
        read('memory/memory.limit_in_bytes'),
        read('memory/memory.memsw.limit_in_bytes'),
        read('cpu/cpu.cfs_period_us'),
        read('cpu/cpu.cfs_quota_us'),
        read('cpu/cpu.cfs_burst_us'),
      ];
      expect(seen.map(Number)).toEqual([
        memory.limit,
        memory.swap,
        cpu.period,
        cpu.quota,
        cpu.burst,
      ] as number[]);
      return id;
    };
    create(64, { period: 100_000, quota: 50_000, burst: 40_000 });
    create(256, { period: 200_000, quota: 150_000, burst: 120_000 });
    create(32, { period: 50_000, quota: 20_000, burst: 10_000 });
  },
  { needs: ['v1-memory', 'v1-cpu'], teuOnly: 'runc fails with EINVAL' },
);
