import { expect, test } from 'bun:test';
import { hasExitFlag, parseStat } from '../../../src/state/process.ts';
import { descendantsOf } from '../../../src/state/tree.ts';

const stat = (name: string, state: string, start: string) =>
  `4711 (${name}) ${state} 1 4711 4711 0 -1 4194560 1 0 0 0 0 0 0 0 20 0 1 0 ${start} 1 2 3\n`;

test('when the command name holds parentheses and spaces then the fields are still found', () => {
  expect(parseStat(stat('a) Z (b c', 'S', '123456'))).toEqual({ state: 'S', parent: 1, startTime: 123456 });
});

test('when the text is cut then it is no process', () => {
  expect(parseStat('4711 (x) S 1')).toBeNull();
  expect(parseStat('')).toBeNull();
});

test('a process on its way out is told by the flags of the kernel', () => {
  const text = stat('a) 4 (b', 'S', '1');
  expect(hasExitFlag(text)).toBe(false);
  expect(hasExitFlag(text.replace(' 4194560 ', ' 4194564 '))).toBe(true);
  expect(hasExitFlag('')).toBe(false);
});

test('descendants are found whatever the order of their pids, without the spared one and its own', () => {
  const parents = new Map([
    [5, 9],
    [9, 7],
    [7, 1],
    [8, 7],
    [6, 8],
    [4, 1],
  ]);
  expect(descendantsOf(7, parents, 0).sort()).toEqual([5, 6, 8, 9]);
  expect(descendantsOf(7, parents, 9).sort()).toEqual([6, 8]);
  expect(descendantsOf(4, parents, 0)).toEqual([]);
});
