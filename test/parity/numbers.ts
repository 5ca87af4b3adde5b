/** Integers of any size, numbers, and memory that holds them. */

import { outcome, show } from './show.ts';
import type { Random } from './random.ts';

const wide = (r: Random): bigint =>
  (r.below(2) === 0 ? 1n : -1n) * r.bits(r.pick([8, 16, 32, 48, 53, 63, 64, 65, 128, 192]));

const operators: Readonly<Record<string, (a: bigint, b: bigint) => unknown>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '%': (a, b) => a % b,
  '&': (a, b) => a & b,
  '|': (a, b) => a | b,
  '^': (a, b) => a ^ b,
  '~': (a) => ~a,
  '<<': (a, b) => a << (b & 127n),
  '>>': (a, b) => a >> (b & 127n),
  '**': (a, b) => a ** (b & 7n),
  '<': (a, b) => [a < b, a <= b, a === b, a > b, a === a + 0n],
  'with numbers': (a, b) =>
    [Number(b), Number(a), Number(a) + 1, Number(a) * 2, -1, 0.5].map((n) => [
      a < n,
      a <= n,
      n < a,
      n >= a,
      `${a}` === `${n}`,
    ]),
  'to numbers and back': (a) => [Number(a), BigInt(Number(a)), BigInt(Number(a)) === a],
  asUintN: (a, b) => BigInt.asUintN(Number(b & 127n), a),
  asIntN: (a, b) => BigInt.asIntN(Number(b & 127n), a),
  print: (a) => [2, 8, 10, 16, 32, 36].map((radix) => a.toString(radix)),
  template: (a, b) => `${a} ${b}`,
  parse: (a) => [BigInt(`${a}`), BigInt(`0x${(a < 0n ? -a : a).toString(16)}`), BigInt(` ${a} `)],
  truth: (a) => [a ? 1 : 0, !a, typeof a],
};

export function* bigints(r: Random): Generator<string> {
  for (const name in operators)
    for (let i = 0; i < 150; i++) {
      const [a, b] = [wide(r), wide(r)];
      yield `${name} ${a} ${b}: ${outcome(() => operators[name]?.(a, b))}`;
    }
  for (const text of [
    '',
    ' ',
    '0',
    '-0',
    '+1',
    '1n',
    '0x',
    '0xg',
    '0b12',
    '1e3',
    '1.0',
    '--1',
    '\u00a01',
    '0o17',
    '-0x1',
  ])
    yield `BigInt(${show(text)}): ${outcome(() => BigInt(text))}`;
  for (const value of [0, -0, 1.5, 2 ** 53, -(2 ** 64), 1e30, Number.NaN, Number.POSITIVE_INFINITY])
    yield `BigInt(${value}): ${outcome(() => BigInt(value))}`;
}

const arrays = [
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float64Array,
] as const;

export function* memory(r: Random): Generator<string> {
  const view = new DataView(new ArrayBuffer(64));
  const bytes = new Uint8Array(view.buffer);
  for (let i = 0; i < 400; i++) {
    const [at, little, value] = [r.below(58), r.below(2) === 0, wide(r)];
    yield `DataView ${at} ${little} ${value}: ${outcome(() => {
      view.setBigUint64(at, value, little);
      const read = [view.getBigUint64(at, little), view.getBigInt64(at, !little), view.getUint32(at, little)];
      view.setInt32(r.below(60), Number(value), little);
      view.setUint16(r.below(62), Number(BigInt.asUintN(16, value)), little);
      return [
        ...read,
        view.getInt16(at, little),
        view.getUint8(at),
        view.getFloat64(at, little) > 0,
        bytes.slice(at, at + 9),
      ];
    })}`;
  }
  for (const make of arrays)
    for (let i = 0; i < 40; i++) {
      const values = Array.from({ length: 6 }, () => Number(wide(r)) / r.pick([1, 2, 3]));
      const array = new make(values);
      const moved = outcome(() => [
        array.subarray(1, 4),
        array.slice(-2),
        array.indexOf(array[2] as number),
        array.fill(7, 2, 4),
      ]);
      yield `${make.name} ${values}: ${moved}`;
    }
  const big = new BigUint64Array(4);
  const signed = new BigInt64Array(big.buffer);
  for (let i = 0; i < 100; i++) {
    big[i % 4] = wide(r);
    yield `BigUint64Array: ${show([big, signed, [...new Uint8Array(big.buffer)]])}`;
  }
  yield* wrong();
}

function* wrong(): Generator<string> {
  const view = new DataView(new ArrayBuffer(8));
  yield `behind the end: ${outcome(() => view.getUint32(5))} ${outcome(() => view.setBigUint64(1, 1n))}`;
  yield `a number for a bigint: ${outcome(() => view.setBigUint64(0, 1 as unknown as bigint))}`;
  yield `set too much: ${outcome(() => new Uint8Array(2).set([1, 2, 3]))}`;
  yield `no length: ${outcome(() => new Uint8Array(-1))}`;
  yield `unaligned: ${outcome(() => new Uint32Array(view.buffer, 2, 1))}`;
}

const written = [
  '0',
  '-0',
  '1e21',
  '1e-7',
  '123456789012345680000',
  '0.1',
  '5e-324',
  '1.7976931348623157e308',
  '1e400',
];
const parsed = [
  '',
  ' 12 ',
  '12x',
  '0x1f',
  '0b1',
  '1_000',
  '.5',
  '5.',
  '+3',
  '-',
  '1e',
  'Infinity',
  '\ufeff7',
  '\u00a08',
  '0x',
  '١',
];

export function* numbers(r: Random): Generator<string> {
  for (const text of [...written, ...parsed])
    yield `${show(text)}: ${show([Number(text), Number.parseInt(text, 10), Number.parseInt(text, 8), Number.parseInt(text), Number.parseFloat(text)])}`;
  for (let i = 0; i < 1000; i++) {
    const value = (Number(wide(r)) / Number(r.bits(53) + 1n)) * 10 ** (r.below(40) - 20);
    yield `${show(value)} ${show(Number(String(value)))} ${value.toFixed(r.below(10))} ${Math.trunc(value)} ${value | 0} ${value >>> 3}`;
  }
  for (let i = 0; i < 300; i++) {
    const value = Number(r.bits(53));
    yield [2, 8, 16, 36].map((radix) => value.toString(radix)).join(' ');
  }
  for (const ms of [0, 1, -1, 1e12, 253402300799999, 1763746000123, 951826154999, 8.64e15, 8.64e15 + 1])
    yield `Date ${ms}: ${outcome(() => new Date(ms).toISOString())}`;
  for (const text of [
    '2026-01-02T03:04:05Z',
    '2026-01-02T03:04:05.678901Z',
    '2026-02-30T00:00:00Z',
    'soon',
    '2026-01-02',
  ])
    yield `Date.parse ${text}: ${show(Date.parse(text))}`;
}
