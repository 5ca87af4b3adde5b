/** What makes a filter impossible. */

export type CompileErrorCode =
  | 'action'
  | 'errno'
  | 'architecture'
  | 'byte-order'
  | 'flag'
  | 'operator'
  | 'argument-index'
  | 'value'
  | 'too-long';

/** Thrown by compile(): the profile has no program. `path` is a JSON pointer relative to the profile. */
export class CompileError extends Error {
  readonly code: CompileErrorCode;
  readonly path: string;

  constructor(code: CompileErrorCode, path: string, message: string) {
    super(message);
    this.name = 'CompileError';
    this.code = code;
    this.path = path;
  }
}
