/** Errors as data. Thrown anywhere, printed once in main.ts. Codes are API; prose may change. */

export type ErrorCode =
  | `teu.config.${string}`
  | 'teu.step'
  | 'teu.state'
  | 'teu.usage'
  | 'teu.host'
  | 'teu.exec';

export interface ErrorData {
  readonly code: ErrorCode;
  /** Lower case, no full stop: "cannot attach mount at /data", or one of the sentences engines parse. */
  readonly message: string;
  /** Offending config field, when there is one. */
  readonly field?: {
    readonly file: string;
    readonly line: number;
    readonly column: number;
    readonly pointer: string;
    readonly value: string | null;
  };
  /** Kernel call that failed. */
  readonly call?: { readonly name: string; readonly errno: number };
  readonly hint?: string;
  /** Further lines of evidence, e.g. the tail of a hook's stderr. */
  readonly detail?: readonly string[];
  readonly exitCode?: number;
  /** The container it is about, where the call names several. */
  readonly id?: string;
}

export class TeuError extends Error {
  readonly data: ErrorData;
  constructor(data: ErrorData) {
    super(data.message);
    this.name = 'TeuError';
    this.data = data;
  }
}
