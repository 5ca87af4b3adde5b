/** The lock file pins versions and hashes, and no host to fetch them from. */
import { expect, test } from 'bun:test';
import { text } from './sources.ts';

const lock = JSON.parse(text('package-lock.json')) as {
  packages: Record<string, { resolved?: string; integrity?: string }>;
};

test('package-lock.json names no registry host', () => {
  expect(Object.values(lock.packages).filter(({ resolved }) => resolved !== undefined)).toEqual([]);
});

test('every package of package-lock.json has an integrity hash', () => {
  const without = Object.entries(lock.packages).filter(
    ([path, { integrity }]) => path !== '' && integrity === undefined,
  );
  expect(without.map(([path]) => path)).toEqual([]);
});

test('every dependency is pinned to one version', () => {
  const { dependencies, devDependencies } = JSON.parse(text('package.json')) as Record<
    string,
    Record<string, string>
  >;
  const loose = Object.entries({ ...dependencies, ...devDependencies }).filter(
    ([, version]) => !/^\d/.test(version),
  );
  expect(loose).toEqual([]);
});
