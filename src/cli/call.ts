/** One parsed command line, the same from both readers, and the values of its options. */

import { TeuError } from '../errors/types.ts';
import type { ReadRow, ReadRows } from './shapes.ts';
import type { globalOptions, OptionRow, VerbName, verbs } from './verbs.ts';

type Rows = Readonly<Record<string, OptionRow>>;
interface KindTypes {
  flag: boolean;
  text: string | null;
  texts: readonly string[];
  count: number;
}

/** Complete: an option that was not given is false, null, empty or 0. */
export type ValuesOf<R extends Rows> = { readonly [N in keyof R]: KindTypes[R[N]['kind']] };
export type Value = KindTypes[OptionRow['kind']];
export type Values = Record<string, Value>;

export type GlobalValues = ValuesOf<typeof globalOptions>;
export type CallOf<V extends VerbName> = {
  readonly verb: V;
  readonly globals: GlobalValues;
  readonly options: ValuesOf<(typeof verbs)[V]['options']>;
  readonly operands: readonly string[];
};
/** `print`: help was asked for; `text` goes to stdout. */
export type Call =
  | { [V in VerbName]: CallOf<V> }[VerbName]
  | { readonly verb: 'print'; readonly text: string };

export const usageError = (message: string, hint?: string): TeuError =>
  new TeuError({ code: 'teu.usage', message, ...(hint === undefined ? {} : { hint }) });

const defaults: KindTypes = { flag: false, text: null, texts: [], count: 0 };

const known = new WeakMap<ReadRows, Values>();

/** What the options have that are not given; the caller may write to it. */
export function defaultValues(rows: ReadRows): Values {
  let values = known.get(rows);
  if (values === undefined) {
    values = {};
    for (const name in rows) values[name] = defaults[(rows[name] as ReadRow).kind];
    known.set(rows, values);
  }
  return { ...values };
}

const truth: Readonly<Record<string, boolean>> = {
  true: true,
  TRUE: true,
  True: true,
  t: true,
  T: true,
  1: true,
  false: false,
  FALSE: false,
  False: false,
  f: false,
  F: false,
  0: false,
};

/** The words Go's flag package takes for a boolean, or undefined. */
export const truthOf = (text: string): boolean | undefined => truth[text];

const maxCount = 2 ** 31 - 1;

/**
 * Checks one value against its row; `before` is what the option has so far. Throws teu.usage; the whole text is
 * consumed (R11).
 */
export function convert(name: string, row: ReadRow, text: string, before?: Value): Value {
  if (row.kind === 'texts') return [...((before as readonly string[] | undefined) ?? []), text];
  if (row.choices && !row.choices.includes(text))
    throw usageError(`option --${name} takes ${row.choices.join(', ')}, not ${JSON.stringify(text)}`);
  if (row.kind === 'text') return text;
  if (row.kind === 'count') {
    const count = /^[0-9]{1,10}$/.test(text) ? Number(text) : Number.NaN;
    if (!(count <= maxCount))
      throw usageError(`option --${name} takes a number, not ${JSON.stringify(text)}`);
    return count;
  }
  const truth = truthOf(text);
  if (truth === undefined)
    throw usageError(`option --${name} takes true or false, not ${JSON.stringify(text)}`);
  return truth;
}

/** A token that may be an option, split; null when it is an operand. `long` tells which table to ask first. */
export interface Token {
  readonly name: string;
  readonly long: boolean;
  /** The text after `=`, or null. */
  readonly inline: string | null;
}

/** `--name`, `--name=value`, `-n`, and with one dash `-name`, `-name=value`, as Go's flag package takes them. */
export function splitToken(text: string): Token | null {
  if (text.length < 2 || text[0] !== '-') return null;
  const start = text[1] === '-' ? 2 : 1;
  const equals = text.indexOf('=');
  const name = text.slice(start, equals < 0 ? undefined : equals);
  return { name, long: start === 2 || name.length > 1, inline: equals < 0 ? null : text.slice(equals + 1) };
}

/** The option a token names in one table, or null. */
export function findOption(rows: ReadRows, token: Token): string | null {
  if (token.long) return Object.hasOwn(rows, token.name) ? token.name : null;
  for (const name in rows) if (rows[name]?.short === token.name) return name;
  return null;
}
