/** A null property counts as absent: Go's decoder leaves the field alone, and engines and jq write such files. */

const space = ' \t\n\r';

/** False only where no property is null: the word behind a colon. In a text with /dev/null it stands elsewhere. */
export function hasNull(text: string): boolean {
  for (let at = text.indexOf('null'); at >= 0; at = text.indexOf('null', at + 1)) {
    let before = at - 1;
    while (before >= 0 && space.includes(text[before] as string)) before--;
    if (text[before] === ':') return true;
  }
  return false;
}

/** A copy without null properties; null items of arrays stay, and are type errors. */
export function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([, each]) => each !== null);
  return Object.fromEntries(kept.map(([key, each]) => [key, withoutNulls(each)]));
}
