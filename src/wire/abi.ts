/** Printed by scripts/gen-ops.ts. Do not edit. */

export const abi = '649ec9ba1554fbf1';
