/** Printed by scripts/gen-ops.ts. Do not edit. */

export const abi = '160e1272d8e23163';
