/** Where in config.json a field stands. */

import { excerpt } from '../config/excerpt.ts';
import { type JsonDocument, JsonSyntaxError, positionAt, readJson } from '../config/json.ts';
import { parentPointer } from '../config/pointer.ts';
import type { ErrorData } from './types.ts';

/**
 * The field a pointer names, with its position and value. A pointer to a field that is not written
 * down (a default) gets the place of the nearest parent that is, and no value. Undefined when
 * there is nothing to point at: the pointer of no field, or text that is not JSON.
 */
export function fieldAt(text: string, pointer: string, file: string): ErrorData['field'] {
  if (pointer === '' || text === '') return undefined;
  const document = read(text);
  if (document === null) return undefined;
  const span = document.spans.get(pointer);
  const start = span?.start ?? nearestStart(document, pointer);
  const value = span === undefined ? null : excerpt(text.slice(span.start, span.end));
  return { file, ...positionAt(text, start), pointer, value };
}

/** The value at a pointer of the text; undefined when it is not there. */
export function valueInText(text: string, pointer: string): unknown {
  const span = read(text)?.spans.get(pointer);
  return span === undefined ? undefined : readJson(text.slice(span.start, span.end)).value;
}

function read(text: string): JsonDocument | null {
  try {
    return readJson(text);
  } catch (error) {
    if (error instanceof JsonSyntaxError) return null;
    throw error;
  }
}

function nearestStart({ spans }: JsonDocument, pointer: string): number {
  const span = spans.get(pointer);
  if (span !== undefined) return span.start;
  return pointer === '' ? 0 : nearestStart({ spans } as JsonDocument, parentPointer(pointer));
}
