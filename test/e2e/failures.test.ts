/** A create that fails leaves nothing, whatever the reason, and says why; the same id is free at once. */
import { expect } from 'bun:test';
import { readFileSync, writeFileSync } from 'node:fs';
import type { OciConfig } from '../helpers/config.ts';
import { withoutNamespace } from '../helpers/config.ts';
import { isTeu } from '../helpers/paths.ts';
import { scenario } from '../helpers/scenario.ts';

interface Failure {
  readonly title: string;
  readonly change: (config: OciConfig, dir: string) => void;
  /** JSON pointer that teu names. */
  readonly pointer: string;
}

const failures: readonly Failure[] = [
  {
    title: 'a bind source that is missing',
    change: (config) =>
      config.mounts.push({ destination: '/d', type: 'bind', source: '/no/such', options: ['bind'] }),
    pointer: '/mounts/7',
  },
  {
    title: 'a root path that is missing',
    change: (config) => {
      config.root.path = 'nowhere';
    },
    pointer: '/root/path',
  },
  {
    title: 'a namespace path that is missing',
    change: (config) => {
      withoutNamespace(config, 'ipc');
      config.linux.namespaces.push({ type: 'ipc', path: '/no/such/ns' });
    },
    pointer: '/linux/namespaces/4',
  },
  {
    title: 'a sysctl that is missing',
    change: (config) => {
      config.linux.sysctl = { 'net.ipv4.none': '1' };
    },
    pointer: '/linux/sysctl/net.ipv4.none',
  },
  {
    title: 'a hook that is missing',
    change: (config) => {
      config.hooks = { createRuntime: [{ path: '/no/such/hook' }] };
    },
    pointer: '/hooks/createRuntime/0',
  },
  {
    title: 'a program that is missing',
    change: (config) => {
      config.process.args = ['/no/such/program'];
    },
    pointer: '/process/args',
  },
  {
    title: 'a hard limit above what the caller may set',
    change: (config) => {
      config.process.rlimits = [{ type: 'RLIMIT_NOFILE', soft: 1 << 30, hard: 1 << 30 }];
    },
    pointer: '/process/rlimits/0',
  },
  {
    title: 'file system data that the kernel refuses',
    change: (config) =>
      config.mounts.push({ destination: '/d', type: 'tmpfs', source: 'tmpfs', options: ['size=much'] }),
    pointer: '/mounts/7',
  },
];

for (const { title, change, pointer } of failures) {
  scenario(`${title} fails create, leaves nothing, and the id is free`, (box) => {
    const id = box.id();
    const result = box.teu('create', '--bundle', box.bundle(change), id);
    expect(result.code).toBe(1);
    expect(result.stdout).toBe('');
    const left = box.left();
    expect(isTeu ? left : left.filter((entry) => !/\(Z|state .*$/.test(entry))).toEqual([]);
    if (isTeu) expect(result.stderr).toContain(pointer);
    box.must('create', '--bundle', box.bundle('exec sleep 1000'), id);
  });
}

scenario(
  'an error of the kernel names the field, its place in the file, the call and the errno',
  (box) => {
    const bundle = box.bundle((config) => {
      config.mounts.push({ destination: '/d', type: 'bind', source: '/no/such', options: ['bind'] });
    });
    const { stderr } = box.teu('create', '--bundle', bundle, box.id());
    expect(stderr).toMatch(/^ {2}field +\S*config\.json:\d+:\d+ \/mounts\/7/m);
    expect(stderr).toMatch(/^ {2}call +\S+: ENOENT/m);
  },
  { teuOnly: 'a promise of teu' },
);

scenario('a pid file that cannot be written fails create and leaves nothing', (box) => {
  const result = box.teu('create', '--pid-file', '/no/such/dir/pid', '--bundle', box.bundle(), box.id());
  expect(result.code).toBe(1);
  expect(box.left().filter((entry) => isTeu || !entry.includes('(Z'))).toEqual([]);
});

scenario('a create that fails before it writes a pid file leaves the one that is there', (box) => {
  const pidFile = `${box.dir}/pid`;
  writeFileSync(pidFile, '1');
  const bundle = box.bundle((config) => {
    config.linux.namespaces.push({ type: 'cgroup', path: '/no/such' });
  });
  expect(box.teu('create', '--pid-file', pidFile, '--bundle', bundle, box.id()).code).toBe(1);
  expect(readFileSync(pidFile, 'utf8')).toBe('1');
});

scenario('a state root that cannot be made is a clear error', (box) => {
  writeFileSync(box.root, 'a file');
  const result = box.teu('create', '--bundle', box.bundle(), box.id());
  expect(result.code).toBe(1);
  expect(result.stderr).not.toMatch(/\.ts:\d+|at async/);
  Bun.spawnSync(['rm', box.root]);
});
