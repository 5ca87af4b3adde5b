/** Numbers that a double cannot hold, in JSON. */
import { expect, test } from 'bun:test';
import { exactJson } from '../../../src/query/exact-json.ts';

test('a number has all its digits, and stands without quotes wherever it is', () => {
  const largest = 2n ** 64n - 1n;
  expect(exactJson({ a: largest, b: [largest, 0n], c: { d: 2 ** 63 } })).toBe(
    '{"a":18446744073709551615,"b":[18446744073709551615,0],"c":{"d":9223372036854775808}}',
  );
});

test('what is no large number is as JSON has it', () => {
  const plain = { a: 2 ** 53 - 1, b: -1, c: 0.25, d: 'x', e: null, f: undefined, g: [true] };
  expect(exactJson(plain)).toBe(JSON.stringify(plain));
});

test('a text that looks like a marked number stays a text', () => {
  for (const text of ['1', '"1"', '\\u00001', '"\\u00001"', '"\\u00001', '\\"\\u00001"'])
    expect(JSON.parse(exactJson({ [text]: text, list: [text] }))).toEqual({ [text]: text, list: [text] });
});
