/** When the program cannot be executed the hint says what of it is at fault, and what engines read stays as it was. */
import { expect } from 'bun:test';
import { chmodSync, copyFileSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import type { OciConfig } from '../helpers/config.ts';
import { withUserNamespace } from '../helpers/config.ts';
import { scenario } from '../helpers/scenario.ts';

interface Case {
  readonly title: string;
  readonly change: (config: OciConfig, rootfs: string, dir: string) => void;
  readonly hint: string;
  readonly call: string;
  /** The error shows in create, before anything is started. */
  readonly early?: true;
}

function script(config: OciConfig, rootfs: string, text: string, mode = 0o755): void {
  writeFileSync(`${rootfs}/prog`, text);
  chmodSync(`${rootfs}/prog`, mode);
  config.process.args = ['/prog'];
}

/** busybox with another machine in its header. */
function foreign(rootfs: string): void {
  const bytes = readFileSync(`${rootfs}/bin/busybox`);
  bytes.writeUInt16LE(183, 18);
  writeFileSync(`${rootfs}/prog`, bytes, { mode: 0o755 });
}

const cases: readonly Case[] = [
  {
    title: 'an interpreter that is missing',
    change: (config, rootfs) => script(config, rootfs, '#!/usr/bin/python9 -x\n'),
    call: 'execve(2): ENOENT',
    hint: '/prog needs the interpreter /usr/bin/python9, which is missing from the root file system',
  },
  {
    title: 'a first line that ends with a carriage return',
    change: (config, rootfs) => script(config, rootfs, '#!/bin/sh\r\necho\r\n'),
    call: 'execve(2): ENOENT',
    hint: 'the first line of /prog ends with a carriage return',
  },
  {
    title: 'a file that is no program',
    change: (config, rootfs) => script(config, rootfs, 'echo hello\n'),
    call: 'execve(2): ENOEXEC',
    hint: '/prog is neither an ELF file nor a script that begins with #!',
  },
  {
    title: 'a program of another machine, behind a link',
    change: (config, rootfs) => {
      foreign(rootfs);
      symlinkSync('../../../prog', `${rootfs}/link`);
      config.process.args = ['/link'];
    },
    call: 'execve(2): ENOEXEC',
    hint: '/link is built for aarch64, this machine is x86_64',
  },
  {
    title: 'a file without the right to execute',
    change: (config, rootfs) => script(config, rootfs, '#!/bin/sh\n', 0o644),
    call: 'faccessat2(2): EACCES',
    hint: '/prog has mode 0644, without the right to execute',
    early: true,
  },
  {
    title: 'a file that others alone may execute',
    change: (config, rootfs) => {
      script(config, rootfs, '#!/bin/sh\n', 0o700);
      config.process.user = { uid: 1000, gid: 1000 };
    },
    call: 'faccessat2(2): EACCES',
    hint: '/prog has mode 0700, without the right to execute for uid 1000',
    early: true,
  },
  {
    title: 'a program on a mount with noexec',
    change: (config, rootfs, dir) => {
      mkdirSync(`${dir}/apps`);
      copyFileSync(`${rootfs}/bin/busybox`, `${dir}/apps/x`);
      chmodSync(`${dir}/apps/x`, 0o755);
      const options = ['bind', 'noexec'];
      config.mounts.push({ destination: '/apps', type: 'bind', source: `${dir}/apps`, options });
      config.process.args = ['/apps/x'];
    },
    call: 'faccessat2(2): EACCES',
    hint: '/apps/x lies on a mount with the option noexec',
    early: true,
  },
  {
    title: 'a directory that the user may not enter',
    change: (config, rootfs) => {
      mkdirSync(`${rootfs}/shut`, 0o700);
      copyFileSync(`${rootfs}/bin/busybox`, `${rootfs}/shut/x`);
      config.process.user = { uid: 1000, gid: 1000 };
      config.process.args = ['/shut/x'];
    },
    call: 'faccessat2(2): EACCES',
    hint: '/shut has mode 0700 and owner 0:0: no right to enter it for uid 1000',
    early: true,
  },
  {
    title: 'a path of which a directory is missing, in a user namespace',
    change: (config) => {
      withUserNamespace(config);
      config.process.args = ['/opt/app/bin/x'];
    },
    call: 'faccessat2(2): ENOENT',
    hint: '/opt is missing',
    early: true,
  },
  {
    title: 'a hook of the container whose interpreter is missing',
    change: (config, rootfs) => {
      script(config, rootfs, '#!/none\n');
      config.process.args = ['/bin/true'];
      config.hooks = { startContainer: [{ path: '/prog' }] };
    },
    call: 'execve(2): ENOENT',
    hint: '/prog needs the interpreter /none',
  },
];

for (const { title, change, hint, call, early } of cases) {
  scenario(
    `${title} is named by the hint`,
    (box) => {
      const bundle = box.bundle((config, dir) => change(config, `${dir}/rootfs`, dir));
      const id = box.id();
      if (!early) box.must('create', '--bundle', bundle, id);
      const result = early ? box.teu('create', '--bundle', bundle, id) : box.teu('start', id);
      expect(result.code).toBe(1);
      expect(result.stderr).toMatch(new RegExp(`call +\\w+\\(2\\): ${call.split(' ')[1]} `));
      expect(result.stderr).toContain(`hint    ${hint}`);
      const ran = box.teu('run', '--bundle', bundle, box.id());
      expect(ran.stderr).toContain(hint);
    },
    { teuOnly: 'runc has no hints', needs: ['userns'] },
  );
}

const allowing = {
  defaultAction: 'SCMP_ACT_ALLOW',
  syscalls: [{ names: ['swapon'], action: 'SCMP_ACT_ERRNO' }],
};

scenario(
  'behind a filter, as engines load one, the interpreter that is missing is named too',
  (box) => {
    const bundle = box.bundle((config, dir) => {
      script(config, `${dir}/rootfs`, '#!/usr/bin/python9\n');
      config.linux['seccomp'] = allowing;
    });
    const id = box.id();
    box.must('create', '--bundle', bundle, id);
    const hint =
      'hint    /prog needs the interpreter /usr/bin/python9, which is missing from the root file system';
    expect(box.teu('start', id).stderr).toContain(hint);
    expect(box.teu('run', '--bundle', bundle, box.id()).stderr).toContain(hint);
  },
  { teuOnly: 'runc has no hints' },
);

scenario(
  'behind a filter nothing is said of what lies on a mount of the container',
  (box) => {
    for (const [source, destination] of [
      ['prog', '/prog'],
      ['usr', '/usr/bin/..'],
    ] as const) {
      const result = box.run((config, dir) => {
        script(config, `${dir}/rootfs`, '#!/usr/bin/python9\n');
        mkdirSync(`${dir}/usr`);
        writeFileSync(`${dir}/prog`, '#!/usr/bin/python9\n', { mode: 0o755 });
        config.mounts.push({ destination, type: 'bind', source: `${dir}/${source}`, options: ['bind'] });
        config.linux['seccomp'] = allowing;
      });
      expect([
        result.code,
        result.stderr.includes('execve(2): ENOENT'),
        result.stderr.includes('hint'),
      ]).toEqual([1, true, false]);
    }
  },
  { teuOnly: 'runc has no hints' },
);

scenario(
  'what a link of the image leads to outside is not looked at',
  (box) => {
    const result = box.run((config, dir) => {
      writeFileSync(`${dir}/outside`, 'secret\n', { mode: 0o755 });
      symlinkSync(`${dir}/outside`, `${dir}/rootfs/prog`);
      config.process.args = ['/prog'];
    });
    expect(result.code).toBe(1);
    expect(result.stderr).toContain('hint    /prog is missing');
    expect(result.stderr).not.toContain('secret');
  },
  { teuOnly: 'runc has no hints' },
);
