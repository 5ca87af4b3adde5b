/** Printed by scripts/gen-ops.ts. Do not edit. */

export const abi = '6b1be76ce2dda973';
