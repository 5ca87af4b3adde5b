/** Waiting for nothing but time. */

const cell = new Int32Array(new SharedArrayBuffer(4));
/** Blocks this process. */
export const pause = (ms: number): void => void Atomics.wait(cell, 0, 0, ms);
