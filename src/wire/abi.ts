/** Printed by scripts/gen-ops.ts. Do not edit. */

export const abi = '260f220c709dc06d';
