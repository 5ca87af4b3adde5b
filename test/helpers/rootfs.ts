/** A root file system of Debian's busybox-static: one template per test process, hard-linked into each bundle. */
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';

const busybox = '/bin/busybox';
let template: string | null = null;

function makeTemplate(): string {
  const root = mkdtempSync('/tmp/teu-test-rootfs-');
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
  process.on('exit', () => rmSync(root, { recursive: true, force: true }));
  return root;
}

/** Makes a busybox root file system at `path`, which must not exist. */
export function makeRootfs(path: string): void {
  template ??= makeTemplate();
  const copied = spawnSync('cp', ['-al', template, path], { encoding: 'utf8' });
  if (copied.status !== 0) throw new Error(`cp: ${copied.stderr}`);
  // Files that a test may change must not be shared with the other bundles.
  for (const name of ['passwd', 'group']) {
    rmSync(`${path}/etc/${name}`);
    copyFileSync(`${template}/etc/${name}`, `${path}/etc/${name}`);
  }
}
