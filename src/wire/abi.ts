/** Printed by scripts/gen-ops.ts. Do not edit. */

export const abi = '8123303c5f5afd43';
