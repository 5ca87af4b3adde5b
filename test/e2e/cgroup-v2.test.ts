/** cgroup v2 alone: placement, the view of the mount, the device program, missing controllers. */
import { expect } from 'bun:test';
import type { Box } from '../helpers/box.ts';
import type { OciConfig } from '../helpers/config.ts';
import { scenario } from '../helpers/scenario.ts';
import { onCgroup2 } from '../helpers/v2.ts';

export const alsoIn = 'guest';

const onV2 = (box: Box, change: (config: OciConfig) => void) => box.run(change, { wrap: onCgroup2 });

scenario(
  'on v2 the container is in its cgroup, sees it as the root, and its devices are confined',
  (box) => {
    const result = onV2(box, (config) => {
      config.linux.namespaces.push({ type: 'cgroup' });
      config.linux.resources = { devices: [{ allow: false, access: 'rwm' }] };
      config.linux.devices = [{ path: '/dev/kmsg2', type: 'c', major: 1, minor: 11, fileMode: 0o666 }];
      const look =
        'grep ^0 /proc/self/cgroup; cat /sys/fs/cgroup/cgroup.procs | head -1; head -c1 /dev/zero | wc -c';
      const refused =
        'cat /dev/kmsg2 2>&1 | grep -c permitted; mkdir /sys/fs/cgroup/x 2>/dev/null || echo ro';
      config.process.args = ['/bin/sh', '-c', `${look}; ${refused}`];
    });
    expect([result.stderr.replace(/.*warning.*\n/g, ''), result.stdout]).toEqual(['', '0::/\n1\n1\n1\nro\n']);
  },
  { needs: ['cgroup2'], teuOnly: 'crun needs more rights here' },
);

scenario(
  'on v2 without a cgroup namespace nothing above the own cgroup is shown',
  (box) => {
    const result = onV2(box, (config) => {
      config.linux.cgroupsPath = '/teu-tests/v2';
      config.process.args = [
        '/bin/sh',
        '-c',
        'cat /sys/fs/cgroup/cgroup.procs | head -1; grep -o "0::.*" /proc/self/cgroup',
      ];
    });
    expect(result.stdout).toBe('1\n0::/teu-tests/v2\n');
  },
  { needs: ['cgroup2'], teuOnly: 'the peers show the whole tree' },
);

scenario(
  'on v2 a controller that the host has not got is answered with the pointer of the limit',
  (box) => {
    const result = onV2(box, (config) => {
      config.linux.resources.memory = { limit: 64 << 20 };
    });
    expect(result.code).toBe(1);
    expect(result.stderr).toContain('/linux/resources/memory/limit');
  },
  { needs: ['v1-memory'], teuOnly: 'the peers name no pointer' },
);
