/** UTF-8, base64, JSON, and what is done to strings. */

import { parseExact } from '../../src/config/exact.ts';
import { readJson } from '../../src/config/json.ts';
import { outcome, quote, show } from './show.ts';
import type { Random } from './random.ts';

const edges = [
  0x00, 0x41, 0x7f, 0x80, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xa0, 0x9f, 0xed, 0xef, 0xbb, 0xf0, 0x90, 0x8f,
  0xf4, 0xf5, 0xff,
];

function* patterns(): Generator<number[]> {
  for (const a of edges) for (const b of edges) for (const c of edges) yield [0x78, a, b, c, 0x79];
  for (const a of [0xf0, 0xf4])
    for (const b of edges) for (const c of edges) for (const d of [0x80, 0xbf, 0x41]) yield [a, b, c, d];
}

export function* utf8(r: Random): Generator<string> {
  const [decoder, keeping, encoder] = [
    new TextDecoder(),
    new TextDecoder('utf-8', { ignoreBOM: true }),
    new TextEncoder(),
  ];
  for (const bytes of patterns()) yield `${bytes}: ${quote(decoder.decode(new Uint8Array(bytes)))}`;
  for (let i = 0; i < 500; i++) {
    const bytes = new Uint8Array(
      Array.from({ length: r.below(40) }, () => (r.below(3) === 0 ? r.below(256) : r.pick(edges))),
    );
    const part = bytes.subarray(r.below(3), bytes.length - r.below(3));
    yield `${bytes}: ${quote(decoder.decode(part))} ${quote(keeping.decode(part))}`;
  }
  const units = [
    0x41, 0xe9, 0x20ac, 0xd7ff, 0xd800, 0xd83d, 0xdbff, 0xdc00, 0xde00, 0xdfff, 0xe000, 0xfeff, 0xffff,
  ];
  for (let i = 0; i < 500; i++) {
    const text = String.fromCharCode(...Array.from({ length: r.below(12) }, () => r.pick(units)));
    yield `${quote(text)}: ${show(encoder.encode(text))} ${quote(decoder.decode(encoder.encode(text)))} ${text.isWellFormed()}`;
  }
}

const based = [
  '',
  'QQ==',
  'QUI=',
  'QUJD',
  'A',
  'AA',
  '=',
  '==',
  'A===',
  'AAA=',
  'A=AA',
  'QUJD*',
  'Q-_D',
  '+/+/',
  '////',
];

export function* base64(r: Random): Generator<string> {
  for (let i = 0; i < 300; i++) {
    const bytes = new Uint8Array(Array.from({ length: r.below(20) }, () => r.below(256)));
    const text = bytes.toBase64();
    yield `${text} ${show(Uint8Array.fromBase64(text))}`;
  }
  // What is not complete is refused by the small engine: only that nothing is read beyond the text is compared.
  for (const text of based) {
    const bytes = outcome(() => Uint8Array.fromBase64(text));
    yield `${text}: ${/^[A-Za-z0-9+/]*=*$/.test(text) && text.length % 4 === 0 && !/===|A=A/.test(text) ? bytes : ''}`;
  }
}

const tokens = [
  ...[
    '{',
    '}',
    '[',
    ']',
    ':',
    ',',
    '"a"',
    '"b"',
    '"a":',
    '""',
    '"__proto__":',
    '"__proto__"',
    '"constructor":',
    '"toString":',
  ],
  ...[
    '0',
    '-0',
    '-',
    '01',
    '1.',
    '.5',
    '1e5',
    '1E+5',
    '1e',
    '-1.5e-7',
    '9007199254740993',
    '18446744073709551615',
    '1e400',
    '123456789012345678901234567890',
  ],
  ...['true', 'false', 'null', 'True', 'nul', 'NaN', 'Infinity', 'undefined'],
  ...[
    '"\\n"',
    '"\\u00e9"',
    '"\\ud800"',
    '"\\ud83d\\ude00"',
    '"\\x41"',
    '"\\u12"',
    '"\\"',
    '"a\nb"',
    '"\t"',
    '"\u0000"',
    '"\u007f"',
    '"\u2028"',
    "'a'",
  ],
  ...[' ', '\t', '\n', '\r', '\u00a0', '\ufeff', '\u000b', '//x\n', '/**/', '#'],
];

/** A text that is JSON, or nearly. */
function almostJson(r: Random, depth = 0): string {
  const kind = r.below(depth > 4 ? 2 : 5);
  const gap = r.below(6) === 0 ? r.pick([' ', '\n', '\t', '\r\n']) : '';
  if (kind < 2) return gap + r.pick(tokens.slice(14, 50));
  const parts = Array.from({ length: r.below(4) }, () => almostJson(r, depth + 1));
  if (kind === 2) return `${gap}[${parts.join(',')}]${gap}`;
  const names = [
    '"a"',
    '"b"',
    '"10"',
    '"2"',
    '"__proto__"',
    '"\\u0061"',
    '"é"',
    '""',
    '"constructor"',
    '"length"',
  ];
  return `${gap}{${parts.map((part) => `${r.pick(names)}${gap}:${part}`).join(',')}}`;
}

function damaged(r: Random, text: string): string {
  const at = r.below(text.length + 1);
  const what = r.below(4);
  if (what === 0) return text;
  if (what === 1) return text.slice(0, at) + r.pick(tokens) + text.slice(at);
  if (what === 2) return text.slice(0, at) + text.slice(at + 1 + r.below(3));
  return text.slice(0, at) + text[at - 1] + text.slice(at);
}

/** Words of the engines' own are not compared; those of our reader are. */
function ours(text: string): string {
  try {
    return show(readJson(text).value);
  } catch (error) {
    return error instanceof Error ? quote(error.message) : 'throws';
  }
}

export function* json(r: Random): Generator<string> {
  const texts = [...tokens];
  for (let i = 0; i < 2000; i++) texts.push(damaged(r, almostJson(r)));
  for (let i = 0; i < 1000; i++)
    texts.push(Array.from({ length: 1 + r.below(6) }, () => r.pick(tokens)).join(''));
  for (const text of texts)
    yield `${quote(text)}: ${outcome(() => JSON.parse(text))} ${outcome(() => parseExact(text))} ${ours(text)} ${outcome(() => JSON.stringify(JSON.parse(text), null, 2))}`;
  for (const depth of [100, 1000])
    yield `depth ${depth}: ${outcome(() => JSON.stringify(JSON.parse('['.repeat(depth) + ']'.repeat(depth))).length)} ${ours('['.repeat(depth))}`;
  yield* printed();
}

function* printed(): Generator<string> {
  const odd = {
    b: 1,
    a: undefined,
    10: 2,
    2: 3,
    é: '\ud800\u2028"\\\u0007',
    f: () => 1,
    n: Number.NaN,
    z: -0,
    d: new Date(0),
    l: [undefined, () => 1],
  };
  yield quote(JSON.stringify(odd));
  yield quote(JSON.stringify(odd, null, 2));
  yield quote(JSON.stringify(odd, null, '\t'));
  yield quote(JSON.stringify(odd, ['a', 'b', '2']));
  yield quote(JSON.stringify(odd, (name, value) => (name === 'b' ? undefined : value)));
  yield quote(JSON.stringify({ toJSON: () => 'itself', nested: [] }));
  yield outcome(() => JSON.stringify({ n: 1n }));
  yield outcome(() => JSON.stringify(undefined));
  const circle: Record<string, unknown> = {};
  circle.circle = circle;
  yield outcome(() => JSON.stringify(circle));
}
