/** A root file system of Debian's busybox-static: one template below build/, hard-linked into each bundle. */
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { repository } from './paths.ts';

const busybox = '/bin/busybox';
const template = `${repository}build/test/rootfs`;

/** Made beside and renamed, because several test processes may find none at once. */
function makeTemplate(): void {
  const root = `${template}.${process.pid}`;
  mkdirSync(root, { recursive: true });
  chmodSync(root, 0o755);
  for (const directory of ['bin', 'dev', 'etc', 'proc', 'root', 'run', 'sys', 'tmp', 'usr', 'var']) {
    mkdirSync(`${root}/${directory}`);
  }
  chmodSync(`${root}/tmp`, 0o1777);
  copyFileSync(busybox, `${root}/bin/busybox`);
  chmodSync(`${root}/bin/busybox`, 0o755);
  const applets = spawnSync(busybox, ['--list'], { encoding: 'utf8' }).stdout.split('\n');
  for (const applet of applets)
    if (applet !== '' && applet !== 'busybox') symlinkSync('busybox', `${root}/bin/${applet}`);
  writeFileSync(
    `${root}/etc/passwd`,
    'root:x:0:0:root:/root:/bin/sh\nuser:x:1000:1000:user:/home/user:/bin/sh\n',
  );
  writeFileSync(`${root}/etc/group`, 'root:x:0:\nuser:x:1000:\n');
  try {
    renameSync(root, template);
  } catch {
    rmSync(root, { recursive: true, force: true });
  }
}

/** Makes a busybox root file system at `path`, which must not exist. */
export function makeRootfs(path: string): void {
  if (!existsSync(template)) makeTemplate();
  // Hard links do not reach another file system, such as a /tmp of its own.
  const linked = spawnSync('cp', ['-al', template, path]);
  if (linked.status !== 0) rmSync(path, { recursive: true, force: true });
  const copied = linked.status === 0 ? linked : spawnSync('cp', ['-a', template, path], { encoding: 'utf8' });
  if (copied.status !== 0) throw new Error(`cp: ${copied.stderr}`);
  // Files that a test may change must not be shared with the other bundles.
  for (const name of ['passwd', 'group']) {
    rmSync(`${path}/etc/${name}`);
    copyFileSync(`${template}/etc/${name}`, `${path}/etc/${name}`);
  }
}
