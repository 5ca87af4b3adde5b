/** Titles of engine tests begin with the engine and its version: a result means nothing without it. */
import { test } from 'bun:test';
import { spawnSync } from 'node:child_process';

/** Debian's programs, not others that happen to be in /usr/local. */
const programs = {
  Docker: '/usr/sbin/dockerd',
  containerd: '/usr/bin/containerd',
  Podman: '/usr/bin/podman',
  Buildah: '/usr/bin/buildah',
} as const;
export type Engine = keyof typeof programs;

function versionOf(engine: Engine): string {
  const { stdout } = spawnSync(programs[engine], ['--version'], { encoding: 'utf8' });
  return /[0-9]+(\.[0-9]+)+/.exec(stdout ?? '')?.[0] ?? '(no version)';
}

/** `test`, with the engine, its version and `kind` before each title. */
export function testOf(engine: Engine, kind = ''): (title: string, body: () => void | Promise<void>) => void {
  const prefix = `${engine} ${versionOf(engine)}${kind === '' ? '' : ` ${kind}`}: `;
  return (title, body) => test(`${prefix}${title}`, body);
}
