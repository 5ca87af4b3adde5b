/**
 * The text of config.json -> Bundle. Three steps, cheapest first: JSON.parse, the printed validator,
 * the rules. Integers that JSON.parse rounds are refused by the validator, and the text is parsed
 * again with exact ones. Only when something is wrong our own reader goes over it, for positions.
 */

import type { TeuError } from '../errors/types.ts';
import { accepted } from './accepted.ts';
import { completeConfig } from './complete.ts';
import { acceptsConfig } from './gen/acceptor.js';
import { isPlain } from './plain.ts';
import type { Problem } from './problem.ts';
import type { RawConfig } from './schema.ts';
import type { Bundle, Config, Finding } from './types.ts';

/**
 * Throws a TeuError for the first error in the text, placed in `file`. `bundleDir` must be absolute and resolved.
 */
export function loadBundle(text: string, bundleDir: string, file = `${bundleDir}/config.json`): Bundle {
  const raw = accepted(text, acceptsConfig) as RawConfig | null;
  if (raw === null) throw firstError(text, file);
  const config = completeConfig(raw);
  const isPlainText = !text.includes('\\u0000');
  const warnings = isPlainText && isPlain(raw, config) ? [] : warningsOf(raw, config, { text, file });
  return { dir: bundleDir, config, text, warnings };
}

interface Origin {
  readonly text: string;
  readonly file: string;
}

function warningsOf(raw: RawConfig, config: Config, origin: Origin): readonly Finding[] {
  const { text, file } = origin;
  const { loadProblems } = require('./load-problems.ts') as typeof import('./load-problems.ts');
  const problems = loadProblems(raw, config, text);
  if (problems.some(({ severity }) => severity === 'error')) throw firstError(text, file);
  return placed(problems, origin);
}

/** Our reader has a limit of depth that JSON.parse has not: a text beyond it is refused, not a crash. */
function placed(problems: readonly Problem[], { text, file }: Origin): readonly Finding[] {
  if (problems.length === 0) return [];
  const { placeProblems } = require('./problem.ts') as typeof import('./problem.ts');
  const { readJson } = require('./json.ts') as typeof import('./json.ts');
  try {
    return placeProblems(problems, readJson(text), text);
  } catch {
    throw firstError(text, file);
  }
}

/** Our reader, the positions and the texts are required here and above: a bundle without fault never pays for them. */
function firstError(text: string, file: string): TeuError {
  const { inspect } = require('./inspect.ts') as typeof import('./inspect.ts');
  const { refusalOf } = require('./refusal.ts') as typeof import('./refusal.ts');
  const found = inspect(text).find(({ severity }) => severity === 'error');
  if (found === undefined) throw new Error('config.json was refused, but inspect finds no error in it');
  return refusalOf(found, 'config.json', file);
}
