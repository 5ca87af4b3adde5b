/** maskedPaths, readonlyPaths, root.readonly, sysctl, rootfsPropagation: what is done after the pivot. */
import { expect } from 'bun:test';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { withoutNamespace } from '../helpers/config.ts';
import { scenario } from '../helpers/scenario.ts';

scenario('a masked file reads as empty and a masked directory lists nothing', (box) => {
  const out = box.output((config, dir) => {
    mkdirSync(`${dir}/rootfs/secret-dir`);
    writeFileSync(`${dir}/rootfs/secret-dir/inner`, 'x');
    writeFileSync(`${dir}/rootfs/secret`, 'x');
    config.linux.maskedPaths = ['/secret', '/secret-dir', '/not/there'];
    config.process.args = [
      '/bin/sh',
      '-c',
      'cat /secret; ls -A /secret-dir; echo x > /secret-dir/new || echo refused',
    ];
  });
  expect(out).toBe('refused\n');
});

scenario('a read-only path cannot be written, also below', (box) => {
  const out = box.output((config, dir) => {
    mkdirSync(`${dir}/rootfs/fixed/sub`, { recursive: true });
    config.linux.readonlyPaths = ['/fixed', '/not/there'];
    config.process.args = [
      '/bin/sh',
      '-c',
      'touch /fixed/a 2>&1; touch /fixed/sub/b 2>&1; touch /free && echo ok',
    ];
  });
  expect(out.match(/Read-only file system/g)).toHaveLength(2);
  expect(out).toEndWith('ok\n');
});

scenario('read-only paths keep the flags that their mount has', (box) => {
  const out = box.output('grep " /proc/sys " /proc/self/mountinfo | cut -d" " -f6');
  expect(out.trim().split(',')).toContain('ro');
});

scenario('with root.readonly nothing of the rootfs can be written, and tmpfs can', (box) => {
  const out = box.output((config) => {
    config.root.readonly = true;
    config.process.args = ['/bin/sh', '-c', 'touch /x 2>/dev/null || echo no; touch /dev/shm/x && echo yes'];
  });
  expect(out).toBe('no\nyes\n');
});

scenario('with root.readonly the mount points of the bundle are still made', (box) => {
  const out = box.output((config) => {
    config.root.readonly = true;
    config.mounts.push({ destination: '/new/point', type: 'tmpfs', source: 'tmpfs' });
    config.process.args = ['/bin/sh', '-c', 'touch /new/point/x && echo yes'];
  });
  expect(out).toBe('yes\n');
});

scenario('a masked path that is a symlink of the image hides only things inside', (box) => {
  const result = box.run((config, dir) => {
    symlinkSync('/etc/group', `${dir}/rootfs/masked`);
    config.linux.maskedPaths = ['/masked'];
    config.process.args = ['/bin/true'];
  });
  expect([0, 1]).toContain(result.code);
  expect(Bun.file('/etc/group').size).toBeGreaterThan(0);
});

scenario('sysctls are set in the namespaces of the container', (box) => {
  const out = box.output((config) => {
    config.linux.sysctl = {
      'net.ipv4.ip_forward': '1',
      'kernel.shm_rmid_forced': '1',
      'net.ipv4.ping_group_range': '0 10',
    };
    config.process.args = [
      '/bin/sh',
      '-c',
      'cd /proc/sys; cat net/ipv4/ip_forward kernel/shm_rmid_forced net/ipv4/ping_group_range',
    ];
  });
  expect(out.replaceAll('\t', ' ')).toBe('1\n1\n0 10\n');
});

scenario('a sysctl of a namespace that is shared with the host is refused', (box) => {
  const result = box.run((config) => {
    withoutNamespace(config, 'network');
    config.linux.sysctl = { 'net.ipv4.ip_forward': '0' };
  });
  expect(result.code).toBe(1);
});

scenario('a sysctl that no namespace has is refused', (box) => {
  const result = box.run((config) => {
    config.linux.sysctl = { 'vm.swappiness': '61' };
  });
  expect(result.code).toBe(1);
});

scenario('a sysctl that does not exist is an error that names it', (box) => {
  const result = box.run((config) => {
    config.linux.sysctl = { 'net.ipv4.no_such_thing': '1' };
  });
  expect(result.code).toBe(1);
  expect(result.stderr).toMatch(/no_such_thing/);
});

for (const [propagation, shown] of [
  ['shared', 'shared'],
  ['slave', 'master'],
  ['private', ''],
  ['unbindable', 'unbindable'],
] as const) {
  scenario(
    `rootfsPropagation ${propagation} is the propagation of the root mount`,
    (box) => {
      const result = box.run((config) => {
        config.linux.rootfsPropagation = propagation;
        config.process.args = ['/bin/grep', ' / / ', '/proc/self/mountinfo'];
        // The root of the rootfs mount is the bundle's directory on its file system, so match the mount point alone.
        config.process.args = [
          '/bin/awk',
          '$5 == "/" { for (i = 7; $i != "-"; i++) printf "%s ", $i }',
          '/proc/self/mountinfo',
        ];
      });
      expect(result.code).toBe(0);
      const words = result.stdout
        .trim()
        .split(' ')
        .map((word) => word.replace(/:\d+$/, ''));
      if (shown === '') expect(words).toEqual(['']);
      else if (shown === 'master') expect(words).not.toContain('shared');
      else expect(words).toContain(shown);
    },
    { teuOnly: 'runc 1.1 fails on unbindable and needs a shared parent' },
  );
}
