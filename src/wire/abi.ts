/** Printed by scripts/gen-ops.ts. Do not edit. */

export const abi = '40d781c31cb791c9';
