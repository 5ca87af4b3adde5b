/** Integers beyond 2^53 as bigint. */

/** Whether the engine's JSON.parse gives a reviver the source text (ECMAScript 2026): the small engine's does not. */
let givesSource = false;
JSON.parse('0', ((_key: string, _value: unknown, context?: { readonly source?: string }) => {
  givesSource = context?.source !== undefined;
}) as (key: string, value: unknown) => unknown);

/** JSON.parse at its own speed, but for exact integers; throws as JSON.parse does. */
export function parseExact(text: string): unknown {
  if (givesSource) return JSON.parse(text, exactReviver as (key: string, value: unknown) => unknown);
  JSON.parse(text);
  const { readJson } = require('./json.ts') as typeof import('./json.ts');
  return readJson(text).value;
}

/** The type library does not know the third argument yet. */
function exactReviver(_key: string, value: unknown, { source }: { readonly source?: string }): unknown {
  return typeof value === 'number' ? exactNumber(value, source ?? '') : value;
}

/** What a JSON number means: a bigint for integers that a number would round, `source` being how it is written. */
export function exactNumber(value: number, source: string): number | bigint {
  if (!Number.isInteger(value) || Number.isSafeInteger(value)) return value;
  return BigInt(/^-?\d+$/.test(source) ? source : value);
}
