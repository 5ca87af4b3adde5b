import { expect, test } from 'bun:test';
import { placed } from '../../../src/errors/placed.ts';
import { type ErrorData, TeuError } from '../../../src/errors/types.ts';

const text = '{\n  "root": {\n    "path": "rootfs"\n  }\n}\n';

function dataOf(field?: ErrorData['field']): ErrorData {
  const data: ErrorData = { code: 'teu.host', message: 'no', ...(field && { field }) };
  try {
    placed(text, '/b/config.json', () => {
      throw new TeuError(data);
    });
  } catch (error) {
    if (error instanceof TeuError) return error.data;
    throw error;
  }
  throw new Error('nothing was thrown');
}

const at = (pointer: string, line = 0) => ({ file: '', line, column: 0, pointer, value: null });

test('an error with a pointer gets file, line, column and value', () => {
  const place = { file: '/b/config.json', line: 3, column: 13, pointer: '/root/path', value: '"rootfs"' };
  expect(dataOf(at('/root/path')).field).toEqual(place);
});

test('a field that is not written down gets the place of its parent', () => {
  expect(dataOf(at('/root/readonly')).field).toMatchObject({
    line: 2,
    pointer: '/root/readonly',
    value: null,
  });
});

test('an error without a pointer stays as it is', () => {
  expect(dataOf()).toEqual({ code: 'teu.host', message: 'no' });
  expect(dataOf(at('')).field).toEqual(at(''));
});

test('a place that is known already is kept', () => {
  expect(dataOf(at('/root/path', 7)).field?.line).toBe(7);
});

test('what is no error of ours passes through', () => {
  const thrown = new RangeError('x');
  expect(() =>
    placed(text, 'f', () => {
      throw thrown;
    }),
  ).toThrow(thrown);
  expect(placed(text, 'f', () => 5)).toBe(5);
});
