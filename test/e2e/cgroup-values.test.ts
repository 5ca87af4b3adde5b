/** Every limit of config-linux.md#control-groups in the kernel's files, and the same with runc. */
import { expect } from 'bun:test';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import type { Box } from '../helpers/box.ts';
import type { OciConfig } from '../helpers/config.ts';
import { disk } from '../helpers/disk.ts';
import { scenario } from '../helpers/scenario.ts';

const root = '/sys/fs/cgroup';
const value = (path: string): string => readFileSync(path, 'utf8').trim();

const everything = {
  devices: [
    { allow: false, access: 'rwm' },
    { allow: true, type: 'c', major: 10, minor: 229, access: 'rwm' },
    { allow: true, type: 'b', major: 7, minor: 3, access: 'rw' },
  ],
  memory: { limit: 64 << 20, swap: 128 << 20, reservation: 32 << 20, swappiness: 7, disableOOMKiller: true },
  cpu: { shares: 333, quota: 50_000, period: 200_000, cpus: '0', mems: '0' },
  pids: { limit: 57 },
};

function place(path: string, resources: unknown) {
  return (config: OciConfig): void => {
    config.linux.cgroupsPath = path;
    config.linux.resources = resources;
    config.process.args = ['/bin/sleep', '1000'];
  };
}

/** A created container in /teu-tests/<id>; calls `look` with a reader of control files by controller. */
function inCreated(
  box: Box,
  resources: unknown,
  look: (file: (controller: string, name: string) => string) => void,
): void {
  const id = box.id();
  box.must('create', '--bundle', box.bundle(place(`/teu-tests/${id}`, resources)), id);
  look((controller, name) => value(`${root}/${controller}/teu-tests/${id}/${name}`));
}

scenario(
  'every limit of memory, cpu and pids is in its file',
  (box) => {
    const cpu = { ...everything.cpu, burst: 10_000 };
    inCreated(box, { ...everything, cpu }, (file) => {
      expect({
        limit: file('memory', 'memory.limit_in_bytes'),
        swap: file('memory', 'memory.memsw.limit_in_bytes'),
        reservation: file('memory', 'memory.soft_limit_in_bytes'),
        swappiness: file('memory', 'memory.swappiness'),
        oom: file('memory', 'memory.oom_control').split('\n')[0],
        shares: file('cpu', 'cpu.shares'),
        quota: file('cpu', 'cpu.cfs_quota_us'),
        period: file('cpu', 'cpu.cfs_period_us'),
        burst: file('cpu', 'cpu.cfs_burst_us'),
        cpus: file('cpuset', 'cpuset.cpus'),
        mems: file('cpuset', 'cpuset.mems'),
        pids: file('pids', 'pids.max'),
      }).toEqual({
        limit: `${64 << 20}`,
        swap: `${128 << 20}`,
        reservation: `${32 << 20}`,
        swappiness: '7',
        oom: 'oom_kill_disable 1',
        shares: '333',
        quota: '50000',
        period: '200000',
        burst: '10000',
        cpus: '0',
        mems: '0',
        pids: '57',
      });
    });
  },
  { needs: ['v1-memory', 'v1-cpu', 'v1-pids'] },
);

scenario(
  'kernel, kernelTCP, useHierarchy and idle are written',
  (box) => {
    const resources = {
      memory: { kernel: 32 << 20, kernelTCP: 16 << 20, useHierarchy: true },
      cpu: { idle: 1 },
    };
    inCreated(box, resources, (file) => {
      expect(file('memory', 'memory.kmem.tcp.limit_in_bytes')).toBe(`${16 << 20}`);
      expect(file('memory', 'memory.use_hierarchy')).toBe('1');
      expect(file('cpu', 'cpu.idle')).toBe('1');
    });
  },
  { needs: ['v1-memory', 'v1-cpu'] },
);

scenario(
  'realtime runtime and period are written',
  (box) => {
    // At the top: a parent without realtime time has none to give.
    const id = box.id();
    const cpu = { realtimePeriod: 500_000, realtimeRuntime: 1000 };
    box.must('create', '--bundle', box.bundle(place(`/${id}`, { cpu })), id);
    expect(value(`${root}/cpu/${id}/cpu.rt_period_us`)).toBe('500000');
    expect(value(`${root}/cpu/${id}/cpu.rt_runtime_us`)).toBe('1000');
  },
  { needs: ['v1-cpu'] },
);

scenario(
  'zeros that engines send change nothing',
  (box) => {
    const resources = {
      memory: { limit: 0, reservation: 0, swap: 0, kernel: 0 },
      cpu: { shares: 0, quota: 0, period: 0, cpus: '', mems: '' },
    };
    inCreated(box, resources, (file) => {
      expect(file('memory', 'memory.limit_in_bytes')).toMatch(/^\d{19}$/);
      expect(file('cpu', 'cpu.shares')).toBe('1024');
      expect(file('cpu', 'cpu.cfs_quota_us')).toBe('-1');
      expect(file('cpuset', 'cpuset.cpus')).not.toBe('');
    });
  },
  { needs: ['v1-memory', 'v1-cpu'] },
);

scenario(
  'a rule of config.json is in devices.list before the defaults, and confines',
  (box) => {
    inCreated(box, { devices: everything.devices }, (file) => {
      expect(file('devices', 'devices.list').split('\n').slice(0, 3)).toEqual([
        'c 10:229 rwm',
        'b 7:3 rw',
        'c *:* m',
      ]);
    });
    const out = box.output((config) => {
      config.linux.resources = { devices: [{ allow: false, access: 'rwm' }] };
      config.linux.devices = [{ path: '/dev/kmsg2', type: 'c', major: 1, minor: 11, fileMode: 0o666 }];
      config.process.args = [
        '/bin/sh',
        '-c',
        'head -c1 /dev/zero | wc -c; cat /dev/kmsg2 2>&1 | grep -c permitted',
      ];
    });
    expect(out).toBe('1\n1\n');
  },
  { needs: ['v1-devices'] },
);

scenario(
  'a pids limit of one lets the payload run and not fork',
  (box) => {
    const result = box.run((config) => {
      config.linux.resources.pids = { limit: 1 };
      config.process.args = ['/bin/sh', '-c', 'echo alone; true; (exit 3) || echo no; /bin/true'];
    });
    expect(result.stdout).toBe('alone\n');
    expect(result.stderr).toContain("can't fork");
  },
  { needs: ['v1-pids'], teuOnly: 'the peers need more processes themselves' },
);

scenario(
  'from spec 1.3 on a pids limit of 0 is a limit',
  (box) => {
    const id = box.id();
    const change = place(`/teu-tests/${id}`, { pids: { limit: 0 } });
    const bundle = box.bundle((config) => {
      change(config);
      config.ociVersion = '1.3.0';
    });
    box.must('create', '--bundle', bundle, id);
    expect(value(`${root}/pids/teu-tests/${id}/pids.max`)).toBe('0');
    box.must('start', id);
    expect(box.state(id).status).toBe('running');
  },
  { needs: ['v1-pids'], teuOnly: 'runc writes 1' },
);

scenario(
  'a limit that the cgroup cannot have is answered with its pointer',
  (box) => {
    const result = box.run((config) => {
      config.linux.resources.cpu = { cpus: '4096' };
    });
    expect(result.code).toBe(1);
    expect(result.stderr).toContain('/linux/resources/cpu/cpus');
    expect(result.stderr).toMatch(/cpuset\.cpus/);
  },
  { needs: ['v1-cpu'], teuOnly: 'the peers name no pointer' },
);

scenario(
  'a cgroupsPath that names the root of a hierarchy is refused with its pointer',
  (box) => {
    for (const path of ['/', '.', '/x/..']) {
      const result = box.run((config) => {
        config.linux.cgroupsPath = path;
      });
      expect(result.code).toBe(1);
      expect(result.stderr).toContain('/linux/cgroupsPath');
    }
  },
  { teuOnly: 'runc writes the limits into the root' },
);

/** Values that a container's limits are made of; counters and pressure differ from run to run. */
const isLimit = (name: string): boolean =>
  /(limit_in_bytes|swappiness|oom_control|use_hierarchy|cpu\.(shares|cfs_|idle|rt_)|cpuset\.(cpus|mems)|blkio\.throttle\.(read|write)_|blkio\.bfq\.weight|pids\.max|devices\.list|freezer\.state|clone_children|notify_on_release)/.test(
    name,
  );

/** controller/file -> contents of the container's cgroups, device rules sorted. */
function limitsOf(path: string): Record<string, string> {
  const all: Record<string, string> = {};
  for (const controller of readdirSync(root)) {
    const dir = `${root}/${controller}${path}`;
    if (!existsSync(dir)) continue;
    for (const name of readdirSync(dir).filter(isLimit)) {
      if ((statSync(`${dir}/${name}`).mode & 0o444) === 0) continue;
      all[`${controller}/${name}`] = value(`${dir}/${name}`).split('\n').sort().join('\n');
    }
  }
  return all;
}

scenario(
  'the control files of all hierarchies hold what runc writes',
  (box) => {
    const ours = box.id();
    const theirs = box.id();
    const device = disk();
    const throttle = (rate: number) => (device === null ? [] : [{ ...device, rate }]);
    const blockIO = { throttleReadBpsDevice: throttle(1 << 20), throttleWriteIOPSDevice: throttle(77) };
    const resources = { ...everything, blockIO };
    box.must('create', '--bundle', box.bundle(place(`/teu-tests/${ours}`, resources)), ours);
    const state = `${box.dir}/runc`;
    const bundle = box.bundle(place(`/teu-tests/${theirs}`, resources));
    const runc = (...args: string[]) =>
      Bun.spawnSync(['runc', '--root', state, ...args], {
        stdin: 'ignore',
        stdout: 'ignore',
        stderr: 'ignore',
      });
    const made = runc('create', '--bundle', bundle, theirs);
    try {
      expect(made.exitCode).toBe(0);
      expect(limitsOf(`/teu-tests/${ours}`)).toEqual(limitsOf(`/teu-tests/${theirs}`));
    } finally {
      runc('delete', '--force', theirs);
    }
  },
  { needs: ['cgroup-v1', 'runc'] },
);
