/** Printed by scripts/gen-ops.ts. Do not edit. */

export const abi = '4de97fc0914038a5';
