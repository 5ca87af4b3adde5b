import { expect, test } from 'bun:test';
import { parseExact } from '../../../src/config/exact.ts';
import { JsonSyntaxError, positionAt, readJson } from '../../../src/config/json.ts';

function syntaxError(text: string): JsonSyntaxError {
  try {
    readJson(text);
  } catch (error) {
    if (error instanceof JsonSyntaxError) return error;
  }
  throw new Error(`accepted: ${text}`);
}

/** xorshift32: the same documents in every run. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

const leaves = ['null', 'true', 'false', '0', '-0', '1.5', '-2e3', '1E+2', '9007199254740993', '"a"', '""'];
const strings = [
  '"\\u0041\\n\\\\"',
  '"\\ud83d\\ude00"',
  '"ü 日本"',
  '"\\"//\\""',
  '-18446744073709551615',
  '1e19',
];

function randomDocument(random: () => number, depth: number): string {
  const pick = (list: readonly string[]) => list[Math.floor(random() * list.length)] ?? 'null';
  const space = pick(['', ' ', '\n\t', '\r\n']);
  const count = Math.floor(random() * 4);
  if (depth === 0 || count === 0) return `${space}${pick([...leaves, ...strings])}${space}`;
  const items = Array.from({ length: count }, () => randomDocument(random, depth - 1));
  if (random() < 0.5) return `${space}[${items.join(',')}]${space}`;
  return `${space}{${items.map((item, index) => `"k${index}/~":${item}`).join(',')}}${space}`;
}

test('reads what JSON.parse reads, for 2,000 random documents', () => {
  const random = generator(7);
  for (let round = 0; round < 2000; round += 1) {
    const text = randomDocument(random, 4);
    expect(readJson(text).value).toEqual(parseExact(text));
  }
});

test('refuses what JSON.parse refuses, for documents with one character changed', () => {
  const random = generator(11);
  for (let round = 0; round < 2000; round += 1) {
    const text = randomDocument(random, 3);
    const at = Math.floor(random() * text.length);
    const broken =
      text.slice(0, at) + (['"', ',', '}', 'x', '\\', '0', ''][round % 7] ?? '') + text.slice(at + 1);
    const accepts = (read: (text: string) => unknown) => {
      try {
        read(broken);
        return true;
      } catch {
        return false;
      }
    };
    expect([broken, accepts(readJson)]).toEqual([broken, accepts(JSON.parse)]);
  }
});

test('integers beyond 2^53 are exact', () => {
  expect(readJson('[9007199254740991, 9007199254740993, -18446744073709551615]').value).toEqual([
    9007199254740991,
    9007199254740993n,
    -18446744073709551615n,
  ]);
});

test('every value has the span of its own text', () => {
  const text = '{ "a": [1, {"b/c": "x y"}] }';
  const { spans } = readJson(text);
  const textOf = (pointer: string) => text.slice(spans.get(pointer)?.start, spans.get(pointer)?.end);
  expect(textOf('/a/0')).toBe('1');
  expect(textOf('/a/1/b~1c')).toBe('"x y"');
  expect(textOf('')).toBe(text);
});

test('a name given twice is reported, and the last value counts', () => {
  const { value, duplicates } = readJson('{"a": 1, "a": 2}');
  expect(value).toEqual({ a: 2 });
  expect(duplicates).toEqual([{ pointer: '/a', offset: 9 }]);
});

test('a property named __proto__ stays a property', () => {
  const { value } = readJson('{"__proto__": {"terminal": true}}');
  expect(Object.hasOwn(value as object, '__proto__')).toBe(true);
  expect((value as { terminal?: boolean }).terminal).toBeUndefined();
});

test('a million brackets are refused, not a crash', () => {
  expect(syntaxError('['.repeat(1_000_000)).message).toBe('nested deeper than 256 levels');
});

test('a syntax error names the character and where it stands', () => {
  const { offset } = syntaxError('{\n  "a": 1,\n  b: 2\n}');
  expect(positionAt('{\n  "a": 1,\n  b: 2\n}', offset)).toEqual({ line: 3, column: 3 });
});

test('no text of the JavaScript engine reaches the message', () => {
  for (const text of ['', '{', '[1,]', '{"a"}', 'nul', '"\u0001"', '1 2', '-', '01', '1.', '"\\u12"', '"']) {
    expect(syntaxError(text).message).not.toMatch(/JSON Parse|Unexpected|token/);
  }
});
