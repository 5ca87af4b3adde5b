// Printed by scripts/gen-validator.ts from src/config/schema.ts; do not edit.
import type { SchemaError } from '../schema-errors.ts';

interface Validator {
  (value: unknown): boolean;
  errors?: readonly SchemaError[] | null;
}
export const validateConfig: Validator;
export const validateProcess: Validator;
