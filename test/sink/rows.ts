/** Short forms of rows. */
import type { Look, Row } from './world.ts';

type Simple = readonly [
  leaf: string,
  values: readonly [unknown, unknown],
  look: Look,
  want?: readonly [string, string],
];
/** The pointer of a leaf without a list in it is the leaf. */
export const simple = (rows: readonly Simple[]): readonly Row[] =>
  rows.map(([leaf, values, look, want]) => ({
    leaf,
    at: leaf,
    values,
    look,
    want: want ?? [String(values[0]), String(values[1])],
  }));

/** `want` is the text of the values where it is not given. */
export const row = (
  leaf: string,
  at: string,
  values: readonly [unknown, unknown],
  look: Look,
  want?: readonly [string, string],
): Row => ({
  leaf,
  at,
  values,
  look,
  want: want ?? [String(values[0]), String(values[1])],
});

/** A column of /proc/self/mounts in the first line that fits. */
export const mounted = (test: string, print: string) =>
  `awk '${test} {print ${print}}' /proc/self/mounts | head -n 1`;
