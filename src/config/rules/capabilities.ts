/** config.md#linux-process: what cannot be granted is a warning, never an error. */

import { capabilities } from '../../tables/capabilities.ts';
import { nearestName } from '../nearest.ts';
import type { Capabilities, Config } from '../types.ts';
import type { Rule, Violation } from './rule.ts';

const sets = [
  'bounding',
  'effective',
  'permitted',
  'inheritable',
  'ambient',
] as const satisfies readonly (keyof Capabilities)[];

const known: ReadonlySet<string> = new Set(capabilities);

const spec = 'config.md#linux-process';
const reads = ['/process/capabilities'];

function eachCapability(
  config: Config,
  visit: (name: string, set: keyof Capabilities, all: Capabilities) => string | null,
): Violation[] {
  const all = config.process?.capabilities ?? null;
  if (all === null) return [];
  return sets.flatMap((set) =>
    all[set].flatMap((name, index) => {
      const message = visit(name, set, all);
      return message === null ? [] : [{ path: `/process/capabilities/${set}/${index}`, message }];
    }),
  );
}

export const capabilityUnknown: Rule = {
  code: 'teu.config.capability-unknown',
  severity: 'warning',
  spec,
  reads,
  check: (config) =>
    eachCapability(config, (name) => {
      if (known.has(name)) return null;
      const near = nearestName(name, capabilities);
      return `${name} is not a known capability${near === null ? '' : `, did you mean ${near}`}: it is not granted`;
    }),
};

/** capset(2): the effective set must lie within the permitted one. */
export const capabilityEffective: Rule = {
  code: 'teu.config.capability-effective',
  severity: 'warning',
  spec,
  reads,
  check: (config) =>
    eachCapability(config, (name, set, { permitted }) =>
      set !== 'effective' || !known.has(name) || permitted.includes(name)
        ? null
        : `${name} is not in the permitted set: it is not granted`,
    ),
};

/** prctl(2), PR_CAP_AMBIENT_RAISE: EPERM unless permitted and inheritable. */
export const capabilityAmbient: Rule = {
  code: 'teu.config.capability-ambient',
  severity: 'warning',
  spec,
  reads,
  check: (config) =>
    eachCapability(config, (name, set, { permitted, inheritable }) =>
      set !== 'ambient' || !known.has(name) || (permitted.includes(name) && inheritable.includes(name))
        ? null
        : `${name} is not in both the permitted and the inheritable set: it is not granted`,
    ),
};
