/**
 * The text of linux.resources by itself (update --resources) -> Resources. It is put into the smallest config.json and
 * held to everything such a config is held to. Pointers are relative to the text, lines and columns its own.
 */

import { type ErrorData, TeuError } from '../errors/types.ts';
import { inspectSyntax } from './inspect.ts';
import { loadBundle } from './load.ts';
import type { Finding, Resources } from './types.ts';

/** Pointer of the object in the configuration around it. */
export const resourcesPrefix = '/linux/resources';

export interface LoadedResources {
  readonly resources: Resources;
  readonly warnings: readonly Finding[];
  /** A config.json around the text, for fieldAt; places in it are those of the text after `ownPlace`. */
  readonly wrapped: string;
}

/** The text stands on lines of its own: only line numbers shift, by one. */
const wrap = (text: string, ociVersion: string): string =>
  `{"ociVersion":${JSON.stringify(ociVersion)},"root":{"path":"/"},"linux":{"resources":\n${text}\n}}`;

const ownPointer = (pointer: string): string =>
  pointer.startsWith(resourcesPrefix) ? pointer.slice(resourcesPrefix.length) : pointer;

/** A field placed in the wrapped text, as a place in `file`. */
export const ownPlace = (
  field: NonNullable<ErrorData['field']>,
  file: string,
): NonNullable<ErrorData['field']> => ({
  ...field,
  file,
  line: Math.max(field.line - 1, 0),
  pointer: ownPointer(field.pointer),
});

function refused(error: TeuError, file: string): TeuError {
  const { field, message } = error.data;
  return new TeuError({
    ...error.data,
    message: message.replace('invalid config.json', 'invalid resources'),
    ...(field === undefined ? {} : { field: ownPlace(field, file) }),
  });
}

function refusedSyntax({ code, message, line, column }: Finding, file: string): TeuError {
  return new TeuError({
    code: code as 'teu.config.syntax',
    message: `invalid resources: ${message}`,
    field: { file, line, column, pointer: '', value: null },
  });
}

/** Throws a TeuError for the first error; `file` names the text in it. `ociVersion`: of the container. */
export function loadResources(text: string, file: string, ociVersion: string): LoadedResources {
  // By itself first: inside of other text it might be JSON by accident.
  const syntax = inspectSyntax(text);
  if (syntax !== null) throw refusedSyntax(syntax, file);
  const wrapped = wrap(text, ociVersion);
  try {
    const { config, warnings } = loadBundle(wrapped, '/');
    return {
      resources: config.linux.resources,
      warnings: warnings.map((found) => ({
        ...found,
        path: ownPointer(found.path),
        line: found.line - 1,
      })),
      wrapped,
    };
  } catch (error) {
    throw error instanceof TeuError ? refused(error, file) : error;
  }
}
