/**
 * The text of config.json -> Bundle, or every finding. Three steps, cheapest first: JSON.parse, the
 * printed validator, the rules. Only when something is wrong (or an integer is too long for
 * JSON.parse) our own reader goes over the text again, for positions.
 */

import { TeuError } from '../errors/types.ts';
import { completeConfig } from './complete.ts';
import { validateConfig } from './gen/validator.js';
import { inspect } from './inspect.ts';
import { readJson } from './json.ts';
import { hasNull, withoutNulls } from './nulls.ts';
import { nulProblems } from './nul-bytes.ts';
import { type Problem, placeProblems } from './problem.ts';
import { ruleProblems, rules } from './rules/table.ts';
import type { RawConfig } from './schema.ts';
import type { Bundle, Finding } from './types.ts';
import { unsupportedProblems } from './unsupported.ts';

/** JSON.parse rounds integers beyond 2^53, which has 16 digits. */
const longInteger = /[:[,]\s*-?\d{16}/;

const loadRules = rules.filter(({ advice }) => advice !== true);

/** Throws a TeuError for the first error in the text. `bundleDir` must be absolute and resolved. */
export function loadBundle(text: string, bundleDir: string): Bundle {
  const raw = parse(text);
  if (raw === undefined || !validateConfig(raw)) throw firstError(text);
  const config = completeConfig(raw as RawConfig);
  const problems = [
    ...nulProblems(raw, text),
    ...unsupportedProblems(raw as RawConfig),
    ...ruleProblems(config, loadRules),
  ];
  if (problems.some(({ severity }) => severity === 'error')) throw firstError(text);
  return { dir: bundleDir, config, text, warnings: placed(problems, text) };
}

/** Undefined when JSON.parse refuses the text. */
function parse(text: string): unknown {
  try {
    const value: unknown = longInteger.test(text) ? readJson(text).value : JSON.parse(text);
    return hasNull(text) ? withoutNulls(value) : value;
  } catch {
    return undefined;
  }
}

function placed(problems: readonly Problem[], text: string): readonly Finding[] {
  return problems.length === 0 ? [] : placeProblems(problems, readJson(text), text);
}

function firstError(text: string): TeuError {
  const found = inspect(text).find(({ severity }) => severity === 'error');
  if (found === undefined) throw new Error('config.json was refused, but inspect finds no error in it');
  const isUnsupported = found.code === 'teu.config.unsupported';
  return new TeuError({
    code: found.code as `teu.config.${string}`,
    message: isUnsupported ? found.message : `invalid config.json: ${found.message}`,
    field: {
      file: 'config.json',
      line: found.line,
      column: found.column,
      pointer: found.path,
      value: found.found,
    },
    ...(found.spec === null ? {} : { detail: [`see ${found.spec} of runtime-spec 1.3`] }),
  });
}
