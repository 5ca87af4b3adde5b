/** The error of a text that was refused. */

import { TeuError } from '../errors/types.ts';
import type { Finding } from './types.ts';

/** `what` the text in `file` was to be, in words. */
export function refusalOf(found: Finding, what: string, file: string): TeuError {
  const { line, column, path: pointer, found: value } = found;
  const isUnsupported = found.code === 'teu.config.unsupported';
  return new TeuError({
    code: found.code as `teu.config.${string}`,
    message: isUnsupported ? found.message : `invalid ${what}: ${found.message}`,
    field: { file, line, column, pointer, value },
    ...(found.spec === null ? {} : { detail: [`see ${found.spec} of runtime-spec 1.3`] }),
  });
}
