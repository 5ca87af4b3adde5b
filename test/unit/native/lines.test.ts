import { afterAll, beforeAll, expect, test } from 'bun:test';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { readLines, SysError } from '../../../src/native/lib.ts';

let dir = '';
beforeAll(() => {
  dir = mkdtempSync(`${tmpdir()}/teu-lines-`);
});
afterAll(() => rmSync(dir, { recursive: true }));

function piecesOf(text: string, isEnough: (piece: string) => boolean = () => false): readonly string[] {
  writeFileSync(`${dir}/file`, text);
  const pieces: string[] = [];
  readLines(`${dir}/file`, (piece) => {
    pieces.push(piece);
    return isEnough(piece);
  });
  return pieces;
}

test('pieces end with a line, and all of them together are the file', () => {
  const text = Array.from({ length: 20_000 }, (_, n) => `line ${n}\n`).join('');
  const pieces = piecesOf(text);
  expect(pieces.join('')).toBe(text);
  expect(pieces.length).toBeGreaterThan(2);
  expect(pieces.every((piece) => piece.endsWith('\n'))).toBe(true);
});

test('a line may be longer than a piece, and the last one may have no end', () => {
  const text = `a\n${'long '.repeat(100_000)}\nlast`;
  expect(piecesOf(text).join('')).toBe(text);
});

test('nothing is read behind what is enough', () => {
  const text = `${'x'.repeat(40_000)}\n`.repeat(10);
  expect(piecesOf(text, () => true)).toHaveLength(1);
});

test('an empty file has no lines', () => {
  expect(piecesOf('')).toEqual([]);
});

test('a table of the kernel is read to its end', () => {
  let text = '';
  readLines('/proc/self/mountinfo', (piece) => {
    text += piece;
    return false;
  });
  expect(text).toBe(readFileSync('/proc/self/mountinfo', 'utf8'));
});

test('what cannot be opened is an error with its path, whatever it is', () => {
  for (const path of [`${dir}/none`, dir]) expect(() => readLines(path, () => true)).toThrow(SysError);
});

test('what the reader throws leaves no descriptor behind', () => {
  const open = () => readdirSync('/proc/self/fd').length;
  const before = open();
  for (let n = 0; n < 5; n++)
    expect(() =>
      readLines('/proc/self/mountinfo', () => {
        throw new Error('enough');
      }),
    ).toThrow('enough');
  expect(open()).toBe(before);
});
