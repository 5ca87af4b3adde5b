/**
 * A JSON reader that keeps what JSON.parse throws away: where each value stands, integers beyond
 * 2^53 (as bigint), names that occur twice, and the place and reason of a syntax error (RFC 8259).
 */

import { exactNumber } from './exact.ts';
import { childPointer } from './pointer.ts';

export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface JsonDocument {
  readonly value: unknown;
  /** Offsets of every value, by JSON pointer; of a name given twice the last value, which counts. */
  readonly spans: ReadonlyMap<string, Span>;
  /** Pointers of names given more than once, with the offset of the later name. */
  readonly duplicates: readonly { readonly pointer: string; readonly offset: number }[];
}

export class JsonSyntaxError extends Error {
  readonly offset: number;
  constructor(message: string, offset: number) {
    super(message);
    this.name = 'JsonSyntaxError';
    this.offset = offset;
  }
}

/** Deeper than any config.json; keeps hostile input from exhausting the stack. */
const maximumDepth = 256;

interface Reader {
  readonly text: string;
  at: number;
  readonly spans: Map<string, Span>;
  readonly duplicates: { readonly pointer: string; readonly offset: number }[];
}

/** Reads a whole document; throws a JsonSyntaxError. */
export function readJson(text: string): JsonDocument {
  const reader: Reader = { text, at: 0, spans: new Map(), duplicates: [] };
  if (text.charCodeAt(0) === 0xfeff) fail(reader, 'the file begins with a byte order mark');
  skipSpace(reader);
  if (reader.at === text.length) fail(reader, 'the file is empty');
  const value = readValue(reader, '', 0);
  skipSpace(reader);
  if (reader.at < text.length) fail(reader, `${here(reader)} after the end of the document`);
  return { value, spans: reader.spans, duplicates: reader.duplicates };
}

/** 1-based line and column; the column counts UTF-16 code units, as editors do for most text. */
export function positionAt(text: string, offset: number): { readonly line: number; readonly column: number } {
  let line = 1;
  let lineStart = 0;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) {
    line += 1;
    lineStart = at + 1;
  }
  return { line, column: offset - lineStart + 1 };
}

function fail(reader: Reader, message: string, offset = reader.at): never {
  throw new JsonSyntaxError(message, offset);
}

/** What stands at the reader's place, for messages. */
function here(reader: Reader): string {
  const code = reader.text.codePointAt(reader.at);
  if (code === undefined) return 'end of file';
  if (code < 0x20) return `control character U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
  return `'${String.fromCodePoint(code)}'`;
}

function skipSpace(reader: Reader): void {
  const { text } = reader;
  for (;;) {
    const code = text.charCodeAt(reader.at);
    if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) break;
    reader.at += 1;
  }
  const two = text.startsWith('//', reader.at) || text.startsWith('/*', reader.at);
  if (two) fail(reader, 'JSON has no comments');
}

function readValue(reader: Reader, pointer: string, depth: number): unknown {
  if (depth > maximumDepth) fail(reader, `nested deeper than ${maximumDepth} levels`);
  const start = reader.at;
  const value = readBare(reader, pointer, depth);
  reader.spans.set(pointer, { start, end: reader.at });
  return value;
}

function readBare(reader: Reader, pointer: string, depth: number): unknown {
  const first = reader.text[reader.at];
  if (first === '{') return readObject(reader, pointer, depth);
  if (first === '[') return readArray(reader, pointer, depth);
  if (first === '"') return readString(reader);
  if (first !== undefined && (first === '-' || (first >= '0' && first <= '9'))) return readNumber(reader);
  return readWord(reader);
}

const words: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ['true', true],
  ['false', false],
  ['null', null],
]);

function readWord(reader: Reader): unknown {
  const pattern = /[A-Za-z_$][\w$]*/y;
  pattern.lastIndex = reader.at;
  const word = pattern.exec(reader.text)?.[0];
  if (word === undefined) {
    if (reader.text[reader.at] === "'") fail(reader, 'strings need double quotes');
    fail(reader, `expected a value, found ${here(reader)}`);
  }
  if (!words.has(word)) fail(reader, `expected a value, found the word ${word}`);
  reader.at += word.length;
  return words.get(word);
}

function readNumber(reader: Reader): number | bigint {
  const pattern = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
  pattern.lastIndex = reader.at;
  const match = pattern.exec(reader.text);
  if (match === null) fail(reader, 'a minus sign without a number');
  const after = reader.text[reader.at + match[0].length] ?? '';
  if (/[\w.+-]/.test(after)) fail(reader, `malformed number ${badNumber(reader)}`);
  reader.at += match[0].length;
  return exactNumber(Number(match[0]), match[0]);
}

function badNumber(reader: Reader): string {
  return /^[\w.+-]{1,40}/.exec(reader.text.slice(reader.at, reader.at + 40))?.[0] ?? '';
}

function readArray(reader: Reader, pointer: string, depth: number): unknown[] {
  const open = reader.at;
  const values: unknown[] = [];
  reader.at += 1;
  skipSpace(reader);
  if (reader.text[reader.at] === ']') {
    reader.at += 1;
    return values;
  }
  for (;;) {
    values.push(readValue(reader, `${pointer}/${values.length}`, depth + 1));
    if (endOfItem(reader, ']', open, 'array')) return values;
    if (reader.text[reader.at] === ']') fail(reader, 'a comma before the closing ]');
  }
}

function readObject(reader: Reader, pointer: string, depth: number): Record<string, unknown> {
  const open = reader.at;
  const object: Record<string, unknown> = {};
  const seen = new Set<string>();
  reader.at += 1;
  skipSpace(reader);
  if (reader.text[reader.at] === '}') {
    reader.at += 1;
    return object;
  }
  for (;;) {
    readMember(reader, pointer, depth, object, seen);
    if (endOfItem(reader, '}', open, 'object')) return object;
    if (reader.text[reader.at] === '}') fail(reader, 'a comma before the closing }');
  }
}

function readMember(
  reader: Reader,
  pointer: string,
  depth: number,
  object: Record<string, unknown>,
  seen: Set<string>,
): void {
  const offset = reader.at;
  if (reader.text[offset] === "'") fail(reader, 'names need double quotes');
  if (reader.text[offset] !== '"') fail(reader, `expected a name in double quotes, found ${here(reader)}`);
  const name = readString(reader);
  const member = childPointer(pointer, name);
  if (seen.has(name)) reader.duplicates.push({ pointer: member, offset });
  seen.add(name);
  skipSpace(reader);
  if (reader.text[reader.at] !== ':')
    fail(reader, `expected ':' after the name "${name}", found ${here(reader)}`);
  reader.at += 1;
  skipSpace(reader);
  const value = readValue(reader, member, depth + 1);
  if (name !== '__proto__') object[name] = value;
  else Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
}

/** After an item: true at the closing bracket; false after a comma, standing at what follows. */
function endOfItem(reader: Reader, close: string, open: number, what: string): boolean {
  skipSpace(reader);
  const found = reader.text[reader.at];
  if (found === close) {
    reader.at += 1;
    return true;
  }
  if (found !== ',') {
    const { line } = positionAt(reader.text, open);
    fail(
      reader,
      `expected ',' or '${close}', found ${here(reader)}, in the ${what} that begins on line ${line}`,
    );
  }
  reader.at += 1;
  skipSpace(reader);
  return false;
}

const escapes: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

/** Leaps from quote to quote: most strings have neither escapes nor anything to refuse. */
function readString(reader: Reader): string {
  const { text } = reader;
  const open = reader.at;
  let value = '';
  for (let from = open + 1; ; from = reader.at) {
    const quote = text.indexOf('"', from);
    const piece = text.slice(from, quote === -1 ? text.length : quote);
    const backslash = piece.indexOf('\\');
    const plain = backslash === -1 ? piece : piece.slice(0, backslash);
    refuseControls(reader, plain, from, open);
    value += plain;
    reader.at = from + plain.length;
    if (backslash !== -1) value += readEscape(reader);
    else if (quote === -1) fail(reader, 'a string that never ends', open);
    else {
      reader.at = quote + 1;
      return value;
    }
  }
}

function refuseControls(reader: Reader, piece: string, from: number, open: number): void {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  const at = piece.search(/[\u0000-\u001f]/);
  if (at === -1) return;
  if (piece[at] === '\n') fail(reader, 'a string that does not end on its line', open);
  fail(reader, 'unescaped control character in a string', from + at);
}

function readEscape(reader: Reader): string {
  const letter = reader.text[reader.at + 1];
  if (letter === 'u') {
    const digits = reader.text.slice(reader.at + 2, reader.at + 6);
    if (!/^[0-9a-fA-F]{4}$/.test(digits)) fail(reader, 'expected four hexadecimal digits after \\u');
    reader.at += 6;
    return String.fromCharCode(Number.parseInt(digits, 16));
  }
  const character = letter === undefined ? undefined : escapes[letter];
  if (character === undefined) fail(reader, `unknown escape \\${letter ?? ''} in a string`);
  reader.at += 2;
  return character;
}
