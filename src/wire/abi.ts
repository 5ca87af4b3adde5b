/** Printed by scripts/gen-ops.ts. Do not edit. */

export const abi = 'ce9b5fefbd36a093';
