/** Texts of state files put out of order: bytes, and values of JSON. */
import type { Random } from '../random.ts';

export type Change = (r: Random, bytes: Buffer) => Buffer;

/** The bytes that differ between two containers of one name stay as they are. */
const own = /"(?:pid|startTime)":\d+|"created":"[^"]*"/g;

function isOwn(text: string, at: number): boolean {
  for (const match of text.matchAll(own))
    if (at >= match.index && at < match.index + match[0].length) return true;
  return false;
}

const between = (bytes: Buffer, at: number, middle: Buffer, skipped = 0): Buffer =>
  Buffer.concat([bytes.subarray(0, at), middle, bytes.subarray(at + skipped)]);

const wrongUtf8: readonly (readonly number[])[] = [
  [0xff],
  [0xc0, 0x80],
  [0xed, 0xa0, 0x80],
  [0xf4, 0x90, 0x80, 0x80],
  [0xe2, 0x82],
  [0xef, 0xbb, 0xbf],
  [0],
];

const someByte: Change = (r, bytes) => {
  const text = bytes.toString('latin1');
  const changed = Buffer.from(bytes);
  for (let left = 1 + r.below(4); left > 0; left--) {
    const at = r.below(bytes.length);
    const value = r.pick([0, 0x20, 0x22, 0x2c, 0x2d, 0x39, 0x5b, 0x5c, 0x7b, 0x7d, 0xff, r.below(256)]);
    if (!isOwn(text, at)) changed[at] = value;
  }
  return changed;
};

export const changes: Readonly<Record<string, Change>> = {
  'bytes that are others': someByte,
  'bytes that are others, once more': someByte,
  'a part that is gone': (r, bytes) => {
    const at = r.below(bytes.length);
    return between(bytes, at, Buffer.alloc(0), 1 + r.below(40));
  },
  'a part that is there twice': (r, bytes) => {
    const at = r.below(bytes.length);
    return between(bytes, at, bytes.subarray(at, at + 1 + r.below(200)));
  },
  'no end': (r, bytes) => bytes.subarray(0, r.below(bytes.length)),
  'what is no UTF-8': (r, bytes) =>
    between(bytes, r.below(bytes.length), Buffer.from(r.pick(wrongUtf8)), r.below(2)),
  'something behind the end': (r, bytes) =>
    Buffer.concat([
      bytes,
      r.pick([Buffer.alloc(100), bytes, Buffer.from('}'), Buffer.from(' '.repeat(70_000))]),
    ]),
  'nothing in it': () => Buffer.alloc(0),
  'other JSON': (r) =>
    Buffer.from(r.pick(['null', '0', '"x"', '[]', '{}', '[{}]', '\ufeff{}', '{"a":1}{"a":1}'])),
  'a line of something else': (r, bytes) =>
    between(
      bytes,
      bytes.indexOf(0x0a) + 1,
      Buffer.from(`${r.pick(['{', 'null', '', '[]', '{"undo":"cgroup"}'])}\n`),
    ),
  'zeros alone': (r) => Buffer.alloc(1 + r.below(5000)),
};

/** Values in JSON that are the wrong ones, or at the edge of what is right. No name of anything that exists. */
const values: readonly string[] = [
  ...['null', 'true', '0', '-0', '-1', '1', '1.5', '1e308', '1e400', '2147483648', '4294967297'],
  ...['9007199254740993', '18446744073709551616', '1e2', '""', '"x"', '"/no/such/thing"', '"rel/path"'],
  ...[
    '"\\u0000"',
    '"/no\\u0000thing"',
    '"\\ud800"',
    '"/\\udfff\\ud800"',
    '"/\u00e9\\n\\u001b[31m"',
    '"-1"',
    '"9"',
  ],
  ...['[]', '{}', '[[]]', '[null]', '[1,2]', '["/no/such"]', '{"__proto__":{"a":1}}', '{"constructor":1}'],
  ...[
    '"creating"',
    '"created"',
    '"running"',
    '"paused"',
    '"stopped"',
    '"host"',
    '"init"',
    '"execve"',
    '"await"',
  ],
  `"/${'x'.repeat(70_000)}"`,
  `"${'../'.repeat(2000)}x"`,
  ...[200, 5000, 20_000].map((depth) => '['.repeat(depth) + ']'.repeat(depth)),
  '{"a":'.repeat(20_000) + '0' + '}'.repeat(20_000),
];

interface Place {
  readonly holder: Record<string, unknown>;
  readonly key: string;
}

/** Every value below the root of JSON, in the order of the text. */
function placesIn(node: unknown): Place[] {
  if (typeof node !== 'object' || node === null) return [];
  const holder = node as Record<string, unknown>;
  return Object.keys(holder).flatMap((key) => [{ holder, key }, ...placesIn(holder[key])]);
}

const mark = '@the value@';
const manners = ['instead', 'instead', 'instead', 'gone', 'twice', 'renamed'] as const;

/** JSON with one of its values instead of another, missing, twice, or under another name. */
function withOther(r: Random, text: string): string {
  const root = JSON.parse(text) as unknown;
  const places = placesIn(root);
  const [{ holder, key } = { holder: {}, key: '' }, how] = [r.pick(places), r.pick(manners)];
  const value = r.pick(values);
  if (how === 'gone') {
    if (Array.isArray(holder)) holder.splice(Number(key), 1);
    else delete holder[key];
    return JSON.stringify(root);
  }
  if (how === 'renamed' && !Array.isArray(holder)) {
    holder[`${key}_`] = holder[key];
    delete holder[key];
    return JSON.stringify(root);
  }
  const before = JSON.stringify(holder[key]);
  holder[key] = mark;
  const isTwice = how === 'twice' && !Array.isArray(holder);
  const other = isTwice ? `${value},${JSON.stringify(key)}:${before}` : value;
  return JSON.stringify(root).replace(JSON.stringify(mark), () => other);
}

/** The journal has an object on each line, the others are one object. */
export const otherValue: Change = (r, bytes) => {
  const whole = bytes.toString();
  if (placesIn(parsed(whole)).length > 0) return Buffer.from(withOther(r, whole));
  const lines = whole.trimEnd().split('\n');
  const at = r.below(lines.length);
  const line = lines[at] ?? '';
  if (placesIn(parsed(line)).length === 0) return someByte(r, bytes);
  lines[at] = withOther(r, line);
  return Buffer.from(`${lines.join('\n')}\n`);
};

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
