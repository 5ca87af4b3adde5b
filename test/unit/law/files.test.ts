/** Files stay small enough to be one idea, and promise nothing. */
import { expect, test } from 'bun:test';
import { files, isGenerated, text } from './sources.ts';

const ceiling = 300;
const medianCeiling = 120;

/** Tables in the sense of the design: one entry per line, nothing to read in order. */
const tables = ['src/wire/ops.ts', 'src/cli/verbs.ts', 'native/exec/sys.h'];

const ours = () =>
  files(/\.(ts|c|h)$/, 'src', 'native', 'test', 'scripts').filter(
    (path) => !isGenerated(path) && !/\/tables\//.test(path) && !tables.includes(path),
  );
const lines = (path: string) => text(path).split('\n').length - 1;

test(`no file is longer than ${ceiling} lines`, () => {
  const long = ours().filter((path) => lines(path) > ceiling);
  expect(long.map((path) => `${path}: ${lines(path)}`)).toEqual([]);
});

test(`half of the files of src are at most ${medianCeiling} lines long`, () => {
  const lengths = ours()
    .filter((path) => path.startsWith('src/'))
    .map(lines)
    .sort((a, b) => a - b);
  expect(lengths[Math.floor(lengths.length / 2)] ?? 0).toBeLessThanOrEqual(medianCeiling);
});

test('no file promises later work', () => {
  const marks = ['TO-DO', 'FIX-ME', 'HA-CK'].map((mark) => mark.replace('-', '')).join('|');
  const promising = ours().filter((path) => new RegExp(`(//|/?\\*) *(${marks})\\b`).test(text(path)));
  expect(promising).toEqual([]);
});

test('there are only named exports', () => {
  expect(files(/\.ts$/, 'src').filter((path) => /^export default/m.test(text(path)))).toEqual([]);
});
