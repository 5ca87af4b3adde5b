/** What create refuses or warns of, beyond the schema. Required for configs that are not plain. */

import { foreignProblems } from './foreign.ts';
import { nulProblems } from './nul-bytes.ts';
import type { Problem } from './problem.ts';
import { ruleProblems, rules } from './rules/table.ts';
import type { RawConfig } from './schema.ts';
import type { Config } from './types.ts';
import { unsupportedProblems } from './unsupported.ts';

const loadRules = rules.filter(({ advice }) => advice !== true);

export const loadProblems = (raw: RawConfig, config: Config, text: string): readonly Problem[] => [
  ...nulProblems(raw, text),
  ...unsupportedProblems(raw),
  ...foreignProblems(raw),
  ...ruleProblems(config, loadRules),
];
