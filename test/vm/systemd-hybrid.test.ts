/** systemd on cgroup v1, with v2 beside it: the scope is in every hierarchy. The guest's kernel has memory and cpuset on v2 alone. */
import { expect } from 'bun:test';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { scenario } from '../helpers/scenario.ts';
import { flag, isGone, properties, systemctl } from './unit.ts';
import { runAsUser } from './user.ts';

const needs = ['systemd-v1'] as const;
const root = '/sys/fs/cgroup';
const directories = (unit: string): string[] =>
  readdirSync(root)
    .map((name) => `${root}/${name}/system.slice/${unit}`)
    .filter((path) => existsSync(path));

scenario(
  'systemd on v1: the container is in its scope in every hierarchy; limits and devices hold through daemon-reload',
  (box) => {
    const id = box.id();
    const unit = `vm-${id}.scope`;
    const bundle = box.bundle((config) => {
      config.linux.cgroupsPath = `system.slice:vm:${id}`;
      config.linux.resources = {
        cpu: { quota: 33_333, period: 100_000, shares: 512 },
        pids: { limit: 20 },
        devices: [{ allow: false, access: 'rwm' }],
      };
      config.linux.devices = [{ path: '/dev/kmsg2', type: 'c', major: 1, minor: 11, fileMode: 0o666 }];
      config.process.args = ['/bin/sleep', '1000'];
    });
    box.must(flag, 'create', '--bundle', bundle, id);
    box.must('start', id);
    const { pid } = box.state(id);
    const places = readFileSync(`/proc/${pid}/cgroup`, 'utf8').trim().split('\n');
    expect(places.filter((line) => !line.endsWith(`:/system.slice/${unit}`))).toEqual([]);
    const file = (path: string): string => {
      const [controller = '', name = ''] = path.split('/');
      return readFileSync(`${root}/${controller}/system.slice/${unit}/${name}`, 'utf8').trim();
    };
    const names = ['pids/pids.max', 'cpu,cpuacct/cpu.cfs_quota_us', 'cpu,cpuacct/cpu.shares'];
    const denied = () => box.must('exec', id, 'sh', '-c', 'cat /dev/kmsg2 2>&1 | grep -c permitted').stdout;
    const units = ['CPUQuotaPerSecUSec', 'CPUShares', 'DevicePolicy', 'TasksMax'];
    for (const reload of [false, true]) {
      if (reload) systemctl('daemon-reload');
      expect(names.map(file)).toEqual(['20', '33333', '512']);
      expect(denied()).toBe('1\n');
      expect(properties(unit, units)).toEqual({
        ...{ CPUQuotaPerSecUSec: '340ms', CPUShares: '512', DevicePolicy: 'strict', TasksMax: '20' },
      });
    }
    box.must('update', '--cpu-quota', '22222', '--pids-limit', '7', id);
    expect(names.map(file)).toEqual(['7', '22222', '512']);
    expect(properties(unit, ['CPUQuotaPerSecUSec', 'TasksMax'])).toEqual({
      ...{ CPUQuotaPerSecUSec: '230ms', TasksMax: '7' },
    });
    box.must('pause', id);
    box.must('resume', id);
    box.must('delete', '--force', id);
    expect([isGone(unit), directories(unit)]).toEqual([true, []]);
  },
  { needs },
);

scenario(
  'systemd on v1: a user cannot have a cgroup made, and is told why',
  (box) => {
    const { code, stderr } = runAsUser(box, () => undefined, undefined, [flag]);
    expect(code).toBe(1);
    expect(stderr).toContain('cannot have the systemd of a user make the cgroup: this host has cgroup v1');
  },
  { needs },
);
