/** The import law of the design: arrows between rooms go downward only, and pure rooms know no machine. */
import { expect, test } from 'bun:test';
import { imports, roomOf, sourceFiles } from './sources.ts';

/** Rooms of src/ from the top down; a room may import what stands below it, and itself. */
const order = [
  'main',
  'cli',
  'query',
  'run',
  'state',
  'hooks',
  'console',
  'facts',
  'cgroup',
  'native',
  'plan',
  'config',
  'seccomp-bpf-json',
  'wire',
  'tables',
  'errors',
  'log',
];
/** May be imported from everywhere: the vocabulary, not machinery. */
const common = ['errors', 'tables', 'log'];
const commonFiles = ['config/types.ts', 'facts/types.ts', 'plan/types.ts'];

/** No `node:` and no `bun:` module, no room with effects: plans are the same on any JavaScript engine. */
const pureRooms = ['plan', 'tables', 'wire', 'seccomp-bpf-json', 'errors'];
const isPure = (file: string) =>
  pureRooms.includes(roomOf(file)) || (roomOf(file) === 'cgroup' && /resources/.test(file));

test('every room of src has its place in the order', () => {
  const unknown = sourceFiles('src')
    .map(roomOf)
    .filter((room) => !order.includes(room));
  expect([...new Set(unknown)]).toEqual([]);
});

test('imports between rooms go downward only', () => {
  const upward = sourceFiles('src').flatMap((file) =>
    imports(file)
      .filter(
        ({ target }) => target !== null && !commonFiles.includes(target) && !common.includes(roomOf(target)),
      )
      .filter(({ target }) => order.indexOf(roomOf(target ?? '')) < order.indexOf(roomOf(file)))
      .map(({ line }) => `${file}: ${line}`),
  );
  expect(upward).toEqual([]);
});

test('pure rooms import neither node: nor bun: nor a package nor a room with effects', () => {
  const wrong = sourceFiles('src')
    .filter(isPure)
    .flatMap((file) =>
      imports(file)
        .filter(({ target }) => target === null || !(isPure(target) || commonFiles.includes(target)))
        .map(({ line }) => `${file}: ${line}`),
    );
  expect(wrong).toEqual([]);
});

test('koffi is imported in src/native alone', () => {
  const wrong = sourceFiles('src')
    .filter((file) => roomOf(file) !== 'native')
    .filter((file) => imports(file).some(({ specifier }) => /^(koffi|bun:ffi)/.test(specifier)));
  expect(wrong).toEqual([]);
});

test('a relative import names its .ts extension', () => {
  const wrong = sourceFiles('src', 'test', 'scripts').flatMap((file) =>
    imports(file)
      .filter(({ specifier }) => specifier.startsWith('.') && !/\.(ts|js|json)$/.test(specifier))
      .map(({ line }) => `${file}: ${line}`),
  );
  expect(wrong).toEqual([]);
});
