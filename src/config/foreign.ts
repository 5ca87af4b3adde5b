/**
 * What config.json says to runtimes of other platforms (config.md#platform-specific-configuration). It has no meaning here,
 * and a bundle that has it was perhaps not meant for this one: worth a warning, which create logs and validate prints.
 */

import { valueAt } from './pointer.ts';
import type { Problem } from './problem.ts';
import type { RawConfig } from './schema.ts';

const platforms: Readonly<Record<string, string>> = {
  '/windows': 'Windows',
  '/solaris': 'Solaris',
  '/freebsd': 'FreeBSD',
  '/zos': 'z/OS',
  '/process/commandLine': 'Windows',
  '/process/user/username': 'Windows',
};

export const foreignFields = Object.keys(platforms);

/** Empty texts and objects are what writers leave for "not said". */
const saysSomething = (value: unknown): boolean =>
  typeof value === 'object' && value !== null ? Object.keys(value).length > 0 : Boolean(value);

export const foreignProblems = (raw: RawConfig): Problem[] =>
  foreignFields
    .filter((pointer) => saysSomething(valueAt(raw, pointer)))
    .map((pointer) => ({
      severity: 'warning',
      code: 'teu.config.foreign-platform',
      path: pointer,
      message: `this is for ${platforms[pointer] ?? 'another platform'}, and is ignored`,
      spec: 'config.md#platform-specific-configuration',
    }));
