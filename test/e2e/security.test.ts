/** Proofs that the host cannot be reached or loosened from a container, and that a bundle cannot run code as root. */
import { expect } from 'bun:test';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { withAllCapabilities, withUserNamespace } from '../helpers/config.ts';
import { repository } from '../helpers/paths.ts';
import { scenario } from '../helpers/scenario.ts';

const capabilities = [
  'CAP_SYS_ADMIN',
  'CAP_DAC_OVERRIDE',
  'CAP_MKNOD',
  'CAP_SYS_CHROOT',
  'CAP_SETUID',
  'CAP_SETGID',
];

scenario(
  'a host mount that is ro, nosuid, nodev, noexec cannot be loosened by container root in a user namespace',
  (box) => {
    const out = box.output((config, dir) => {
      mkdirSync(`${dir}/locked`);
      mkdirSync(`${dir}/rootfs/data`);
      box.mount('tmpfs', `${dir}/locked`, 'ro,nosuid,nodev,noexec');
      withUserNamespace(config);
      withAllCapabilities(config, capabilities);
      config.mounts.push({ destination: '/data', type: 'bind', source: `${dir}/locked`, options: ['rbind'] });
      const attempts = ['rw', 'suid', 'dev', 'exec', 'rw,suid,dev,exec'].map(
        (options) => `mount -o remount,bind,${options} /data 2>/dev/null && echo "LOOSENED ${options}"`,
      );
      config.process.args = [
        '/bin/sh',
        '-c',
        `${attempts.join('; ')}; grep " /data " /proc/self/mountinfo | cut -d" " -f6`,
      ];
    });
    expect(out).not.toMatch(/LOOSENED/);
    const options = (out.trimEnd().split('\n').pop() ?? '').split(',');
    expect(options).toEqual(expect.arrayContaining(['ro', 'nosuid', 'nodev', 'noexec']));
  },
  { needs: ['userns'] },
);

scenario(
  'a read-only bind in a user namespace cannot be made writable inside',
  (box) => {
    const out = box.output((config, dir) => {
      mkdirSync(`${dir}/source`, { mode: 0o777 });
      mkdirSync(`${dir}/rootfs/data`);
      withUserNamespace(config);
      withAllCapabilities(config, capabilities);
      config.mounts.push({
        destination: '/data',
        type: 'bind',
        source: `${dir}/source`,
        options: ['rbind', 'ro'],
      });
      config.process.args = [
        '/bin/sh',
        '-c',
        'mount -o remount,bind,rw /data 2>/dev/null; touch /data/x 2>/dev/null && echo WROTE; true',
      ];
    });
    expect(out).not.toContain('WROTE');
  },
  { needs: ['userns'] },
);

scenario(
  'a bunfig.toml or .env in the bundle or the current directory does not run or change anything',
  (box) => {
    const bundle = box.bundle('echo fine');
    const canary = `${box.dir}/canary`;
    writeFileSync(`${bundle}/bunfig.toml`, 'preload = ["./evil.ts"]\n[run]\npreload = ["./evil.ts"]\n');
    writeFileSync(`${bundle}/evil.ts`, `require("node:fs").writeFileSync(${JSON.stringify(canary)}, "ran");`);
    writeFileSync(`${bundle}/.env`, 'TEU_NO_FAST=1\nBUN_OPTIONS=--preload ./evil.ts\n');
    writeFileSync(`${bundle}/package.json`, '{"imports":{}}');
    writeFileSync(`${bundle}/tsconfig.json`, '{broken');
    const result = box.call(['run', '--bundle', bundle, box.id()], { cwd: bundle });
    expect(result).toEqual({ code: 0, stdout: 'fine\n', stderr: '' });
    expect(existsSync(canary)).toBe(false);
  },
);

for (const [name, value] of [
  ['BUN_OPTIONS', '--preload ./evil.ts'],
  ['BUN_BE_BUN', '1'],
  ['BUN_JSC_nosuchoption', '1'],
  ['NODE_OPTIONS', '--require ./evil.ts'],
  ['BUN_CONFIG_FILE', './bunfig.toml'],
  ['LD_PRELOAD', './evil.so'],
] as const) {
  scenario(`${name} of the caller has no power over the runtime`, (box) => {
    const bundle = box.bundle('echo fine');
    const canary = `${box.dir}/canary`;
    writeFileSync(`${bundle}/evil.ts`, `require("node:fs").writeFileSync(${JSON.stringify(canary)}, "ran");`);
    const env = { PATH: process.env['PATH'] ?? '', [name]: value };
    const result = box.call(['run', '--bundle', bundle, box.id()], { cwd: bundle, env });
    expect([result.code, result.stdout]).toEqual([0, 'fine\n']);
    expect(existsSync(canary)).toBe(false);
  });
}

scenario(
  'teu opens no file of the current directory but those of the bundle',
  (box) => {
    const bundle = box.bundle('true');
    const trace = `${box.dir}/trace`;
    mkdirSync(`${box.dir}/cwd`);
    const result = box.call(['run', '--bundle', bundle, box.id()], {
      cwd: `${box.dir}/cwd`,
      wrap: ['strace', '-f', '-qq', '-e', 'trace=open,openat,openat2,execve,execveat', '-o', trace],
    });
    expect(result.code).toBe(0);
    const opened = readFileSync(trace, 'utf8')
      .split('\n')
      .filter((line) => /bunfig|\.env\b|tsconfig|package\.json|\/cwd/.test(line));
    expect(opened).toEqual([]);
  },
  { needs: ['strace'], teuOnly: 'about its engine' },
);

scenario(
  'cwd over a descriptor of the runtime does not reach the host',
  (box) => {
    const out: string[] = [];
    for (const fd of [0, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 20]) {
      const result = box.run((config) => {
        config.process.cwd = `/proc/self/fd/${fd}`;
        config.process.args = [
          '/bin/sh',
          '-c',
          'cat ../../../../etc/debian_version ../../../../../etc/debian_version; pwd',
        ];
      });
      if (result.code === 0) out.push(result.stdout);
    }
    for (const text of out) expect(text).not.toMatch(/^\d+\.\d+$/m);
  },
  { teuOnly: 'a defence of its own' },
);

scenario(
  'an entrypoint that executes /proc/self/exe cannot change the installed binary',
  (box) => {
    const binaries = ['bin/teu', 'lib/teu/teu-core', 'lib/teu/libteu.so'].map(
      (name) => `${repository}build/${name}`,
    );
    const hashes = () =>
      binaries.map((path) => createHash('sha256').update(readFileSync(path)).digest('hex'));
    const before = hashes();
    const result = box.run((config) => {
      config.process.args = ['/proc/self/exe', 'sh'];
      config.process.capabilities = {
        bounding: capabilities,
        effective: capabilities,
        permitted: capabilities,
      };
    });
    expect(result.stdout).toBe('');
    expect(hashes()).toEqual(before);
  },
  { teuOnly: 'about its binaries' },
);

scenario(
  'no descriptor of the runtime is open in a created container but its own',
  (box) => {
    const id = box.created('exec sleep 1000');
    const { pid } = box.state(id);
    const exe = Bun.spawnSync(['readlink', `/proc/${pid}/exe`]).stdout.toString();
    expect(exe).toBe('/memfd:teu-init (deleted)\n');
    const links = Bun.spawnSync([
      'sh',
      '-c',
      `for f in /proc/${pid}/fd/*; do readlink $f; done`,
    ]).stdout.toString();
    const foreign = links
      .split('\n')
      .filter((link) => link.startsWith('/') && !/^\/(dev\/null|memfd:|tmp\/teu-test|proc|$)/.test(link));
    expect(foreign).toEqual([]);
  },
  { teuOnly: 'about its init' },
);

scenario(
  'a symlink swapped into the rootfs before create does not lead a device or file out of it',
  (box) => {
    const bundle = box.bundle((config, dir) => {
      mkdirSync(`${dir}/outside`);
      symlinkSync('../outside', `${dir}/rootfs/escape`);
      config.mounts.push({
        destination: '/escape/file',
        type: 'bind',
        source: '/etc/hostname',
        options: ['bind'],
      });
      config.process.cwd = '/escape/made';
      config.process.args = ['/bin/true'];
    });
    box.teu('run', '--bundle', bundle, box.id());
    expect(Bun.spawnSync(['ls', '-A', `${bundle}/outside`]).stdout.toString()).toBe('');
  },
);

scenario('ambient and inheritable are empty unless the configuration names them', (box) => {
  const out = box.output((config) => {
    config.process.user = { uid: 1000, gid: 1000 };
    config.process.args = ['/bin/grep', '-E', 'Cap(Inh|Amb|Eff)', '/proc/self/status'];
  });
  expect(out.match(/0000000000000000/g)).toHaveLength(3);
});
