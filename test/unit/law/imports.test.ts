/** The import law of the design: arrows between rooms go downward only, and pure rooms know no machine. */
import { expect, test } from 'bun:test';
import { files, imports, roomOf, sourceFiles, text } from './sources.ts';

/** Rooms of src/ from the top down; a room may import what stands below it, and itself. */
const order =
  'engine main cli update exec query run notify diagnose state hooks console facts cgroup native plan errors config seccomp-bpf-json wire tables log version'.split(
    ' ',
  );
/** May be imported from everywhere: the vocabulary, not machinery. */
const isCommon = (file: string) =>
  ['errors', 'tables', 'log', 'version'].includes(roomOf(file)) || /\/types\.ts$/.test(file);

/** No `node:` and no `bun:` module, no file with effects: plans are the same on any JavaScript engine. */
const pureRooms = ['plan', 'tables', 'wire', 'seccomp-bpf-json', 'errors', 'version'];
/** Pure files of rooms that otherwise touch the machine: what a plan may ask of them. */
const pureFiles =
  /^(src\/)?(cgroup\/(paths|resctrl|resources[^/]*|devices[^/]*|unit[^/]*)|hooks\/state|config\/(json|excerpt|pointer|exact|mount-idmap|number-list)|[^/]+\/types)\.ts$/;
const isPure = (file: string) => pureRooms.includes(roomOf(file)) || pureFiles.test(file);

test('every room of src has its place in the order', () => {
  const unknown = sourceFiles('src')
    .map(roomOf)
    .filter((room) => !order.includes(room));
  expect([...new Set(unknown)]).toEqual([]);
});

test('imports between rooms go downward only', () => {
  const rank = (file: string) => order.indexOf(roomOf(file));
  const upward = sourceFiles('src').flatMap((file) =>
    imports(file)
      .filter(({ target }) => target !== null && !isCommon(target) && !pureFiles.test(target))
      .filter(({ target }) => rank(target ?? '') < rank(file))
      .map(({ line }) => `${file}: ${line}`),
  );
  expect(upward).toEqual([]);
});

test('pure files import neither node: nor bun: nor a package nor a file with effects', () => {
  const wrong = sourceFiles('src')
    .filter(isPure)
    .flatMap((file) =>
      imports(file)
        .filter(({ target }) => target === null || !isPure(target))
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

test('what is built needs no test: src and the scripts of `make build` import nothing of test/', () => {
  const building = ['scripts/build-engine.ts', 'scripts/align-core.ts'];
  const wrong = [...sourceFiles('src'), ...building].flatMap((file) =>
    imports(file)
      .filter(({ target }) => /^(\.\.\/)*test\//.test(target ?? ''))
      .map(({ line }) => `${file}: ${line}`),
  );
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

test('no text becomes code: neither engine has anything to evaluate', () => {
  const evaluating = files(/\.(ts|js)$/, 'src').filter((file) =>
    /\beval\(|\bFunction\(|\bimport\((?!['"])/.test(text(file)),
  );
  expect(evaluating).toEqual([]);
});
