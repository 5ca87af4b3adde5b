import { expect, test } from 'bun:test';
import { fromCaller, readLaunch } from '../../../src/cli/launch.ts';

const launch =
  'v=1 sock=4 init=5 ring=6 env=7 image=8 nofile=1024:-1 umask=022 sigmask=0 sigign=8000000000000001 spawner=4711 error=0';
const environment = (text: string) => ({ TEU_LAUNCH: text, TEU_CWD: '/home' });

test('when the launcher has spoken then every number is read', () => {
  expect(readLaunch(environment(launch))).toEqual({
    cwd: '/home',
    spawnerSocket: 4,
    initSocket: 5,
    ring: 6,
    environ: 7,
    image: 8,
    nofile: { soft: 1024n, hard: -1n },
    umask: 0o22,
    blockedSignals: 0n,
    ignoredSignals: 0x8000000000000001n,
    spawner: 4711,
    badDescriptor: null,
  });
});

test('when a preserved descriptor was not open then it is named', () => {
  expect(readLaunch(environment(launch.replace('error=0', 'error=9:5'))).badDescriptor).toEqual({
    errno: 9,
    fd: 5,
  });
});

const wrong: ReadonlyArray<readonly [string, Readonly<Record<string, string>>]> = [
  ['teu-core is started by hand', {}],
  ['there is no cwd', { TEU_LAUNCH: launch }],
  ['the launcher is of another build', environment(launch.replace('v=1', 'v=2'))],
  ['a descriptor is missing', environment(launch.replace('sock=4 ', ''))],
  ['a descriptor is no number', environment(launch.replace('ring=6', 'ring=6x'))],
  ['a descriptor is negative', environment(launch.replace('ring=6', 'ring=-2'))],
  ['the umask is not octal', environment(launch.replace('022', '089'))],
  ['a limit is missing', environment(launch.replace('1024:-1', '1024'))],
  ['the text is empty', environment('')],
];
for (const [when, variables] of wrong)
  test(`when ${when} then it is a clear error`, () => {
    expect(() => readLaunch(variables)).toThrow(
      expect.objectContaining({ data: expect.objectContaining({ code: 'teu.host' }) }),
    );
  });

test('a path of the caller starts in his directory', () => {
  const { cwd } = readLaunch(environment(launch));
  expect(fromCaller({ cwd } as never, 'a/b')).toBe('/home/a/b');
  expect(fromCaller({ cwd } as never, '/a/b')).toBe('/a/b');
  expect(fromCaller({ cwd: '/' } as never, 'a')).toBe('/a');
});

test('when the directory of the caller is gone then a relative path is refused', () => {
  expect(fromCaller({ cwd: '' } as never, '/a')).toBe('/a');
  expect(() => fromCaller({ cwd: '' } as never, 'a')).toThrow('the current directory is gone');
});
