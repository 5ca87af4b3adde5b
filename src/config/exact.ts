/** Integers beyond 2^53 as bigint. */

/** JSON.parse at its own speed, but for exact integers; throws as JSON.parse does. */
export function parseExact(text: string): unknown {
  return JSON.parse(text, exactReviver as (key: string, value: unknown) => unknown);
}

/** ECMAScript 2026 gives the reviver the source text; the type library does not say so yet. */
function exactReviver(_key: string, value: unknown, { source }: { readonly source?: string }): unknown {
  return typeof value === 'number' ? exactNumber(value, source ?? '') : value;
}

/** What a JSON number means: a bigint for integers that a number would round, `source` being how it is written. */
export function exactNumber(value: number, source: string): number | bigint {
  if (!Number.isInteger(value) || Number.isSafeInteger(value)) return value;
  return BigInt(/^-?\d+$/.test(source) ? source : value);
}
