/** Integers beyond 2^53 as bigint. */

/** JSON.parse at its own speed, but for exact integers; throws as JSON.parse does. */
export function parseExact(text: string): unknown {
  return JSON.parse(text, (_, value: unknown, { source }: { readonly source?: string }) =>
    typeof value === 'number' ? exactNumber(value, source ?? '') : value,
  );
}

/** What a JSON number means: a bigint for integers that a number would round, `source` being how it is written. */
export function exactNumber(value: number, source: string): number | bigint {
  if (!Number.isInteger(value) || Number.isSafeInteger(value)) return value;
  return BigInt(/^-?\d+$/.test(source) ? source : value);
}
