/** The reading of a text that is to be what a schema says. */

import { parseExact } from './exact.ts';
import { hasNull, withoutNulls } from './nulls.ts';

type Accepts = (value: unknown) => boolean;

function read(text: string, parse: (text: string) => unknown, accepts: Accepts): unknown {
  try {
    const value = parse(text);
    const raw = hasNull(text) ? withoutNulls(value) : value;
    return accepts(raw) ? raw : null;
  } catch {
    return null;
  }
}

/** Null when JSON or the schema refuses the text; integers that JSON.parse rounds are refused, and read again as they are. */
export const accepted = (text: string, accepts: Accepts): unknown =>
  read(text, JSON.parse, accepts) ?? read(text, parseExact, accepts);
