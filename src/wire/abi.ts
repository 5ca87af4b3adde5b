/** Printed by scripts/gen-ops.ts. Do not edit. */

export const abi = 'c6097b0f105f546d';
