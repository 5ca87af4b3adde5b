/** Printed by scripts/gen-ops.ts. Do not edit. */

export const abi = '6ecba7bce7e2d3fe';
