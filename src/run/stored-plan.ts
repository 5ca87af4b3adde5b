/**
 * plan.json in the state directory: what `start` has to do. Only the start phase is kept, each step with its
 * number on the wire, because init holds the plan in memory and is told numbers, not steps. A newer build reads
 * it: fields are typed by today's ops table, and a step it no longer knows is an error that names the file.
 */

import { TeuError } from '../errors/types.ts';
import { abi } from '../wire/abi.ts';
import { encodePlan, type Encoded } from '../wire/encode.ts';
import { maxSlots, maxSteps, protocolVersion } from '../wire/protocol.ts';
import type { Plan, Step } from '../wire/types.ts';
import { isText, isWhole, readStep } from './stored-step.ts';

interface StoredStep {
  readonly wire: number;
  readonly step: Step;
}

export interface StoredPlan {
  /** Version of the socket protocol that the waiting init speaks. */
  readonly protocol: number;
  /** Wire steps of the whole plan. */
  readonly total: number;
  readonly slots: readonly string[];
  readonly steps: readonly StoredStep[];
}

/** Nobody has looked at it yet. */
type Raw = { readonly [P in keyof StoredPlan]?: unknown };

function replacer(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString();
  const bytes: unknown = typeof value === 'function' ? value() : value;
  return bytes instanceof Uint8Array ? bytes.toBase64() : bytes;
}

/** The text of plan.json. */
export function storePlan(plan: Plan, encoded: Encoded): string {
  const steps = plan.steps
    .slice(plan.start)
    .map((step, i) => ({ wire: encoded.wireIndex[plan.start + i], step }));
  const stored = {
    protocol: protocolVersion,
    total: encoded.wireSteps.length,
    slots: plan.slots.map((slot) => slot.name),
    steps,
  };
  return JSON.stringify(stored, replacer);
}

const damaged = (file: string, why: string): TeuError =>
  new TeuError({ code: 'teu.state', message: `cannot use ${file}: ${why}` });

/** The number on the wire behind a step: its alternatives have numbers too. */
function wireAfter({ wire, step }: StoredStep): number {
  let next = wire + 1;
  for (let one = step.otherwise; one !== undefined; one = one.step.otherwise) next++;
  return next;
}

/** The steps, which are the last ones of their plan without a gap; or what is wrong with them. */
function readSteps(raw: Raw): readonly StoredStep[] | string {
  const { steps: found, slots, total } = raw;
  if (!Array.isArray(found) || !Array.isArray(slots) || slots.length > maxSlots || !slots.every(isText))
    return 'parts of it are missing';
  const steps: StoredStep[] = [];
  let last: StoredStep | undefined;
  for (const entry of found as readonly (Partial<StoredStep> | null)[]) {
    const step = readStep(entry?.step, slots);
    if (typeof step === 'string') return step;
    const wire = entry?.wire;
    if (!isWhole(wire, 0, maxSteps) || (last !== undefined && wire !== wireAfter(last)))
      return `bad wire of ${step.op} in it`;
    last = { wire, step };
    steps.push(last);
  }
  if (!isWhole(total, 0, maxSteps) || (last !== undefined && total !== wireAfter(last)))
    return 'bad total in it';
  return steps;
}

/** Parses plan.json. TeuError when it is damaged or from a version with another socket protocol. */
export function parseStoredPlan(text: string, file: string): StoredPlan {
  let raw: Raw | null;
  try {
    raw = JSON.parse(text) as Raw | null;
  } catch {
    throw damaged(file, 'it is not complete JSON');
  }
  const protocol = raw?.protocol;
  if (!isWhole(protocol, 0, Number.MAX_SAFE_INTEGER)) throw damaged(file, 'it names no socket protocol');
  if (protocol !== protocolVersion)
    throw damaged(file, `it is of socket protocol ${protocol}, this version speaks ${protocolVersion}`);
  const steps = readSteps(raw as Raw);
  if (typeof steps === 'string') throw damaged(file, steps);
  return { ...(raw as StoredPlan), steps };
}

const filler: Step = { op: 'await', actor: 'host', from: '', whom: 0 };

/** A plan for libteu.so in which every host step stands at its number on the wire, and nothing else is real. */
export function hostPlan(stored: StoredPlan): Encoded {
  const steps: Step[] = new Array<Step>(stored.total).fill(filler);
  for (const { wire, step } of stored.steps) if (step.actor === 'host') steps[wire] = step;
  const slots = stored.slots.map((name, id) => ({ id, name }));
  return encodePlan({ abi, slots, steps, start: 0 });
}
