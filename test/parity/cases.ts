/** What both engines do, and must say alike: name -> lines. */

import { collections, expressionsOnText, flow, strings } from './language.ts';
import { bigints, memory, numbers } from './numbers.ts';
import { random } from './random.ts';
import type { Read } from '../golden/plan.ts';
import { encoded, filters, loaded } from './rooms.ts';
import { statistics } from './statistics.ts';
import { base64, json, utf8 } from './text.ts';

export interface World {
  readonly seed: number;
  readonly read: Read;
  /** Names of the golden cases, and of the configurations below spec-fixtures. */
  readonly golden: readonly string[];
  readonly fixtures: readonly string[];
}

export const cases: Readonly<Record<string, (world: World) => Iterable<string>>> = {
  'integers of any size': ({ seed }) => bigints(random(seed)),
  'typed arrays and views': ({ seed }) => memory(random(seed)),
  'numbers and dates': ({ seed }) => numbers(random(seed)),
  'UTF-8': ({ seed }) => utf8(random(seed)),
  base64: ({ seed }) => base64(random(seed)),
  JSON: ({ seed }) => json(random(seed)),
  'regular expressions': ({ seed }) => expressionsOnText(random(seed)),
  strings: ({ seed }) => strings(random(seed)),
  collections: ({ seed }) => collections(random(seed)),
  'errors, generators, classes and using': () => flow(),
  'statistics of the kernel': ({ seed }) => statistics(random(seed)),
  'plans on the wire': ({ read, golden }) => encoded(read, golden),
  'configurations, good and bad': ({ read, fixtures }) => loaded(read, fixtures),
  'seccomp programs': ({ read }) => filters(read),
};
