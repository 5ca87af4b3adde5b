/** Bounded waiting for what the kernel announces nowhere. */

import { pause } from '../native/pause.ts';

/** Longest pause between two looks. */
const maxPauseMs = 50;

/**
 * Asks until it is so, each time after twice the pause, for at most `timeoutMs` (CLOCK_MONOTONIC). False when the time
 * is over; asked at least once.
 */
export function waitUntil(isSo: () => boolean, timeoutMs: number): boolean {
  const deadline = performance.now() + timeoutMs;
  for (let waitMs = 1; !isSo(); waitMs = Math.min(waitMs * 2, maxPauseMs)) {
    if (performance.now() > deadline) return false;
    pause(waitMs);
  }
  return true;
}
