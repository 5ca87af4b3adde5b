/** The lock file pins versions and hashes, and no host to fetch them from. */
import { expect, test } from 'bun:test';
import { text } from './sources.ts';

interface Locked {
  readonly resolved?: string;
  readonly integrity?: string;
  readonly os?: readonly string[];
  readonly libc?: readonly string[];
}

const lock = JSON.parse(text('package-lock.json')) as { packages: Record<string, Locked> };

test('package-lock.json names no registry host', () => {
  expect(Object.values(lock.packages).filter(({ resolved }) => resolved !== undefined)).toEqual([]);
});

/** Not installed on what teu runs on: npm asks for their entries all the same, and a mirror may lack the packages. */
const isForeign = ({ os, libc }: Locked) =>
  (os !== undefined && !os.includes('linux')) || libc?.includes('musl') === true;

test('every package of package-lock.json that Linux installs has an integrity hash', () => {
  const without = Object.entries(lock.packages).filter(
    ([path, entry]) => path !== '' && entry.integrity === undefined && !isForeign(entry),
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
