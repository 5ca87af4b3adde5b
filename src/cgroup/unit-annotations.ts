/**
 * Annotations `org.systemd.property.NAME`, whose values are texts of GVariant, as in runc and crun. Pure.
 *
 * Annotations may come from whoever describes a pod, and the manager obeys whatever it is told as root. So only what is in
 * this table is passed on: how the unit ends and how it is ordered. Nothing that executes, starts another unit,
 * moves this one (CVE-2024-3154), or says what linux.resources says.
 */

import { escapeToken } from '../config/pointer.ts';
import { TeuError } from '../errors/types.ts';
import type { BusValue } from '../native/types.ts';
import type { UnitProperty } from './unit-property.ts';

const prefix = 'org.systemd.property.';

type Type = 's' | 'b' | 't' | 'i' | 'as';

/** Property -> type, and for words the ones that are known. */
const table = new Map<string, readonly [type: Type, words?: readonly string[]]>(
  Object.entries({
    Documentation: ['as'],
    After: ['as'],
    Before: ['as'],
    PartOf: ['as'],
    CollectMode: ['s', ['inactive', 'inactive-or-failed']],
    KillMode: ['s', ['control-group', 'mixed']],
    KillSignal: ['i'],
    FinalKillSignal: ['i'],
    SendSIGKILL: ['b'],
    SendSIGHUP: ['b'],
    TimeoutStopUSec: ['t'],
    RuntimeMaxUSec: ['t'],
    OOMPolicy: ['s', ['continue', 'stop', 'kill']],
    ManagedOOMSwap: ['s', ['auto', 'kill']],
    ManagedOOMMemoryPressure: ['s', ['auto', 'kill']],
    ManagedOOMPreference: ['s', ['none', 'avoid', 'omit']],
  } satisfies Readonly<Record<string, readonly [type: Type, words?: readonly string[]]>>),
);

export const annotationProperties: readonly string[] = [...table.keys()];

function refused(key: string, text: string, message: string, hint?: string): TeuError {
  return new TeuError({
    code: 'teu.config.annotation',
    message,
    field: {
      file: '',
      line: 0,
      column: 0,
      pointer: `/annotations/${escapeToken(key)}`,
      value: JSON.stringify(text),
    },
    ...(hint === undefined ? {} : { hint }),
  });
}

/** 'text' or "text", with backslashes before quotes and backslashes. */
function textOf(text: string): string | null {
  const match = /^(?:'((?:[^'\\]|\\['"\\])*)'|"((?:[^"\\]|\\['"\\])*)")$/.exec(text);
  return match === null ? null : (match[1] ?? match[2] ?? '').replace(/\\(.)/g, '$1');
}

function numberOf(text: string, words: RegExp, least: bigint, most: bigint): bigint | null {
  const digits = words.exec(text)?.[1];
  if (digits === undefined) return null;
  const value = BigInt(digits);
  return value >= least && value <= most ? value : null;
}

function listOf(text: string): readonly string[] | null {
  const match = /^(?:@as )?\[(.*)\]$/.exec(text);
  if (match === null) return null;
  const inner = match[1]?.trim() ?? '';
  if (inner === '') return [];
  const items = inner.split(/,\s*(?=['"])/).map((item) => textOf(item.trim()));
  return items.includes(null) ? null : (items as string[]);
}

const highest = 2n ** 64n - 1n;
const largestSignal = 64n;

function parsedAs(type: Type, text: string): BusValue | null {
  if (type === 's') return textOf(text);
  if (type === 'as') return listOf(text);
  if (type === 'b') return text === 'true' ? true : text === 'false' ? false : null;
  if (type === 'i') return numberOf(text, /^(?:int32 )?([0-9]{1,10})$/, 1n, largestSignal);
  return numberOf(text, /^(?:uint64 )?([0-9]{1,20})$/, 0n, highest);
}

const described: Readonly<Record<Type, string>> = {
  s: "a text in quotes: 'words'",
  as: "a list of texts: ['a', 'b']",
  b: 'true or false',
  i: 'the number of a signal: 15',
  t: 'a number: uint64 5',
};

/** As in runc, a name that ends in Sec has seconds, and stands for the one in microseconds. */
function inMicros(key: string, name: string, text: string): { name: string; text: string } {
  const micros = `${name.slice(0, -3)}USec`;
  if (!name.endsWith('Sec') || name.endsWith('USec') || !table.has(micros)) return { name, text };
  const seconds = /^(?:uint64 |uint32 |int32 |double )?'?([0-9]{1,9}(?:\.[0-9]{1,6})?)'?$/.exec(text)?.[1];
  if (seconds === undefined) throw refused(key, text, `${name} takes a number of seconds`);
  return { name: micros, text: `uint64 ${Math.round(Number(seconds) * 1e6)}` };
}

function propertyOf(key: string, given: string): UnitProperty {
  const { name, text } = inMicros(key, key.slice(prefix.length), given);
  const row = table.get(name);
  if (row === undefined)
    throw refused(
      key,
      given,
      `the property ${name} may not be set by an annotation`,
      `these may: ${annotationProperties.join(', ')}`,
    );
  const [type, words] = row;
  const value = parsedAs(type, text.trim());
  if (value === null) throw refused(key, given, `${name} takes ${described[type]}`);
  if (words !== undefined && !words.includes(value as string))
    throw refused(key, given, `${name} is one of ${words.join(', ')}`);
  return { name, type, value, from: `/annotations/${escapeToken(key)}` };
}

/** TeuError `teu.config.annotation` for a property that is not in the table, or a value of another type. */
export const unitAnnotations = (annotations: ReadonlyMap<string, string>): readonly UnitProperty[] =>
  [...annotations].filter(([key]) => key.startsWith(prefix)).map(([key, text]) => propertyOf(key, text));
