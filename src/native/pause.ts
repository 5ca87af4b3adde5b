/** Waiting for nothing but time. */

import { pidfdWait } from './lib.ts';

/** Blocks this process: poll(2) on no descriptor. */
export const pause = (ms: number): void => void pidfdWait(-1, ms);
