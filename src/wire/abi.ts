/** Printed by scripts/gen-ops.ts. Do not edit. */

export const abi = 'a062683e97cf3588';
