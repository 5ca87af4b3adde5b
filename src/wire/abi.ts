/** Printed by scripts/gen-ops.ts. Do not edit. */

export const abi = 'a71a0f28f7be9f05';
