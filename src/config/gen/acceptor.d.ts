// Printed by scripts/gen-validator.ts from src/config/schema.ts; do not edit.
export function acceptsConfig(value: unknown): boolean;
export function acceptsProcess(value: unknown): boolean;
