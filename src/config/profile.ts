/** A seccomp profile by itself, or that of a config.json: what `teu seccomp` reads. */

import { fieldAt } from '../errors/fieldOf.ts';
import { TeuError } from '../errors/types.ts';
import type { Profile } from '../seccomp-bpf-json/types.ts';
import { completeConfig } from './complete.ts';
import { parseExact } from './exact.ts';
import { validateConfig } from './gen/validator.js';
import { withoutNulls } from './nulls.ts';
import type { Problem } from './problem.ts';
import { ruleProblems, rules } from './rules/table.ts';
import { schemaProblems } from './schema-errors.ts';
import type { RawConfig } from './schema.ts';

const within = '/linux/seccomp';

export interface ReadProfile {
  readonly profile: Profile;
  /** Pointer of the profile in its file: '' or /linux/seccomp. */
  readonly base: string;
}

function parse(text: string, file: string): unknown {
  try {
    return withoutNulls(parseExact(text));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new TeuError({ code: 'teu.config.syntax', message: `cannot read ${file}: ${why}` });
  }
}

const member = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;

/** What the schema and the rules say of the profile alone, in an otherwise faultless config. */
function problemsOf(seccomp: unknown): readonly Problem[] {
  const raw = { ociVersion: '1.3.0', root: { path: 'rootfs' }, linux: { seccomp } };
  if (!validateConfig(raw)) return schemaProblems(validateConfig.errors ?? [], raw);
  const chosen = rules.filter(({ reads, advice }) => reads.includes(within) && advice !== true);
  return ruleProblems(completeConfig(raw as RawConfig), chosen);
}

/** Reads and judges a profile. TeuError for the first error, with its place in the file. */
export function readProfile(text: string, file: string): ReadProfile {
  const value = parse(text, file);
  const isConfig = member(value, 'ociVersion') !== undefined || member(value, 'linux') !== undefined;
  const seccomp = isConfig ? member(member(value, 'linux'), 'seccomp') : value;
  const base = isConfig ? within : '';
  if (seccomp === undefined)
    throw new TeuError({ code: 'teu.usage', message: `${file} has no seccomp profile (${within})` });
  const first = problemsOf(seccomp).find(({ severity }) => severity === 'error');
  if (first === undefined) return { profile: seccomp as Profile, base };
  const field = fieldAt(text, base + first.path.slice(within.length), file);
  throw new TeuError({
    code: first.code,
    message: `invalid profile: ${first.message}`,
    ...(field === undefined ? {} : { field }),
  });
}
