import { describe, expect, test } from 'bun:test';
import { numberMask, parseNumberList, rangesMask } from '../../../src/config/number-list.ts';

describe('a list of numbers', () => {
  test.each([
    ['0', [[0, 0]]],
    [
      '0-3,7',
      [
        [0, 3],
        [7, 7],
      ],
    ],
    [
      ' 1 - 2 ,, 4,',
      [
        [1, 2],
        [4, 4],
      ],
    ],
    ['', []],
    ['9', [[9, 9]]],
  ])('%j is read', (text, ranges) => {
    expect(parseNumberList(text, 10)).toEqual(ranges as never);
  });

  test.each(['a', '-1', '1-', '1--2', '0x1', '1.5', '2-1', '10', '0-10', '99999999999', '٣'])(
    '%j is refused',
    (text) => {
      expect(parseNumberList(text, 10)).toHaveProperty('fault');
    },
  );

  test('becomes a mask of whole 64-bit words, lowest bit first', () => {
    expect(rangesMask([])).toEqual(new Uint8Array(0));
    expect([
      ...rangesMask([
        [0, 0],
        [9, 10],
      ]),
    ]).toEqual([1, 6, 0, 0, 0, 0, 0, 0]);
    expect(rangesMask([[64, 64]])).toHaveLength(16);
    const beyond = numberMask('1500', 32_768);
    expect(beyond).toHaveLength(192);
    expect(beyond[187]).toBe(1 << 4);
  });
});
