import { expect, test } from 'bun:test';
import { loadBundle } from '../../../src/config/load.ts';
import { TeuError } from '../../../src/errors/types.ts';

function config(more: Record<string, unknown>): string {
  return JSON.stringify({ ociVersion: '1.3.0', root: { path: 'rootfs' }, ...more });
}

function load(text: string) {
  return loadBundle(text, '/bundle');
}

test('when a rlimit is 2^64-1 then it stays exact', () => {
  const text = config({ process: { cwd: '/', args: ['sh'] } }).replace(
    '"args"',
    '"rlimits":[{"type":"RLIMIT_AS","soft":9007199254740993,"hard":18446744073709551615}],"args"',
  );
  expect(load(text).config.process?.rlimits).toEqual([
    { type: 'RLIMIT_AS', soft: 9007199254740993n, hard: 18446744073709551615n },
  ]);
});

test('when optional fields are missing then every default is resolved', () => {
  const { config: complete } = load(config({ process: { cwd: '/', args: ['sh'] } }));
  expect(complete.process).toEqual({
    terminal: false,
    consoleSize: null,
    user: { uid: 0, gid: 0, umask: null, additionalGids: [] },
    args: ['sh'],
    env: [],
    cwd: '/',
    capabilities: null,
    rlimits: [],
    noNewPrivileges: false,
    oomScoreAdj: null,
    scheduler: null,
    ioPriority: null,
    execCPUAffinity: { initial: null, final: null },
    apparmorProfile: null,
    selinuxLabel: null,
  });
  expect(complete.linux.namespaces).toEqual([]);
  expect(complete.hooks.poststop).toEqual([]);
  expect(complete.root.readonly).toBe(false);
});

test('when there is no process then it is null, because only start needs one', () => {
  expect(load(config({})).config.process).toBeNull();
});

test('when there is no terminal then consoleSize is ignored', () => {
  const process = { cwd: '/', args: ['sh'], consoleSize: { height: 25, width: 80 } };
  expect(load(config({ process })).config.process?.consoleSize).toBeNull();
  expect(load(config({ process: { ...process, terminal: true } })).config.process?.consoleSize).toEqual({
    height: 25,
    width: 80,
  });
});

test('a device rule without type and access covers all devices and all accesses', () => {
  const resources = {
    devices: [{ allow: false }, { allow: true, type: 'c', major: -1, minor: 3, access: 'r' }],
  };
  expect(load(config({ linux: { resources } })).config.linux.resources.devices).toEqual([
    { allow: false, type: 'a', major: null, minor: null, access: 'rwm' },
    { allow: true, type: 'c', major: null, minor: 3, access: 'r' },
  ]);
});

test('a hook without args gets its path as argv[0], and env null when absent', () => {
  const hooks = {
    poststop: [{ path: '/bin/hook' }, { path: '/bin/hook', args: ['h', 'x'], env: [], timeout: 3 }],
  };
  expect(load(config({ hooks })).config.hooks.poststop).toEqual([
    { path: '/bin/hook', args: ['/bin/hook'], env: null, timeout: null },
    { path: '/bin/hook', args: ['h', 'x'], env: [], timeout: 3 },
  ]);
});

test('the empty string means absent where Go writers leave it', () => {
  const linux = { cgroupsPath: '', rootfsPropagation: '', namespaces: [{ type: 'uts', path: '' }] };
  const { config: complete } = load(config({ hostname: '', linux, mounts: [] }));
  expect(complete.hostname).toBeNull();
  expect(complete.linux.cgroupsPath).toBeNull();
  expect(complete.linux.rootfsPropagation).toBeNull();
  expect(complete.linux.namespaces).toEqual([{ type: 'uts', path: null }]);
});

test('the recursive spellings of rootfsPropagation are taken', () => {
  for (const name of ['shared', 'slave', 'private', 'unbindable'] as const) {
    expect(load(config({ linux: { rootfsPropagation: `r${name}` } })).config.linux.rootfsPropagation).toBe(
      name,
    );
  }
});

test('versions 1.0.0-rc to 1.3 are taken in silence, a newer minor with a warning', () => {
  const codes = (ociVersion: string) => load(config({ ociVersion })).warnings.map(({ code }) => code);
  for (const version of ['1.0.0-rc5', '1.0.2-dev', '1.1.0', '1.2.0+dev', '1.3.0'])
    expect(codes(version)).toEqual([]);
  expect(codes('1.4.0')).toEqual(['teu.config.version-minor']);
  expect(() => load(config({ ociVersion: '0.9.0' }))).toThrow(TeuError);
});

test('warnings name their pointer and their place', () => {
  const capabilities = { bounding: ['CAP_NOTHING_SUCH'] };
  const text = JSON.stringify(
    JSON.parse(config({ process: { cwd: '/', args: ['sh'], capabilities } })),
    null,
    2,
  );
  expect(load(text).warnings).toMatchObject([
    {
      code: 'teu.config.capability-unknown',
      path: '/process/capabilities/bounding/0',
      line: 13,
      column: 9,
    },
  ]);
});

test('the error of a bad field says where it stands', () => {
  try {
    load('{\n "ociVersion": "1.3.0",\n "root": {"path": true}\n}');
    expect.unreachable();
  } catch (error) {
    expect((error as TeuError).data).toMatchObject({
      code: 'teu.config.type',
      field: { file: '/bundle/config.json', line: 3, column: 19, pointer: '/root/path', value: 'true' },
    });
  }
});

test('a document too deep for our reader is refused even where nothing looks at its depth', () => {
  const deep = `${'['.repeat(300)}${']'.repeat(300)}`;
  const text = config({ ociVersion: '1.9.0' }).replace('{', `{"x":${deep},`);
  expect(() => load(text)).toThrow(TeuError);
});
