import { expect, test } from 'bun:test';
import {
  parseFilesystems,
  parseRelease,
  probeFilesystems,
  probeKernel,
  probeLastCap,
  probeNamespaces,
} from '../../../src/facts/kernel.ts';
import { fakeHost } from './fake-host.ts';

test('when a release has a suffix then major and minor are numbers', () => {
  expect(
    ['6.1.0-28-amd64', '5.15', '7.0-rc1', 'odd'].map(parseRelease).map(({ major, minor }) => [major, minor]),
  ).toEqual([
    [6, 1],
    [5, 15],
    [7, 0],
    [0, 0],
  ]);
});

test('when a file system needs a device then it is not listed', () => {
  expect(parseFilesystems('nodev\tproc\n\text4\nnodev\ttmpfs\n')).toEqual(['proc', 'tmpfs']);
});

test('when the kernel is probed then capabilities and namespaces are its own', () => {
  const host = fakeHost({
    files: { '/proc/sys/kernel/cap_last_cap': '41\n', '/proc/filesystems': 'nodev\tproc\n' },
  });
  expect(probeKernel(host)).toEqual({
    kernel: { release: '6.1.0-28-amd64', major: 6, minor: 1 },
    arch: 'x86_64',
  });
  expect(probeLastCap(host)).toBe(41);
  expect([probeNamespaces(host), probeFilesystems(host)]).toEqual([['mnt', 'pid', 'user'], ['proc']]);
});

test('when the architecture has no numbers of ours then it is an error of the host', () => {
  expect(() => probeKernel(fakeHost({ files: {}, machine: 'riscv64' }))).toThrow('riscv64');
});
