/** Every finding of a config.json at once, with its place: what `validate` prints. */

import { completeConfig } from './complete.ts';
import { foreignProblems } from './foreign.ts';
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
import type { Config, Finding } from './types.ts';
import { unknownNames } from './unknown-names.ts';
import { unsupportedProblems } from './unsupported.ts';

/** What else is to be asked of a config whose malformed parts were taken out. */
export type Further = (config: Config) => readonly Problem[];

export function inspect(text: string, further: Further = () => []): Finding[] {
  const document = read(text);
  if ('severity' in document) return [document];
  const raw = withoutNulls(document.value);
  const malformed = validateConfig(raw) ? [] : schemaProblems(validateConfig.errors ?? [], raw);
  const problems = [
    ...duplicateNames(document),
    ...unknownNames(document.value),
    ...malformed,
    ...nulProblems(raw, text),
    ...semanticProblems(raw, malformed, further),
  ];
  return placeProblems(problems, document, text);
}

/** What keeps a text from being JSON, or null. */
export function inspectSyntax(text: string): Finding | null {
  const document = read(text);
  return 'severity' in document ? document : null;
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

/** What rules are shown in the place of a malformed field that nothing can do without. */
const standIns: Readonly<Record<string, unknown>> = { ociVersion: '1.0.0', root: { path: 'rootfs' } };

/**
 * Rules need a well-formed config. Each malformed value is taken out together with what cannot do
 * without it, and rules whose subject is gone, and findings at a place that was touched, are left out.
 */
function semanticProblems(raw: unknown, malformed: readonly Problem[], further: Further): Problem[] {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return [];
  const missing = Object.keys(standIns).filter((name) => !Object.hasOwn(raw, name));
  const wrong = malformed.filter(({ path }) => path !== '').map(({ path }) => removable(path));
  const removed = [...missing.map((name) => `/${name}`), ...wrong];
  const sound = { ...standIns, ...wrong.reduce(without, raw) } as RawConfig;
  const applicable = rules.filter(
    ({ reads }) => !reads.some((pointer) => removed.some((gone) => isWithin(pointer, gone))),
  );
  const config = completeConfig(sound);
  const problems = [
    ...unsupportedProblems(sound),
    ...foreignProblems(sound),
    ...ruleProblems(config, applicable),
    ...further(config),
  ];
  return problems.filter(({ path }) => !removed.some((gone) => isWithin(path, gone) || isWithin(gone, path)));
}

/** The nearest pointer upwards whose value may be left out, or has a stand-in. */
function removable(pointer: string): string {
  const parent = parentPointer(pointer);
  if (parent === '' || isOptional(configShape, pointer)) return pointer;
  return removable(parent);
}

/** A copy without the property at the pointer. */
function without(value: object, pointer: string): object {
  return withoutTokens(value, pointerTokens(pointer));
}

function withoutTokens(value: object, [token, ...rest]: readonly string[]): object {
  const descend = (key: string, each: unknown): readonly [string, unknown][] => {
    if (key !== token) return [[key, each]];
    if (rest.length === 0) return [];
    return [[key, typeof each === 'object' && each !== null ? withoutTokens(each, rest) : each]];
  };
  const kept = Object.entries(value).flatMap(([key, each]) => descend(key, each));
  return Array.isArray(value) ? kept.map(([, each]) => each) : Object.fromEntries(kept);
}
