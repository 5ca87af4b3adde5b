/** Words for what the printed validator found: one row per JSON Schema keyword. */

import { nearestName } from './nearest.ts';
import { valueAt } from './pointer.ts';
import type { Problem } from './problem.ts';
import { sectionOf } from './sections.ts';

/** ajv's error object, as far as it is read here. */
export interface SchemaError {
  readonly instancePath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
}

interface Wording {
  readonly code: Problem['code'];
  readonly message: string;
}

type Describe = (params: SchemaError['params'], value: unknown) => Wording;

const patternWords: Readonly<Record<string, string>> = {
  '^[rwm]*$': 'expected letters out of r, w and m',
  '^[1-9][0-9]*[KMG]B$': 'expected a page size such as 2MB',
};

const keywords: Readonly<Record<string, Describe>> = {
  type: (params, value) => wrongType(String(params.type), value),
  required: (params) => ({
    code: 'teu.config.required',
    message: `the field ${String(params.missingProperty)} is missing`,
  }),
  enum: (params, value) => wrongName(params.allowedValues as readonly string[], value),
  range: (params, value) => wrongInteger(params, value),
  pattern: (params) => ({
    code: 'teu.config.format',
    message: patternWords[String(params.pattern)] ?? `expected text like ${String(params.pattern)}`,
  }),
  minItems: () => ({ code: 'teu.config.format', message: 'expected at least one item' }),
};

const articles: Readonly<Record<string, string>> = {
  object: 'an object',
  array: 'an array',
  string: 'a string',
  boolean: 'true or false',
  integer: 'an integer',
};

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'number' || typeof value === 'bigint') return 'a number';
  if (typeof value === 'boolean') return String(value);
  return articles[typeof value] ?? typeof value;
}

function wrongType(wanted: string, value: unknown): Wording {
  return {
    code: 'teu.config.type',
    message: `expected ${articles[wanted] ?? wanted}, found ${kindOf(value)}`,
  };
}

function wrongInteger(params: SchemaError['params'], value: unknown): Wording {
  const isInteger = typeof value === 'bigint' || Number.isInteger(value);
  if (typeof value === 'number' && !isInteger)
    return { code: 'teu.config.type', message: 'expected an integer, found a fraction' };
  if (!isInteger) return wrongType('integer', value);
  return {
    code: 'teu.config.range',
    message: `expected an integer from ${String(params.from)} to ${String(params.to)}`,
  };
}

function wrongName(allowed: readonly string[], value: unknown): Wording {
  const named = allowed.filter((each) => each !== '');
  const near = typeof value === 'string' ? nearestName(value, named) : null;
  const shown = near === null ? `one of ${named.join(', ')}` : `did you mean ${near}`;
  return { code: 'teu.config.enum', message: `unknown value: ${shown}` };
}

/** A wrong enum value of the wrong type is reported by `type` and by `enum`: the first says enough. */
export function schemaProblems(errors: readonly SchemaError[], root: unknown): Problem[] {
  const wrongTypes = new Set(
    errors.filter(({ keyword }) => keyword === 'type').map(({ instancePath }) => instancePath),
  );
  return errors
    .filter(({ keyword, instancePath }) => keyword !== 'enum' || !wrongTypes.has(instancePath))
    .map(({ keyword, instancePath, params }) => {
      const describe = keywords[keyword];
      if (describe === undefined) throw new Error(`no wording for the schema keyword ${keyword}`);
      const spec = sectionOf(instancePath);
      return {
        severity: 'error',
        path: instancePath,
        spec,
        ...describe(params, valueAt(root, instancePath)),
      };
    });
}
