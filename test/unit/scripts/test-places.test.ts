/** Where tests ran, from the rows that the suites leave. */
import { expect, test } from 'bun:test';
import { filesForGuest, placesOf } from '../../../scripts/test-places.ts';

const row = (outcome: string, where: string, title: string) => ({ outcome, where, title });

test('when a test ran in two suites then both places are named, each once', () => {
  const { ran, nowhere } = placesOf([
    row('pass', 'host, cgroup v1 hybrid', 'a'),
    row('fail', 'guest, cgroup v2', 'a'),
    row('pass', 'host, cgroup v1 hybrid', 'a'),
  ]);
  expect([...ran]).toEqual([['a', ['host, cgroup v1 hybrid', 'guest, cgroup v2']]]);
  expect([...nowhere]).toEqual([]);
});

test('when a test was skipped here and ran there then it ran, and when it ran nowhere then its reason is kept', () => {
  const { ran, nowhere } = placesOf([
    row('skip', 'needs AppArmor', 'a'),
    row('skip', 'needs a disk', 'b'),
    row('pass', 'guest, cgroup v2', 'a'),
  ]);
  expect([...ran.keys()]).toEqual(['a']);
  expect([...nowhere]).toEqual([['b', 'needs a disk']]);
});

test('a file that says so runs in the guest too', () => {
  expect(filesForGuest()).toEqual(
    expect.arrayContaining(['./test/e2e/pause.test.ts', './test/e2e/resource-matrix.test.ts']),
  );
  expect(filesForGuest()).not.toContain('./test/e2e/resources-v1.test.ts');
});
