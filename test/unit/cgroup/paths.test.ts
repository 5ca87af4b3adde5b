import { expect, test } from 'bun:test';
import { cgroupDirs, cleanPath, dirsBelow, parentPath } from '../../../src/cgroup/paths.ts';
import { TeuError } from '../../../src/errors/types.ts';
import { hybrid, v2 } from './facts.ts';

const dirs = (path: string | null, facts = hybrid) => {
  const { v1, unified } = cgroupDirs(path, 'web1', facts);
  return [...v1.map((one) => one.dir), unified?.dir];
};

test('when the path is absolute then it hangs below every mount', () => {
  expect(dirs('/docker/abc')).toEqual([
    '/sys/fs/cgroup/memory/docker/abc',
    '/sys/fs/cgroup/cpu,cpuacct/docker/abc',
    '/sys/fs/cgroup/unified/docker/abc',
  ]);
});

test('when the path is relative then it hangs below the own cgroup of each hierarchy', () => {
  expect(dirs('a/b')).toEqual([
    '/sys/fs/cgroup/memory/job/1/a/b',
    '/sys/fs/cgroup/cpu,cpuacct/a/b',
    '/sys/fs/cgroup/unified/a/b',
  ]);
});

test('when there is no path then it is the id below the own cgroup', () => {
  expect(dirs(null)[0]).toBe('/sys/fs/cgroup/memory/job/1/web1');
  expect(dirs('')[0]).toBe('/sys/fs/cgroup/memory/job/1/web1');
});

test('when the path climbs then it stays where it started', () => {
  expect(dirs('../../etc')[0]).toBe('/sys/fs/cgroup/memory/job/1/etc');
  expect(dirs('/../../etc')[0]).toBe('/sys/fs/cgroup/memory/etc');
  expect(dirs('/a/../../b/./c/')[0]).toBe('/sys/fs/cgroup/memory/b/c');
});

test('when a v2 path is relative then it starts beside the own cgroup, which has processes', () => {
  expect(dirs('a', v2)).toEqual(['/sys/fs/cgroup/user.slice/a']);
  expect(dirs('/a', v2)).toEqual(['/sys/fs/cgroup/a']);
});

test('when the path names the root or the own cgroup then it is an error with its pointer', () => {
  for (const path of ['/', '.', '..', 'a/..', '/x/../..']) {
    const attempt = () => dirs(path);
    expect(attempt).toThrow(TeuError);
    try {
      attempt();
    } catch (error) {
      expect((error as TeuError).data).toMatchObject({
        code: 'teu.config.cgroups_path',
        field: { pointer: '/linux/cgroupsPath' },
      });
    }
  }
});

test('when a path is cleaned then it is absolute and has no empty component', () => {
  expect(['', '/', '//a///b/', '../..', 'a/../b'].map(cleanPath)).toEqual(['/', '/', '/a/b', '/', '/b']);
});

test('when directories are listed then parents come first and the mount is not among them', () => {
  expect(dirsBelow('/sys/fs/cgroup', '/sys/fs/cgroup/a/b')).toEqual([
    '/sys/fs/cgroup/a',
    '/sys/fs/cgroup/a/b',
  ]);
  expect(dirsBelow('/sys/fs/cgroup', '/sys/fs/cgroup')).toEqual([]);
  expect([parentPath('/a/b'), parentPath('/a'), parentPath('/')]).toEqual(['/a', '/', '/']);
});
