import { expect, test } from 'bun:test';
import { belowRoot, hugepageName, parseOwnCgroups, probeCgroup } from '../../../src/facts/cgroup.ts';
import { fakeHost } from './fake-host.ts';

const CGROUP2_SUPER_MAGIC = 0x63677270;
const hybridFiles = {
  '/proc/self/cgroup': '2:cpuset:/\n1:memory:/job/1\n3:cpuacct,cpu:/\n4:name=systemd:/\n0::/\n',
  '/proc/self/mountinfo': [
    '1 0 0:1 / /sys/fs/cgroup rw - tmpfs tmpfs rw',
    '2 1 0:2 / /sys/fs/cgroup/cpuset rw - cgroup cgroup rw,cpuset',
    '3 1 0:3 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory',
    '4 1 0:4 / /sys/fs/cgroup/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct',
    '5 1 0:5 / /sys/fs/cgroup/systemd rw - cgroup cgroup rw,name=systemd',
    '6 1 0:6 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw',
    '7 1 0:3 /x /mnt/again rw - cgroup cgroup rw,memory',
  ].join('\n'),
  '/sys/fs/cgroup/cpuset/cpuset.cpus': '0-3\n',
  '/sys/fs/cgroup/cpuset/cpuset.mems': '0\n',
  '/sys/fs/cgroup/cpuset/docker/cpuset.cpus': '\n',
  '/sys/fs/cgroup/cpuset/docker/cpuset.mems': '0\n',
  '/sys/fs/cgroup/unified/cgroup.controllers': 'hugetlb\n',
};

test('when v1 hierarchies and cgroup2 are mounted then the host is hybrid and the first mounts count', () => {
  const facts = probeCgroup(fakeHost({ files: hybridFiles }), '/docker/a', 'a', true);
  expect(facts.mode).toBe('hybrid');
  expect(facts.hierarchies.map(({ name, ownPath }) => [name, ownPath])).toEqual([
    ['cpuset', '/'],
    ['memory', '/job/1'],
    ['cpu,cpuacct', '/'],
    ['systemd', '/'],
  ]);
  expect(facts.unified).toEqual({
    mountpoint: '/sys/fs/cgroup/unified',
    ownPath: '/',
    controllers: ['hugetlb'],
    options: [],
  });
});

test('when every hierarchy has been seen then no more of mountinfo is read', () => {
  const more = '8 1 0:9 / /mnt/other rw - tmpfs tmpfs rw\n9 1 0:9 / /mnt/another rw - tmpfs tmpfs rw';
  const mountinfo = `${hybridFiles['/proc/self/mountinfo']}\n${more}`;
  const host = fakeHost({ files: { ...hybridFiles, '/proc/self/mountinfo': mountinfo } });
  probeCgroup(host, '/docker/a', 'a', true);
  expect(host.linesRead.at(-1)).toContain('/sys/fs/cgroup/unified');
});

test('when a hierarchy is not mounted then all of mountinfo is read, and the others are found', () => {
  const cgroup = `${hybridFiles['/proc/self/cgroup']}7:pids:/\n`;
  const host = fakeHost({ files: { ...hybridFiles, '/proc/self/cgroup': cgroup } });
  const { hierarchies } = probeCgroup(host, '/docker/a', 'a', true);
  expect(hierarchies).toHaveLength(4);
  expect(host.linesRead.at(-1)).toContain('/mnt/again');
});

test('when directories of the path exist then they are listed, and an empty cpuset is read past', () => {
  const dirs = [
    '/sys/fs/cgroup/cpuset/docker',
    '/sys/fs/cgroup/memory/docker',
    '/sys/fs/cgroup/memory/docker/a',
  ];
  const facts = probeCgroup(fakeHost({ files: hybridFiles, dirs }), '/docker/a', 'a', true);
  expect(facts.existing).toEqual(dirs);
  expect(facts.cpusetParents).toEqual({
    '/sys/fs/cgroup/cpuset/docker/cpuset.cpus': '',
    '/sys/fs/cgroup/cpuset/cpuset.cpus': '0-3',
    '/sys/fs/cgroup/cpuset/docker/cpuset.mems': '0',
  });
});

test('when only cgroup2 is mounted then mountinfo is not read and the parents say what they enabled', () => {
  const host = fakeHost({
    files: {
      '/proc/self/cgroup': '0::/user.slice/x.scope\n',
      '/sys/fs/cgroup/cgroup.controllers': 'cpu memory pids\n',
      '/sys/fs/cgroup/cgroup.subtree_control': 'cpu memory\n',
      '/sys/fs/cgroup/docker/cgroup.subtree_control': '\n',
    },
    dirs: ['/sys/fs/cgroup/user.slice/x.scope', '/sys/fs/cgroup/docker'],
    magic: CGROUP2_SUPER_MAGIC,
  });
  const facts = probeCgroup(host, '/docker/a', 'a', true);
  expect(facts).toMatchObject({
    mode: 'v2',
    hierarchies: [],
    unified: {
      mountpoint: '/sys/fs/cgroup',
      ownPath: '/user.slice/x.scope',
      controllers: ['cpu', 'memory', 'pids'],
    },
    existing: ['/sys/fs/cgroup/docker'],
    subtreeControl: { '/sys/fs/cgroup': ['cpu', 'memory'], '/sys/fs/cgroup/docker': [] },
  });
  expect(host.reads).not.toContain('/proc/self/mountinfo');
});

test('when the mount shows a part of the tree then the own path is seen through it', () => {
  expect([belowRoot('/docker/1/x', '/docker/1'), belowRoot('/docker/1', '/docker/1')]).toEqual(['/x', '/']);
  expect([belowRoot('/docker/11', '/docker/1'), belowRoot('/a', '/')]).toEqual(['/', '/a']);
});

test('when no cgroups are mounted then the mode is none', () => {
  const files = { '/proc/self/cgroup': '', '/proc/self/mountinfo': '1 0 0:1 / / rw - ext4 /dev/vda rw' };
  expect(probeCgroup(fakeHost({ files }), null, 'a', true)).toMatchObject({
    mode: 'none',
    hierarchies: [],
    unified: null,
  });
});

test('when the caller is not root of the host then directories it may not write are known', () => {
  const readOnly = ['/sys/fs/cgroup/memory', '/sys/fs/cgroup/unified'];
  expect(probeCgroup(fakeHost({ files: hybridFiles, readOnly }), '/a', 'a', false).unwritable).toEqual(
    readOnly,
  );
  expect(probeCgroup(fakeHost({ files: hybridFiles, readOnly }), '/a', 'a', true).unwritable).toBeUndefined();
});

test('when the deepest existing directory is frozen then it is known, on v1 and on v2', () => {
  const frozenOf = (state: string) => {
    const mounts = `${hybridFiles['/proc/self/mountinfo']}\n8 1 0:9 / /sys/fs/cgroup/freezer rw - cgroup cgroup rw,freezer`;
    const file = '/sys/fs/cgroup/freezer/docker/freezer.state';
    const own = `${hybridFiles['/proc/self/cgroup']}7:freezer:/\n`;
    const tables = { '/proc/self/cgroup': own, '/proc/self/mountinfo': mounts };
    const files = { ...hybridFiles, ...tables, [file]: state };
    return probeCgroup(fakeHost({ files, dirs: ['/sys/fs/cgroup/freezer/docker'] }), '/docker/a', 'a', true)
      .unfit?.dir;
  };
  expect(['FROZEN\n', 'FREEZING\n', 'THAWED\n'].map(frozenOf)).toEqual([
    '/sys/fs/cgroup/freezer/docker',
    '/sys/fs/cgroup/freezer/docker',
    undefined,
  ]);
  const files = {
    '/proc/self/cgroup': '0::/\n',
    '/sys/fs/cgroup/a/cgroup.events': 'populated 1\nfrozen 1\n',
  };
  const host = fakeHost({ files, dirs: ['/sys/fs/cgroup', '/sys/fs/cgroup/a'], magic: CGROUP2_SUPER_MAGIC });
  expect(probeCgroup(host, '/a/b', 'b', true).unfit).toEqual({ dir: '/sys/fs/cgroup/a', why: 'frozen' });
});

test('when a cgroup of v2 is there already then it is known what keeps a container out', () => {
  const unfitOf = (dir: string, files: Readonly<Record<string, string>>) => {
    const there = Object.fromEntries(Object.entries(files).map(([name, text]) => [`${dir}/${name}`, text]));
    const dirs = ['/sys/fs/cgroup', '/sys/fs/cgroup/a', dir];
    const host = fakeHost({
      files: { '/proc/self/cgroup': '0::/\n', ...there },
      dirs,
      magic: CGROUP2_SUPER_MAGIC,
    });
    return probeCgroup(host, '/a/b', 'b', true).unfit;
  };
  const [above, own] = ['/sys/fs/cgroup/a', '/sys/fs/cgroup/a/b'];
  const type = (text: string) => ({ 'cgroup.type': `${text}\n` });
  expect(unfitOf(own, { ...type('domain'), 'cgroup.events': 'populated 0\nfrozen 0\n' })).toBeUndefined();
  expect(unfitOf(own, type('domain threaded'))).toBeUndefined();
  expect(unfitOf(own, { 'cgroup.subtree_control': 'cpu pids\n' })).toBeUndefined();
  expect(
    unfitOf(above, { 'cgroup.events': 'populated 1\n', 'cgroup.subtree_control': 'io' }),
  ).toBeUndefined();
  expect(unfitOf(own, type('threaded'))).toEqual({ dir: own, why: 'threaded' });
  expect(unfitOf(own, type('domain invalid'))).toEqual({ dir: own, why: 'threaded' });
  expect(unfitOf(above, type('domain threaded'))).toEqual({ dir: above, why: 'threaded' });
  expect(unfitOf(own, { 'cgroup.events': 'populated 1\nfrozen 0\n' })).toEqual({
    dir: own,
    why: 'populated',
  });
  expect(unfitOf(own, { 'cgroup.subtree_control': 'cpu memory\n' })).toEqual({ dir: own, why: 'inner' });
});

test('when a path contains colons then it is read whole', () => {
  expect(parseOwnCgroups('3:cpu,cpuacct:/a:b\n0::/c\n')).toEqual(
    new Map([
      ['cpu,cpuacct', '/a:b'],
      ['', '/c'],
    ]),
  );
});

test('when the kernel has huge pages then their sizes are named as its control files name them', () => {
  const directories = [
    'hugepages-1048576kB',
    'hugepages-2048kB',
    'hugepages-32768kB',
    'hugepages-64kB',
    'whatever-1024kB',
  ];
  expect(directories.map(hugepageName)).toEqual(['1GB', '2MB', '32MB', '64KB', null]);
});
