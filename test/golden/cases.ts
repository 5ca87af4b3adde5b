/**
 * Golden cases: config.json and facts.json (and what a request says beyond its defaults) -> plan.txt. What the build
 * rehearses (src/engine/rehearsal) is a case too, with its inputs there and its plan here.
 */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../../src/config/types.ts';
import type { Request } from '../../src/plan/types.ts';
import type { Plan } from '../../src/wire/types.ts';
import { inputPlaces, type Inputs, inputsOf, planOf } from './plan.ts';

export type { Inputs } from './plan.ts';

export interface GoldenCase {
  readonly name: string;
  readonly verb: Request['verb'];
  readonly planFile: string;
  readonly config: Config;
  readonly plan: Plan;
}

const repository = join(import.meta.dir, '../..');

function textOf(path: string): string | null {
  const file = join(repository, path);
  return existsSync(file) ? readFileSync(file, 'utf8') : null;
}

export const readInputs = (name: string): Inputs => inputsOf(textOf, name);

function readCase(name: string): GoldenCase {
  const inputs = readInputs(name);
  return { name, verb: inputs.request.verb, planFile: join(import.meta.dir, name, 'plan.txt'), ...planOf(inputs) };
}

const directoriesIn = (path: string): readonly string[] =>
  readdirSync(join(repository, path), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);

export const goldenCases: readonly GoldenCase[] = [...new Set(inputPlaces.flatMap(directoriesIn))]
  .sort()
  .map(readCase);
