/**
 * The program of the test engine (build/native/test/engine): as bin/teu, the launcher and the small engine with a heap made at
 * build time, but what it performs is what both engines must do alike. `engine state cases WORLD`, `engine state golden NAME`;
 * the verb is there for the launcher, which gives the engine its calls of hot verbs.
 */

import { exit, readRegular, stat, write } from '../../src/native/lib.ts';
import { type World, cases } from './cases.ts';
import type { Read } from '../golden/plan.ts';
import { goldenText } from './rooms.ts';

const limit = 1 << 24;
const below =
  (directory: string): Read =>
  (path) =>
    stat(`${directory}/${path}`) === null ? null : readRegular(`${directory}/${path}`, limit);

const performers: Readonly<Record<string, (file: string, directory: string) => void>> = {
  cases: (file, directory) => {
    const world = {
      ...(JSON.parse(readRegular(file, limit)) as Omit<World, 'read'>),
      read: below(directory),
    };
    for (const name in cases)
      for (const line of cases[name]?.(world) ?? []) write(1, `${name}\t${line.replaceAll('\n', '\\n')}\n`);
  },
  golden: (name, directory) => write(1, goldenText(below(directory), name)),
};

(globalThis as unknown as Record<string, unknown>).program = (argv: readonly string[]): void => {
  const [what = '', file = '', directory = ''] = argv.slice(3);
  performers[what]?.(file, directory);
  exit(performers[what] === undefined ? 2 : 0);
};
