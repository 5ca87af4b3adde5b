/** Printed by scripts/gen-ops.ts. Do not edit. */

export const abi = '980fc7e45b3f119c';
