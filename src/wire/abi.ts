/** Printed by scripts/gen-ops.ts. Do not edit. */

export const abi = '8db42a7d91a4e51c';
