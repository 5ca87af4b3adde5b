/** Default and configured devices, their symlinks and their access rules. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { expect } from 'bun:test';
import type { OciConfig } from '../helpers/config.ts';
import { scenario } from '../helpers/scenario.ts';

export const alsoIn = 'guest';

scenario('the default devices are there with their numbers and modes', (box) => {
  const out = box.output(
    'cd /dev; stat -c "%n %F %t:%T %a %u:%g" null zero full random urandom tty | sed "s/character special file/c/"',
  );
  expect(out).toBe(
    'null c 1:3 666 0:0\nzero c 1:5 666 0:0\nfull c 1:7 666 0:0\nrandom c 1:8 666 0:0\nurandom c 1:9 666 0:0\ntty c 5:0 666 0:0\n',
  );
});

scenario('the default symlinks of /dev are there', (box) => {
  const out = box.output('cd /dev; for l in fd stdin stdout stderr ptmx; do echo "$l $(readlink $l)"; done');
  expect(out).toBe(
    'fd /proc/self/fd\nstdin /proc/self/fd/0\nstdout /proc/self/fd/1\nstderr /proc/self/fd/2\nptmx pts/ptmx\n',
  );
});

scenario('there is nothing else in /dev', (box) => {
  const names = box.output('ls -A /dev').trimEnd().split('\n').sort();
  const all = [
    'core',
    'fd',
    'full',
    'mqueue',
    'null',
    'ptmx',
    'pts',
    'random',
    'shm',
    'stderr',
    'stdin',
    'stdout',
    'tty',
    'urandom',
    'zero',
  ];
  expect(names.filter((name) => !all.includes(name))).toEqual([]);
  expect(names).toEqual(expect.arrayContaining(all.filter((name) => name !== 'core')));
});

scenario('configured devices are made with type, numbers, mode and owner', (box) => {
  const out = box.output((config) => {
    config.linux.devices = [
      { path: '/dev/my-null', type: 'c', major: 1, minor: 3, fileMode: 0o640, uid: 7, gid: 8 },
      // With the type bits of st_mode, as Podman's --device sends it.
      { path: '/dev/my-mode', type: 'c', major: 1, minor: 5, fileMode: 0o020604, uid: 0, gid: 0 },
      { path: '/dev/my-block', type: 'b', major: 7, minor: 0, fileMode: 0o600, uid: 0, gid: 0 },
      { path: '/dev/my-fifo', type: 'p', fileMode: 0o622, uid: 0, gid: 0 },
      { path: '/dev/sub/deep', type: 'u', major: 1, minor: 5, fileMode: 0o666, uid: 0, gid: 0 },
    ];
    config.process.args = [
      '/bin/sh',
      '-c',
      'cd /dev; stat -c "%n %F %t:%T %a %u:%g" my-null my-mode my-block my-fifo sub/deep',
    ];
  });
  expect(out).toBe(
    'my-null character special file 1:3 640 7:8\nmy-mode character special file 1:5 604 0:0\n' +
      'my-block block special file 7:0 600 0:0\n' +
      'my-fifo fifo 0:0 622 0:0\nsub/deep character special file 1:5 666 0:0\n',
  );
});

scenario('a device that the rules deny cannot be opened, an allowed one can', (box) => {
  const script = (allow: boolean) => (config: OciConfig) => {
    config.linux.devices = [{ path: '/dev/kmsg2', type: 'c', major: 1, minor: 11, fileMode: 0o666 }];
    config.linux.resources = {
      devices: [
        { allow: false, access: 'rwm' },
        ...(allow ? [{ allow: true, type: 'c', major: 1, minor: 11, access: 'rw' }] : []),
      ],
    };
    config.process.capabilities = {
      bounding: ['CAP_SYSLOG'],
      effective: ['CAP_SYSLOG'],
      permitted: ['CAP_SYSLOG'],
    };
    config.process.args = ['/bin/sh', '-c', 'exec 3</dev/kmsg2 && echo opened'];
  };
  expect(box.run(script(false)).stdout).toBe('');
  expect(box.run(script(true)).stdout).toBe('opened\n');
});

scenario('the default devices stay open whatever the rules say', (box) => {
  const out = box.output('head -c 3 /dev/zero | wc -c; echo x > /dev/null; head -c 1 /dev/urandom | wc -c');
  expect(out).toBe('3\n1\n');
});

scenario(
  'a file at the path of a device that is another one is an error that names it',
  (box) => {
    const result = box.run((config, dir) => {
      mkdirSync(`${dir}/rootfs/opt`, { recursive: true });
      writeFileSync(`${dir}/rootfs/opt/fuse`, 'a file');
      config.linux.devices = [{ type: 'c', path: '/opt/fuse', major: 10, minor: 229 }];
    });
    expect(result.code).toBe(1);
    expect(result.stderr).toContain('/opt/fuse');
    expect(result.stderr).toContain('/linux/devices/0');
  },
  { teuOnly: 'runc names no field' },
);
