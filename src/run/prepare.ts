/** From a bundle to a plan for this host, with every warning: what create, run and explain begin with. */

import type { Bundle } from '../config/types.ts';
import { placed } from '../errors/placed.ts';
import { probeFacts } from '../facts/probe.ts';
import type { Facts } from '../facts/types.ts';
import { capabilityWarnings } from '../plan/capabilities.ts';
import { cgroupWarnings } from '../plan/cgroup-target.ts';
import { planCreate } from '../plan/create.ts';
import type { Request } from '../plan/types.ts';
import type { Plan } from '../wire/types.ts';
import type { LogSink } from './request.ts';
import { tracing } from './tracing.ts';

export interface Prepared {
  readonly facts: Facts;
  readonly plan: Plan;
}

function lineOf(text: string, pointer: string, file: string): number {
  const { fieldAt } = require('../errors/fieldOf.ts') as typeof import('../errors/fieldOf.ts');
  return fieldAt(text, pointer, file)?.line ?? 0;
}

/**
 * Changes nothing. Warnings name their pointers and go to the log. TeuError: what this host or this version cannot
 * do, with the field's place in `configPath`.
 */
export function prepare(bundle: Bundle, configPath: string, request: Request, log: LogSink): Prepared {
  const { config, text } = bundle;
  for (const { message, path, line } of bundle.warnings) log.warn(message, { pointer: path, line });
  return placed(text, configPath, () => {
    tracing.by?.phase('probe the host');
    const facts = probeFacts(config, request);
    tracing.by?.phase('plan');
    const plan = planCreate(config, facts, request);
    const warnings = [...capabilityWarnings(config, facts), ...cgroupWarnings(config, facts, request)];
    for (const { message, pointer } of warnings)
      log.warn(message, { pointer, line: lineOf(text, pointer, configPath) });
    return { facts, plan };
  });
}
