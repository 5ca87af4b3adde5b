/** Kernel release, architecture, and what the kernel says it has. */

import { TeuError } from '../errors/types.ts';
import type { Host } from './host.ts';
import type { Facts } from './types.ts';

type KernelFacts = Pick<Facts, 'kernel' | 'arch'>;

const architectures: Readonly<Record<string, Facts['arch']>> = { x86_64: 'x86_64', aarch64: 'aarch64' };

/** CAP_CHECKPOINT_RESTORE, the last one of 5.9: what a kernel has whose /proc/sys is hidden. */
const oldestLastCap = 40;

/** "6.1.0-28-amd64" -> 6, 1. */
export function parseRelease(release: string): Facts['kernel'] {
  const [, major = '0', minor = '0'] = /^(\d+)\.(\d+)/.exec(release) ?? [];
  return { release, major: Number(major), minor: Number(minor) };
}

/** Lines of /proc/filesystems that begin with `nodev`: they need no block device. */
export const parseFilesystems = (text: string): readonly string[] =>
  text
    .split('\n')
    .filter((line) => line.startsWith('nodev\t'))
    .map((line) => line.slice('nodev\t'.length));

/** TeuError `teu.host` on an architecture without system call numbers of ours. */
export function probeKernel(host: Host): KernelFacts {
  const { release, machine } = host.uname();
  const arch = architectures[machine];
  if (arch === undefined)
    throw new TeuError({ code: 'teu.host', message: `cannot run on architecture ${machine}` });
  return { kernel: parseRelease(release), arch };
}

export function probeLastCap(host: Host): number {
  const text = host.tryReadText('/proc/sys/kernel/cap_last_cap');
  return text === null ? oldestLastCap : Number.parseInt(text, 10);
}

export const probeNamespaces = (host: Host): readonly string[] => host.readdir('/proc/self/ns').sort();

export const probeFilesystems = (host: Host): readonly string[] =>
  parseFilesystems(host.tryReadText('/proc/filesystems') ?? '');
