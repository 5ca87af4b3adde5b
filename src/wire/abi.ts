/** Printed by scripts/gen-ops.ts. Do not edit. */

export const abi = '6df86ac7a165110d';
