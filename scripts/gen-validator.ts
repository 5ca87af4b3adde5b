/**
 * Prints src/config/gen/ from src/config/schema.ts: `validator.js`, standalone ajv code without any
 * import (compiling the schema at run time would cost 86 ms, this costs one), `acceptor.js`, the same without
 * errors, and `shape.ts`, the names the schema knows. `--check` prints nothing and exits 1 when the checked-in files differ.
 */

import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { _, Ajv, type KeywordCxt } from 'ajv';
import standaloneCode from 'ajv/dist/standalone/index.js';
import { configSchema } from '../src/config/schema.ts';
import { processSchema } from '../src/config/schema-process.ts';

type Json = { readonly [key: string]: unknown };

const validators = { validateConfig: configSchema, validateProcess: processSchema } as const;
const directory = fileURLToPath(new URL('../src/config/gen/', import.meta.url));
const banner = '// Printed by scripts/gen-validator.ts from src/config/schema.ts; do not edit.\n';

/**
 * Exact integer ranges: numbers and bigints compare exactly with either kind of literal. A number
 * beyond 2^53 was rounded by JSON.parse, so it fails, and our own reader brings it as a bigint.
 */
function rangeKeyword(context: KeywordCxt): void {
  const [from, to] = context.schema as [string, string];
  const literal = (digits: string) =>
    Number.isSafeInteger(Number(digits)) ? _`${Number(digits)}` : _`BigInt(${digits})`;
  const { data } = context;
  context.pass(
    _`(typeof ${data} == "bigint" || Number.isSafeInteger(${data})) && ${data} >= ${literal(from)} && ${data} <= ${literal(to)}`,
  );
}

/** The bounds travel with the error, as text. */
function rangeParams({ schema }: { readonly schema: unknown }) {
  const [from, to] = schema as [string, string];
  return _`{from: ${from}, to: ${to}}`;
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Replaces what ajv would check inexactly, integers by `range` and TypeBox records by
 * additionalProperties, and collects schemas with an $id, so that each is printed once.
 */
function forAjv(schema: unknown, found: Map<string, Json>): unknown {
  if (Array.isArray(schema)) return schema.map((each) => forAjv(each, found));
  if (!isObject(schema)) return schema;
  if (schema.type === 'integer') return { range: schema.range };
  const copy: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(schema)) {
    if (key === 'patternProperties')
      copy.additionalProperties = forAjv(Object.values(value as Json)[0], found);
    else copy[key] = forAjv(value, found);
  }
  const id = schema.$id;
  if (typeof id !== 'string') return copy;
  found.set(id, copy);
  return { $ref: id };
}

function validatorText(): string {
  const ajv = new Ajv({
    allErrors: true,
    messages: false,
    inlineRefs: false,
    code: { source: true, esm: true, lines: true },
  });
  ajv.addKeyword({
    keyword: 'range',
    schemaType: 'array',
    code: rangeKeyword,
    error: { message: '', params: rangeParams },
  });
  const found = new Map<string, Json>();
  for (const schema of Object.values(validators)) forAjv(schema, found);
  for (const schema of found.values()) ajv.addSchema(schema);
  const refs = Object.fromEntries(
    Object.entries(validators).map(([name, schema]) => [name, schema.$id as string]),
  );
  const code = standaloneCode(ajv, refs);
  if (/\brequire\(|^import /m.test(code)) throw new Error('the validator is not standalone');
  return code;
}

/**
 * The same, but yes or no without a word about errors, for create: a cold engine pays for every page of code and every
 * object. Where ajv makes an error and goes on, this says no.
 */
function acceptorText(validator: string): string {
  const code = validator
    .replace(
      /const err\d+ = .*\nif\(vErrors === null\)\{\n.*\n\}\nelse \{\n.*\n\}\nerrors\+\+;/g,
      'return false;',
    )
    .replace(/(validate\d+\([\w.]+), \{.*\}\)\)\)\{\nvErrors = .*\nerrors = .*\n/g, '$1))){\nreturn false;\n')
    .replace(/validate\d+\.errors = vErrors;\nreturn errors === 0;/g, 'return true;')
    .replace(/^(function validate\d+\(data), \{.*\}=\{\}\)/gm, '$1)')
    .replace(/^(let vErrors = null;|let errors = 0;|\/\*# sourceURL=.*|const schema\d+ = \{.*)\n/gm, '')
    .replace(/^export const validate/gm, 'export const accepts');
  if (/\berr(ors|\d)|\bschema\d|vErrors/.test(code))
    throw new Error('ajv prints errors in another way: adapt acceptorText');
  return code;
}

/** `p` properties, `r` required names, `e` array element, `v` map value: see src/config/shape.ts. */
function shapeOf(schema: unknown): Json {
  if (!isObject(schema)) return {};
  if (isObject(schema.items)) return { e: shapeOf(schema.items) };
  if (isObject(schema.patternProperties)) return { v: shapeOf(Object.values(schema.patternProperties)[0]) };
  if (!isObject(schema.properties)) return {};
  const entries = Object.entries(schema.properties);
  if (entries.length === 0) return {};
  const shape: Record<string, unknown> = {
    p: Object.fromEntries(entries.map(([key, value]) => [key, shapeOf(value)])),
  };
  if (schema.required !== undefined) shape.r = schema.required;
  return shape;
}

function shapeText(): string {
  const body = JSON.stringify(shapeOf(configSchema), null, 1).replace(/\{\s*\}/g, '{}');
  return `${banner}import type { Shape } from '../shape.ts';\n\nexport const configShape: Shape = ${body};\n`;
}

const declarations = `${banner}import type { SchemaError } from '../schema-errors.ts';

interface Validator {
  (value: unknown): boolean;
  errors?: readonly SchemaError[] | null;
}
${Object.keys(validators)
  .map((name) => `export const ${name}: Validator;\n`)
  .join('')}`;

const acceptorDeclarations = `${banner}${Object.keys(validators)
  .map((name) => `export function ${name.replace('validate', 'accepts')}(value: unknown): boolean;\n`)
  .join('')}`;

const validator = validatorText();

const files: Record<string, string> = {
  'validator.js': banner + validator,
  'acceptor.js': banner + acceptorText(validator),
  'acceptor.d.ts': acceptorDeclarations,
  'validator.d.ts': declarations,
  'shape.ts': shapeText(),
};

const check = process.argv.includes('--check');
for (const [name, text] of Object.entries(files)) {
  const path = directory + name;
  if (!check) writeFileSync(path, text);
  else if (readFileSync(path, 'utf8') !== text) {
    console.error(
      `src/config/gen/${name} is not what scripts/gen-validator.ts prints: run it and commit the result`,
    );
    process.exitCode = 1;
  }
}
