import { expect, test } from 'bun:test';
import { parseSignal } from '../../../src/cli/signal.ts';

const good: ReadonlyArray<readonly [string, number]> = [
  ['9', 9],
  ['0', 0],
  ['09', 9],
  ['64', 64],
  ['KILL', 9],
  ['SIGKILL', 9],
  ['sigkill', 9],
  ['Term', 15],
  ['CLD', 17],
  ['RTMIN', 34],
  ['SIGRTMIN+3', 37],
  ['rtmin+30', 64],
  ['RTMAX', 64],
  ['RTMAX-1', 63],
];
for (const [text, number] of good)
  test(`${text} is signal ${number}`, () => {
    expect(parseSignal(text)).toBe(number);
  });

const bad = [
  '',
  '65',
  '-9',
  '9x',
  ' 9',
  '9 ',
  '1e1',
  '0x9',
  '99999',
  'NOPE',
  'SIG',
  'SIGSIGKILL',
  'KILL ',
  'RTMIN+31',
  'RTMIN+',
  'RTMIN-1',
  'RTMAX+1',
  'constructor',
  '__PROTO__',
];
for (const text of bad)
  test(`${JSON.stringify(text)} is no signal`, () => {
    expect(() => parseSignal(text)).toThrow(
      expect.objectContaining({ data: expect.objectContaining({ code: 'teu.usage' }) }),
    );
  });
