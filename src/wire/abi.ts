/** Printed by scripts/gen-ops.ts. Do not edit. */

export const abi = '16dea5ceabddf648';
