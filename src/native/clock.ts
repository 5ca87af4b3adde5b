/** The clock of the outcome table. */

import { declare } from './calls.ts';

/** CLOCK_MONOTONIC in nanoseconds. */
export const monotonicNanos = declare('int64_t teu_now()');
