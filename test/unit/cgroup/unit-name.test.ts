/** cgroupsPath under systemd: names of scopes and slices, and where their cgroups are. */
import { expect, test } from 'bun:test';
import { scopePlace, slicePath } from '../../../src/cgroup/unit-name.ts';
import { TeuError } from '../../../src/errors/types.ts';

const system = { kind: 'system', controlGroup: '' } as const;
const user = { kind: 'user', controlGroup: '/user.slice/user-1000.slice/user@1000.service' } as const;

function refusal(perform: () => unknown): string {
  try {
    perform();
  } catch (error) {
    if (!(error instanceof TeuError)) throw error;
    expect([error.data.code, error.data.field?.pointer]).toEqual([
      'teu.config.cgroups_path',
      '/linux/cgroupsPath',
    ]);
    return error.data.message;
  }
  throw new Error('it was taken');
}

test('slice:prefix:name is a scope in a slice', () => {
  expect(scopePlace('machine.slice:libpod:web1', 'x', system)).toEqual({
    slice: 'machine.slice',
    unit: 'libpod-web1.scope',
    path: '/machine.slice/libpod-web1.scope',
  });
});

test('each dash of a slice leads one level down', () => {
  expect(slicePath('a-b-c.slice', null)).toBe('/a.slice/a-b.slice/a-b-c.slice');
  expect(slicePath('-.slice', null)).toBe('');
  expect(scopePlace('-.slice:p:n', 'x', system).path).toBe('/p-n.scope');
});

test('without cgroupsPath it is named by the id, in system.slice or user.slice', () => {
  for (const absent of [null, '']) {
    expect(scopePlace(absent, 'web1', system).path).toBe('/system.slice/teu-web1.scope');
    expect(scopePlace(absent, 'web1', user).path).toBe(
      '/user.slice/user-1000.slice/user@1000.service/user.slice/teu-web1.scope',
    );
  }
});

test('without a slice it lies in the default one, without a prefix the dash stays', () => {
  expect(scopePlace(':p:n', 'x', system).path).toBe('/system.slice/p-n.scope');
  expect(scopePlace('a.slice::n', 'x', system).unit).toBe('-n.scope');
});

test('what an id may have and a unit may not is escaped', () => {
  expect(scopePlace(null, 'a+b', system).unit).toBe('teu-a\\x2bb.scope');
});

test('a path of directories is no place of a scope', () => {
  for (const path of ['/a/b', 'a:b', 'a:b:c:d', 'a.slice:b:'])
    expect(refusal(() => scopePlace(path, 'x', system))).toContain(`${JSON.stringify(path)}: with a`);
});

test('names that are no slices are refused', () => {
  for (const slice of ['a', '.slice', 'a--b.slice', '-a.slice', 'a-.slice', 'a/b.slice', '../x.slice'])
    expect(refusal(() => scopePlace(`${slice}:p:n`, 'x', system))).toContain('as a slice');
});

test('a container is no slice, and a name has its letters and its length', () => {
  expect(refusal(() => scopePlace('a.slice:p:b.slice', 'x', system))).toContain('a slice has no processes');
  expect(refusal(() => scopePlace('a.slice:p:n/m', 'x', system))).toContain('name of a unit');
  expect(refusal(() => scopePlace(`a.slice:p:${'n'.repeat(300)}`, 'x', system))).toContain('name of a unit');
});
