/** Titles of engine tests begin with the engine and its version: a result means nothing without it. */
import { test } from 'bun:test';
import { spawnSync } from 'node:child_process';
import { placeRoot } from './place.ts';

/** Debian's packages: a program of the same name may be in /usr/local. */
const packages = {
  Docker: 'docker.io',
  containerd: 'containerd',
  Podman: 'podman',
  Buildah: 'buildah',
  conmon: 'conmon',
} as const;
export type Engine = keyof typeof packages;

function versionOf(engine: Engine): string {
  const words = ['--admindir', `${placeRoot}/var/lib/dpkg`, '-W', '-f', '${Version}', packages[engine]];
  const { stdout } = spawnSync('dpkg-query', words, { encoding: 'utf8' });
  return /[0-9]+(\.[0-9]+)+/.exec(stdout ?? '')?.[0] ?? '(no version)';
}

/** `test`, with the engine, its version and `kind` before each title. */
export function testOf(engine: Engine, kind = ''): (title: string, body: () => void | Promise<void>) => void {
  const prefix = `${engine} ${versionOf(engine)}${kind === '' ? '' : ` ${kind}`}: `;
  return (title, body) => test(`${prefix}${title}`, body);
}
