/** A null property counts as absent: Go's decoder leaves the field alone, and engines and jq write such files. */

export function hasNull(text: string): boolean {
  return text.includes('null');
}

/** A copy without null properties; null items of arrays stay, and are type errors. */
export function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([, each]) => each !== null);
  return Object.fromEntries(kept.map(([key, each]) => [key, withoutNulls(each)]));
}
