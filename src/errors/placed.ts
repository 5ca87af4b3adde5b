/** Gives the errors of planners and probers, which know pointers alone, their place in config.json. */

import { TeuError } from './types.ts';

/** The same error with file, line, column and value; without a pointer, or with a place already, it stays as it is. */
function located(error: TeuError, text: string, file: string): TeuError {
  const { field } = error.data;
  if (field === undefined || field.line !== 0) return error;
  const { fieldAt } = require('./fieldOf.ts') as typeof import('./fieldOf.ts');
  const found = fieldAt(text, field.pointer, file);
  if (found === undefined) return error;
  return new TeuError({ ...error.data, field: { ...found, value: found.value ?? field.value } });
}

/** Runs `make`; a TeuError that it throws is located in `text`, which was read from `file`. */
export function placed<T>(text: string, file: string, make: () => T): T {
  try {
    return make();
  } catch (error) {
    throw error instanceof TeuError ? located(error, text, file) : error;
  }
}
