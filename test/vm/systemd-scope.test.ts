/** --systemd-cgroup: the scope, its limits in the unit and in the kernel, and every verb on such a container. */
import { expect } from 'bun:test';
import { existsSync, readFileSync, statSync } from 'node:fs';
import type { Box } from '../helpers/box.ts';
import type { OciConfig } from '../helpers/config.ts';
import { scenario } from '../helpers/scenario.ts';
import { controlFile, flag, isGone, properties, property, systemctl } from './unit.ts';

const MiB = 1 << 20;
const { rdev } = statSync('/dev/vda');
const disk = { major: rdev >> 8, minor: rdev & 0xff };
const resources = {
  memory: { limit: 64 * MiB, reservation: 32 * MiB, swap: 96 * MiB },
  pids: { limit: 20 },
  cpu: { quota: 33_333, period: 100_000, shares: 512, cpus: '0', mems: '0' },
  blockIO: { weight: 500, throttleReadBpsDevice: [{ ...disk, rate: MiB }] },
  devices: [
    { allow: false, access: 'rwm' },
    { allow: true, type: 'c', major: 10, minor: 237, access: 'rw' },
  ],
};
/** Control file -> value, unit property -> value. */
const files = {
  'memory.max': `${64 * MiB}`,
  'memory.low': `${32 * MiB}`,
  'memory.swap.max': `${32 * MiB}`,
  'pids.max': '20',
  'cpu.weight': '59',
  'cpuset.cpus': '0',
  'cpuset.mems': '0',
  'io.max': `${disk.major}:${disk.minor} rbps=1048576 wbps=max riops=max wiops=max`,
};
const unitValues = {
  MemoryMax: `${64 * MiB}`,
  MemoryLow: `${32 * MiB}`,
  MemorySwapMax: `${32 * MiB}`,
  TasksMax: '20',
  CPUWeight: '59',
  CPUQuotaPerSecUSec: '340ms',
  CPUQuotaPeriodUSec: '100ms',
  AllowedCPUs: '0',
  AllowedMemoryNodes: '0',
  IOWeight: '4950',
  DevicePolicy: 'strict',
  Delegate: 'yes',
  CollectMode: 'inactive-or-failed',
  Slice: 'machine-teu.slice',
};

const named = (id: string) => ({ path: `machine-teu.slice:vm:${id}`, unit: `vm-${id}.scope` });

function created(box: Box, change: (config: OciConfig) => void): { id: string; unit: string; pid: number } {
  const id = box.id();
  const { path, unit } = named(id);
  const bundle = box.bundle((config) => {
    config.linux.namespaces.push({ type: 'cgroup' });
    config.linux.cgroupsPath = path;
    config.linux.resources = resources;
    config.linux.devices = [
      { path: '/dev/kmsg2', type: 'c', major: 1, minor: 11, fileMode: 0o666 },
      { path: '/dev/control2', type: 'c', major: 10, minor: 237, fileMode: 0o666 },
    ];
    config.process.args = ['/bin/sleep', '1000'];
    change(config);
  });
  box.must(flag, 'create', '--bundle', bundle, id);
  return { id, unit, pid: box.state(id).pid };
}

function started(box: Box, change: (config: OciConfig) => void = () => undefined) {
  const made = created(box, change);
  box.must('start', made.id);
  return made;
}

/** A device that the rules deny, and one that they allow (of which nothing can be read, but it can be opened). */
const devices = (box: Box, id: string): string =>
  box.must(
    'exec',
    id,
    'sh',
    '-c',
    'for d in kmsg2 control2; do cat /dev/$d 2>&1 | grep -c permitted; done; true',
  ).stdout;

function expectLimits(unit: string, pid: number, cpuMax = '33333 100000'): void {
  const kernel = Object.fromEntries(Object.keys(files).map((name) => [name, controlFile(pid, name)]));
  expect(kernel).toEqual(files);
  expect(controlFile(pid, 'cpu.max')).toBe(cpuMax);
  expect(properties(unit, Object.keys(unitValues))).toEqual(unitValues);
}

scenario('limits and devices are in the unit and in the kernel, and hold through daemon-reload', (box) => {
  const { id, unit, pid } = started(box);
  expect(readFileSync(`/proc/${pid}/cgroup`, 'utf8')).toBe(`0::/machine.slice/machine-teu.slice/${unit}\n`);
  expectLimits(unit, pid);
  expect(devices(box, id)).toBe('1\n0\n');
  systemctl('daemon-reload');
  expectLimits(unit, pid, controlFile(pid, 'cpu.max'));
  expect(devices(box, id)).toBe('1\n0\n');
  box.end(id);
  box.must('delete', id);
  expect([isGone(unit), existsSync(`/sys/fs/cgroup/machine.slice/machine-teu.slice/${unit}`)]).toEqual([
    true,
    false,
  ]);
});

scenario('update changes unit and kernel, and daemon-reload keeps what it has changed', (box) => {
  const { id, unit, pid } = started(box);
  const words = ['--memory', '48m', '--memory-swap', '64m', '--pids-limit', '30', '--cpu-share', '1024'];
  box.must('update', ...words, '--cpu-quota', '22222', '--cpuset-cpus', '0-1', id);
  const look = () => ({
    ...Object.fromEntries(
      ['memory.max', 'memory.swap.max', 'pids.max', 'cpu.weight', 'cpuset.cpus'].map((name) => [
        name,
        controlFile(pid, name),
      ]),
    ),
    ...properties(unit, [
      ...['MemoryMax', 'MemorySwapMax', 'TasksMax', 'CPUWeight', 'CPUQuotaPerSecUSec', 'AllowedCPUs'],
    ]),
  });
  const expected = {
    ...{ 'memory.max': `${48 * MiB}`, 'memory.swap.max': `${16 * MiB}`, 'pids.max': '30' },
    ...{ 'cpu.weight': '100', 'cpuset.cpus': '0-1', CPUQuotaPerSecUSec: '230ms', AllowedCPUs: '0-1' },
    ...{ MemoryMax: `${48 * MiB}`, MemorySwapMax: `${16 * MiB}`, TasksMax: '30', CPUWeight: '100' },
  };
  expect(look()).toEqual(expected);
  expect(controlFile(pid, 'cpu.max')).toBe('22222 100000');
  systemctl('daemon-reload');
  expect(look()).toEqual(expected);
  expect(devices(box, id)).toBe('1\n0\n');
  const sent = { memory: { limit: 48 * MiB, swap: 64 * MiB }, pids: { limit: 30 } };
  expect(box.call(['update', '--resources', '-', id], { stdin: JSON.stringify(sent) }).code).toBe(0);
  expect(look()).toEqual(expected);
  expect(box.call(['update', '--resources', '-', id], { stdin: '{"pids":{"limit":31}}' }).code).toBe(0);
  expect(controlFile(pid, 'pids.max')).toBe('31');
  box.must('update', '--pids-limit', '30', id);
  // Refused by the kernel: nothing changes, in neither place.
  expect(box.teu('update', '--memory', '40m', '--cpuset-cpus', '77', id).code).toBe(1);
  expect(look()).toEqual(expected);
});

scenario('every verb finds the container in its scope', (box) => {
  const { id, unit, pid } = started(box);
  expect(JSON.parse(box.must('ps', '--format', 'json', id).stdout)).toEqual([pid]);
  expect(box.must('exec', id, 'cat', '/proc/self/cgroup').stdout).toBe('0::/\n');
  const stats = JSON.parse(box.must('events', '--stats', id).stdout);
  expect(stats.data.memory.usage.limit).toBe(64 * MiB);
  expect(stats.data.pids.limit).toBe(20);
  box.must('pause', id);
  expect([controlFile(pid, 'cgroup.freeze'), box.state(id).status]).toEqual(['1', 'paused']);
  box.must('resume', id);
  expect(controlFile(pid, 'cgroup.freeze')).toBe('0');
  box.end(id);
  box.must('delete', id);
  expect(isGone(unit)).toBe(true);
});

scenario('run ends with the status of the payload and without its unit', (box) => {
  const id = box.id();
  const { path, unit } = named(id);
  const bundle = box.bundle((config) => {
    config.linux.cgroupsPath = path;
    config.linux.resources = { memory: { limit: 32 * MiB } };
    config.process.args = ['/bin/sh', '-c', 'cat /proc/self/cgroup; exit 7'];
  });
  const { code, stdout, stderr } = box.teu('--cgroup-manager', 'systemd', 'run', '--bundle', bundle, id);
  expect([code, stdout, stderr]).toEqual([7, `0::/machine.slice/machine-teu.slice/${unit}\n`, '']);
  expect(isGone(unit)).toBe(true);
});

scenario('without cgroupsPath it is a scope of system.slice with the name of the container', (box) => {
  const id = box.id();
  const bundle = box.bundle((config) => {
    delete config.linux.cgroupsPath;
    config.process.args = ['/bin/cat', '/proc/self/cgroup'];
  });
  expect(box.must(flag, 'run', '--bundle', bundle, id).stdout).toBe(`0::/system.slice/teu-${id}.scope\n`);
});

scenario('annotations reach the unit', (box) => {
  const { unit } = created(box, (config) => {
    config.annotations = {
      'org.systemd.property.TimeoutStopUSec': 'uint64 12000000',
      'org.systemd.property.After': "['dbus.service']",
      'org.systemd.property.CollectMode': "'inactive'",
    };
  });
  expect(property(unit, 'TimeoutStopUSec')).toBe('12s');
  expect(property(unit, 'After')).toContain('dbus.service');
  expect(property(unit, 'CollectMode')).toBe('inactive');
});

scenario('a value that systemd refuses is told with its field, and nothing is left', (box) => {
  const id = box.id();
  const bundle = box.bundle((config) => {
    config.linux.cgroupsPath = named(id).path;
    config.annotations = { 'org.systemd.property.After': "['no unit']" };
  });
  const { code, stderr } = box.teu(flag, 'create', '--bundle', bundle, id);
  expect(code).toBe(1);
  expect(stderr).toMatch(/call +StartTransientUnit: EINVAL/);
  expect(stderr).toContain('no unit');
  expect(isGone(named(id).unit)).toBe(true);
});

scenario('devices: all but some, which systemd cannot say, and holds nevertheless', (box) => {
  const { id, unit } = started(box, (config) => {
    config.linux.resources = {
      devices: [
        { allow: true, access: 'rwm' },
        { allow: false, type: 'c', major: 1, minor: 11, access: 'rwm' },
      ],
    };
  });
  expect(property(unit, 'DevicePolicy')).toBe('auto');
  expect(devices(box, id)).toBe('1\n0\n');
  systemctl('daemon-reload');
  expect(devices(box, id)).toBe('1\n0\n');
});

scenario('a container that was killed for its memory leaves no failed unit', (box) => {
  const id = box.id();
  const { path, unit } = named(id);
  const bundle = box.bundle((config) => {
    config.linux.cgroupsPath = path;
    config.linux.resources = { memory: { limit: 16 * MiB, swap: 16 * MiB } };
    config.process.args = ['/bin/sh', '-c', 'a=x; while :; do a=$a$a; done'];
  });
  expect(box.teu(flag, 'run', '--bundle', bundle, id).code).toBe(137);
  expect(isGone(unit)).toBe(true);
});
