import type { Step } from '../wire/types.ts';

/** What was to be done, and the text that asked for it: all that an explanation needs of a program. */
export interface Planned {
  readonly steps: readonly Step[];
  readonly configText: string;
  readonly configFile: string;
}
