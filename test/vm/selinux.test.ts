/** SELinux, permissive, with the policy of selinux/policy.conf: labels of processes, keys and mounts. */
import { expect } from 'bun:test';
import { spawnSync } from 'node:child_process';
import type { Box } from '../helpers/box.ts';
import { type OciConfig, withUserNamespace } from '../helpers/config.ts';
import { running, told } from '../helpers/exec.ts';
import { scenario } from '../helpers/scenario.ts';

const needs = ['selinux'] as const;
const label = 'system_u:system_r:container_t:s0:c1,c2';
const fileLabel = 'system_u:object_r:container_file_t:s0:c1,c2';
const look = 'tr -d "\\0\\n" < /proc/self/attr/current; echo';

const labelled = (config: OciConfig) => {
  config.process['selinuxLabel'] = label;
};
const looks = (config: OciConfig) => {
  labelled(config);
  config.process.args = ['/bin/sh', '-c', look];
};

scenario(
  'SELinux: the process has the label of the configuration, in a user namespace as well',
  (box) => {
    expect(box.output(looks)).toBe(`${label}\n`);
    const inside = box.output((config) => {
      looks(config);
      withUserNamespace(config);
    });
    expect(inside).toBe(`${label}\n`);
    expect(box.output(look)).toBe('system_u:system_r:kernel_t:s0\n');
  },
  { needs },
);

scenario(
  'SELinux: exec has the label of its container, and another one when asked for',
  (box) => {
    const id = running(box, labelled);
    expect(told(box, id, look)).toBe(`${label}\n`);
    const other = 'system_u:system_r:helper_t:s0';
    expect(told(box, id, look, '--process-label', other)).toBe(`${other}\n`);
    box.end(id);
  },
  { needs },
);

scenario(
  'SELinux: a label that the policy has not got is an error with its field, and leaves nothing',
  (box) => {
    const { code, stdout, stderr } = box.run((config) => {
      config.process['selinuxLabel'] = 'system_u:system_r:absent_t:s0';
    });
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain('/process/selinuxLabel');
    expect(stderr).toMatch(/hint +the policy that is loaded has no such label/);
  },
  { needs },
);

scenario(
  'SELinux: a hook of startContainer has the label of the process it precedes, and new keys have no label of ours',
  (box) => {
    const out = box.output((config) => {
      labelled(config);
      config.root.readonly = false;
      const env = ['PATH=/bin'];
      const args = ['sh', '-c', 'tr -d "\\0" < /proc/self/attr/current > /tmp/hook'];
      config.hooks = { startContainer: [{ path: '/bin/sh', args, env }] };
      config.process.args = ['/bin/sh', '-c', 'cat /tmp/hook; echo; cat /proc/self/attr/keycreate | wc -c'];
    });
    expect(out).toBe(`${label}\n0\n`);
  },
  { needs },
);

/** What the host sees of a path in the container. */
function contextOf(box: Box, id: string, path: string): string {
  const { stdout } = spawnSync('ls', ['-Zd', `/proc/${box.state(id).pid}/root${path}`], { encoding: 'utf8' });
  return stdout.split(' ')[0] ?? '';
}

scenario(
  'SELinux: mountLabel is on every new file system that takes one, and on mqueue',
  (box) => {
    const id = running(box, (config) => {
      labelled(config);
      config.linux['mountLabel'] = fileLabel;
    });
    for (const path of ['/dev', '/dev/shm', '/dev/pts', '/dev/mqueue'])
      expect([path, contextOf(box, id, path)]).toEqual([path, fileLabel]);
    expect(contextOf(box, id, '/proc')).toBe('system_u:object_r:file_t:s0');
    expect(told(box, id, 'grep -c "context=.*container_file_t" /proc/self/mounts')).toBe('3\n');
    box.end(id);
  },
  { needs },
);

scenario(
  'SELinux: a mountLabel that the policy has not got is an error that names it, not the mount',
  (box) => {
    const { code, stdout, stderr } = box.run((config) => {
      config.linux['mountLabel'] = 'system_u:object_r:absent_t:s0';
    });
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(
      /field +\S+config.json:\d+:\d+ \/linux\/mountLabel +"system_u:object_r:absent_t:s0"/,
    );
    expect(stderr).toMatch(/hint +the policy that is loaded has no such label/);
  },
  { needs },
);

scenario(
  'SELinux: an option of a mount that is wrong is still named where there is a mountLabel',
  (box) => {
    const { code, stderr } = box.run((config) => {
      config.linux['mountLabel'] = fileLabel;
      config.mounts.push({ destination: '/x', type: 'tmpfs', source: 'tmpfs', options: ['size=much'] });
    });
    expect(code).toBe(1);
    expect(stderr).toContain('/mounts/7/options/0');
  },
  { needs },
);
