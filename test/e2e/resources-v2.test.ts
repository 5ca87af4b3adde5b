/** Resources on cgroup v2, where the tree is mounted alone; what the host's v1 hierarchies leave of it is hugetlb. */
import { expect } from 'bun:test';
import { readdirSync } from 'node:fs';
import type { Box } from '../helpers/box.ts';
import type { OciConfig } from '../helpers/config.ts';
import { scenario } from '../helpers/scenario.ts';
import { onCgroup2 } from '../helpers/v2.ts';

export const alsoIn = 'guest';

const hugepages = '/sys/kernel/mm/hugepages';

const onV2 = (box: Box, change: (config: OciConfig) => void) => box.run(change, { wrap: onCgroup2 });

const limited =
  (resources: Record<string, unknown>, script = 'true') =>
  (config: OciConfig): void => {
    config.linux.namespaces.push({ type: 'cgroup' });
    config.linux.resources = { ...config.linux.resources, ...resources };
    config.process.args = ['/bin/sh', '-c', `cd /sys/fs/cgroup; ${script}`];
  };

function refused(box: Box, resources: Record<string, unknown>, ...words: string[]): void {
  const result = onV2(box, limited(resources));
  expect(result.code).toBe(1);
  for (const word of words) expect(result.stderr).toContain(word);
}

scenario(
  'on v2 huge pages are limited in use and in reservation',
  (box) => {
    const result = onV2(
      box,
      limited(
        { hugepageLimits: [{ pageSize: '2MB', limit: 4 << 20 }] },
        'cat hugetlb.2MB.max hugetlb.2MB.rsvd.max',
      ),
    );
    expect(result).toEqual({ code: 0, stdout: `${4 << 20}\n${4 << 20}\n`, stderr: '' });
  },
  { needs: ['v2-hugetlb'], teuOnly: 'crun needs more rights here' },
);

scenario(
  'on v2 a page size that the kernel has not got is answered with its pointer and the sizes',
  (box) => {
    const hugepageLimits = [{ pageSize: '3MB', limit: 0 }];
    const [first = ''] = readdirSync(hugepages);
    expect(first).toMatch(/^hugepages-/);
    refused(box, { hugepageLimits }, '/linux/resources/hugepageLimits/0/pageSize', 'this kernel has');
  },
  { needs: ['v2-hugetlb'], teuOnly: 'the peers name no pointer' },
);

scenario(
  'on v2 unified is written, line by line, and wins over what was converted',
  (box) => {
    const resources = {
      hugepageLimits: [{ pageSize: '2MB', limit: 4 << 20 }],
      unified: { 'hugetlb.2MB.max': `${2 << 20}\n${6 << 20}\n`, 'cgroup.max.depth': '3' },
    };
    const result = onV2(box, limited(resources, 'cat hugetlb.2MB.max hugetlb.2MB.rsvd.max cgroup.max.depth'));
    expect(result).toEqual({ code: 0, stdout: `${6 << 20}\n${4 << 20}\n3\n`, stderr: '' });
  },
  { needs: ['v2-hugetlb'], teuOnly: 'crun needs more rights here' },
);

scenario(
  'on v2 unified that cannot be written is answered with its pointer and the reason',
  (box) => {
    const at = '/linux/resources/unified';
    refused(box, { unified: { 'nosuch.max': '1' } }, `${at}/nosuch.max`, 'cgroup.controllers');
    refused(box, { unified: { 'hugetlb.3MB.max': '1' } }, `${at}/hugetlb.3MB.max`, 'no hugetlb.3MB.max');
    refused(box, { unified: { 'hugetlb.2MB.max': 'x' } }, `${at}/hugetlb.2MB.max`, 'EINVAL');
    refused(box, { unified: { '../cgroup.procs': '1' } }, `${at}/..~1cgroup.procs`, 'without a slash');
  },
  { needs: ['v2-hugetlb'], teuOnly: 'the peers name no pointer' },
);

scenario(
  'on v2 network has no counterpart: a warning names each field',
  (box) => {
    const result = onV2(box, limited({ network: { classID: 1, priorities: [{ name: 'lo', priority: 1 }] } }));
    expect(result.code).toBe(0);
    expect(result.stderr).toContain('/linux/resources/network/classID');
    expect(result.stderr).toContain('/linux/resources/network/priorities');
  },
  { needs: ['cgroup2'], teuOnly: 'the peers say nothing' },
);

/** A user namespace, a cgroup namespace and a writable cgroup mount: what systemd in a container wants. */
const owned = (options: string[], script: string) => (config: OciConfig) => {
  config.linux.namespaces.push({ type: 'user' }, { type: 'cgroup' });
  config.linux.uidMappings = [{ containerID: 0, hostID: 100000, size: 65536 }];
  config.linux.gidMappings = [{ containerID: 0, hostID: 100000, size: 65536 }];
  for (const mount of config.mounts) if (mount.type === 'cgroup') mount.options = options;
  config.process.args = ['/bin/sh', '-c', `cd /sys/fs/cgroup; ${script}`];
};

const owners = 'for f in . cgroup.procs cgroup.subtree_control cgroup.max.depth; do stat -c %u $f; done';

scenario(
  'on v2 a writable cgroup belongs to root of the container, its limits do not, and it may make children',
  (box) => {
    const result = onV2(
      box,
      owned(
        ['rw', 'nosuid'],
        `${owners}; mkdir sub && echo $$ > sub/cgroup.procs && cat /proc/self/cgroup | grep ^0`,
      ),
    );
    expect(result.stdout).toBe('0\n0\n0\n65534\n0::/sub\n');
    expect(result.code).toBe(0);
  },
  { needs: ['cgroup2', 'userns'], teuOnly: 'crun needs more rights here' },
);

scenario(
  'on v2 a cgroup that is mounted read-only stays with root of the host',
  (box) => {
    const result = onV2(box, owned(['ro', 'nosuid'], `${owners}; mkdir sub 2>/dev/null || echo refused`));
    expect(result.stdout).toBe('65534\n65534\n65534\n65534\nrefused\n');
  },
  { needs: ['cgroup2', 'userns'], teuOnly: 'crun needs more rights here' },
);
