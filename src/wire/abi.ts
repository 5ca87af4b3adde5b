/** Printed by scripts/gen-ops.ts. Do not edit. */

export const abi = 'ef30b69230b4dd3f';
