/**
 * plan.json in the state directory: what `start` has to do. Only the start phase is kept, each step with its
 * number on the wire, because init holds the plan in memory and is told numbers, not steps. A newer build reads
 * it: fields are typed by today's ops table, and a step it no longer knows is an error that names the file.
 */

import { TeuError } from '../errors/types.ts';
import { abi } from '../wire/abi.ts';
import { encodePlan, type Encoded } from '../wire/encode.ts';
import { type FieldKind, type OpRow, ops } from '../wire/ops.ts';
import { protocolVersion } from '../wire/protocol.ts';
import type { Plan, Step } from '../wire/types.ts';

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

const replacer = (_key: string, value: unknown): unknown =>
  typeof value === 'bigint' ? value.toString() : value instanceof Uint8Array ? value.toBase64() : value;

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

function reviveField(kind: FieldKind, value: unknown): unknown {
  if (kind === 'u64' || kind === 'i64') return BigInt(value as string);
  if (kind === 'bytes') return Uint8Array.fromBase64(value as string);
  return value;
}

function reviveStep(raw: Record<string, unknown>, file: string): Step {
  const row: OpRow | undefined = ops[raw.op as keyof typeof ops];
  if (row === undefined)
    throw damaged(file, `it holds a step ${JSON.stringify(raw.op)} that this version does not know`);
  const step: Record<string, unknown> = { ...raw };
  for (const [name, kind] of Object.entries(row.fields)) step[name] = reviveField(kind, raw[name]);
  return step as unknown as Step;
}

const damaged = (file: string, why: string): TeuError =>
  new TeuError({ code: 'teu.state', message: `cannot use ${file}: ${why}` });

/** Parses plan.json. TeuError when it is damaged or from a version with another socket protocol. */
export function parseStoredPlan(text: string, file: string): StoredPlan {
  let raw: Partial<StoredPlan>;
  try {
    raw = JSON.parse(text) as Partial<StoredPlan>;
  } catch {
    throw damaged(file, 'it is not complete JSON');
  }
  if (raw.protocol !== protocolVersion)
    throw damaged(file, `it is of socket protocol ${raw.protocol}, this version speaks ${protocolVersion}`);
  if (!Array.isArray(raw.steps) || typeof raw.total !== 'number' || !Array.isArray(raw.slots))
    throw damaged(file, 'parts of it are missing');
  const steps = raw.steps.map(({ wire, step }) => ({
    wire,
    step: reviveStep(step as unknown as Record<string, unknown>, file),
  }));
  return { protocol: raw.protocol, total: raw.total, slots: raw.slots, steps };
}

const filler: Step = { op: 'await', actor: 'host', from: '', whom: 0 };

/** A plan for libteu.so in which every host step stands at its number on the wire, and nothing else is real. */
export function hostPlan(stored: StoredPlan): Encoded {
  const steps: Step[] = new Array<Step>(stored.total).fill(filler);
  for (const { wire, step } of stored.steps) if (step.actor === 'host') steps[wire] = step;
  const slots = stored.slots.map((name, id) => ({ id, name }));
  return encodePlan({ abi, slots, steps, start: 0 });
}
