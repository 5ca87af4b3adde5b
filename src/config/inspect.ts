/** Every finding of a config.json at once, with its place: what `validate` prints. */

import { completeConfig } from './complete.ts';
import { configShape } from './gen/shape.ts';
import { validateConfig } from './gen/validator.js';
import { type JsonDocument, JsonSyntaxError, positionAt, readJson } from './json.ts';
import { withoutNulls } from './nulls.ts';
import { nulProblems } from './nul-bytes.ts';
import { isWithin, parentPointer, pointerTokens } from './pointer.ts';
import { type Problem, placeProblems } from './problem.ts';
import { ruleProblems, rules } from './rules/table.ts';
import type { RawConfig } from './schema.ts';
import { schemaProblems } from './schema-errors.ts';
import { isOptional } from './shape.ts';
import type { Finding } from './types.ts';
import { unknownNames } from './unknown-names.ts';
import { unsupportedProblems } from './unsupported.ts';

export function inspect(text: string): Finding[] {
  const document = read(text);
  if ('severity' in document) return [document];
  const raw = withoutNulls(document.value);
  const malformed = validateConfig(raw) ? [] : schemaProblems(validateConfig.errors ?? [], raw);
  const problems = [
    ...duplicateNames(document),
    ...unknownNames(document.value),
    ...malformed,
    ...nulProblems(raw, text),
    ...semanticProblems(raw, malformed),
  ];
  return placeProblems(problems, document, text);
}

function read(text: string): JsonDocument | Finding {
  try {
    return readJson(text);
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    const { message, offset } = error;
    return {
      severity: 'error',
      code: 'teu.config.syntax',
      path: '',
      ...positionAt(text, offset),
      message,
      found: null,
      spec: null,
    };
  }
}

function duplicateNames({ duplicates }: JsonDocument): Problem[] {
  return duplicates.map(({ pointer, offset }) => ({
    severity: 'warning',
    code: 'teu.config.duplicate-name',
    path: pointer,
    offset,
    message: 'the name is given more than once; the last one counts',
    spec: null,
  }));
}

/**
 * Rules need a well-formed config. Each malformed value is taken out together with what cannot do
 * without it, and rules whose subject is gone, and findings at a place that was touched, are left out.
 */
function semanticProblems(raw: unknown, malformed: readonly Problem[]): Problem[] {
  const removed = malformed.map(({ path, code }) => removable(code === 'teu.config.required' ? path : path));
  if (removed.includes('') || typeof raw !== 'object' || raw === null) return [];
  const sound = removed.reduce(without, raw) as RawConfig;
  const applicable = rules.filter(
    ({ reads }) => !reads.some((pointer) => removed.some((gone) => isWithin(pointer, gone))),
  );
  const problems = [...unsupportedProblems(sound), ...ruleProblems(completeConfig(sound), applicable)];
  return problems.filter(({ path }) => !removed.some((gone) => isWithin(path, gone) || isWithin(gone, path)));
}

/** The nearest pointer upwards whose value may be left out; '' when there is none. */
function removable(pointer: string): string {
  if (pointer === '' || isOptional(configShape, pointer)) return pointer;
  return removable(parentPointer(pointer));
}

/** A copy without the property at the pointer. */
function without(value: object, pointer: string): object {
  const [token, ...rest] = pointerTokens(pointer);
  const entries = Object.entries(value);
  const kept = rest.length === 0 ? entries.filter(([key]) => key !== token) : entries.map(descend);
  return Array.isArray(value) ? kept.map(([, each]) => each) : Object.fromEntries(kept);

  function descend([key, each]: [string, unknown]): [string, unknown] {
    if (key !== token || typeof each !== 'object' || each === null) return [key, each];
    return [
      key,
      without(each, `/${rest.map((part) => part.replaceAll('~', '~0').replaceAll('/', '~1')).join('/')}`),
    ];
  }
}
