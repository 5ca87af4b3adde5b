/** Printed by scripts/gen-ops.ts. Do not edit. */

export const abi = 'ed4575dd64455f54';
