/**
 * Plan -> bytes of the sealed memfd that the executor maps. Pure; the layout is described in protocol.ts.
 * Alternatives are flattened behind the step that lists them, so a wire index is not a step index:
 * `Encoded.wireIndex` leads from one to the other.
 */

import { errnoNumber } from '../tables/errno.ts';
import { layoutOf } from './layout.ts';
import { actors, type OpRow, ops } from './ops.ts';
import {
  maxOnErrno,
  maxSlots,
  maxSteps,
  planHeaderBytes,
  planMagic,
  slotNone,
  stepHeaderBytes,
} from './protocol.ts';
import type { Plan, Step } from './types.ts';

export interface Encoded {
  readonly bytes: Uint8Array;
  /** wireIndex[k]: index on the wire of plan step k; one more entry than steps (the total). */
  readonly wireIndex: readonly number[];
  /** The step (or alternative) behind each wire index. */
  readonly wireSteps: readonly Step[];
}

/** Grows as needed; strings that occur twice are stored once. */
class Pool {
  private buffer = new Uint8Array(16384);
  private view = new DataView(this.buffer.buffer);
  private readonly known = new Map<string, number>();
  private readonly utf8 = new TextEncoder();
  length = 0;

  reserve(size: number, alignment: number): number {
    const at = Math.ceil(this.length / alignment) * alignment;
    while (at + size > this.buffer.length) this.grow();
    this.length = at + size;
    return at;
  }
  u8 = (at: number, value: number): void => this.view.setUint8(at, value);
  u16 = (at: number, value: number): void => this.view.setUint16(at, value, true);
  u32 = (at: number, value: number): void => this.view.setUint32(at, value, true);
  u64 = (at: number, value: bigint): void => this.view.setBigUint64(at, BigInt.asUintN(64, value), true);

  bytes(at: number, data: Uint8Array): void {
    const off = this.reserve(data.length, 8);
    this.buffer.set(data, off);
    this.u32(at, off);
    this.u32(at + 4, data.length);
  }

  string(at: number, text: string): void {
    const data = this.utf8.encode(text);
    let off = this.known.get(text);
    if (off === undefined) {
      off = this.reserve(data.length + 1, 1);
      this.buffer.set(data, off);
      this.known.set(text, off);
    }
    this.u32(at, off);
    this.u32(at + 4, data.length);
  }

  strings(at: number, list: readonly string[]): void {
    const array = this.reserve(8 * list.length, 8);
    this.u32(at, array);
    this.u32(at + 4, list.length);
    for (const [index, text] of list.entries()) this.string(array + 8 * index, text);
  }

  finish(): Uint8Array {
    return this.buffer.subarray(0, this.length);
  }

  private grow(): void {
    const larger = new Uint8Array(this.buffer.length * 2);
    larger.set(this.buffer);
    this.buffer = larger;
    this.view = new DataView(larger.buffer);
  }
}

/** The step and its chain of alternatives, flattened. */
function chainOf(step: Step): Step[] {
  const chain = [step];
  for (let s = step; s.otherwise !== undefined; ) {
    s = s.otherwise.step;
    chain.push(s);
  }
  return chain;
}

type FieldValue = number | bigint | string | readonly string[] | Uint8Array | null;

function writeBody(pool: Pool, step: Step, slots: ReadonlyMap<string, number>): { at: number; size: number } {
  const row: OpRow = ops[step.op];
  const layout = layoutOf(row);
  const at = pool.reserve(layout.size, 8);
  for (const field of layout.fields) {
    const value = (step as unknown as Record<string, FieldValue>)[field.name] as never;
    const where = at + field.offset;
    if (field.kind === 'u32' || field.kind === 'i32') pool.u32(where, (value as number) >>> 0);
    else if (field.kind === 'u64' || field.kind === 'i64') pool.u64(where, value);
    else if (field.kind === 'str') pool.string(where, value);
    else if (field.kind === 'strs') pool.strings(where, value);
    else if (field.kind === 'bytes') pool.bytes(where, value);
    else pool.u32(where, value === null ? slotNone : (slots.get(value) ?? slotNone));
  }
  return { at, size: layout.size };
}

function writeStep(
  pool: Pool,
  wire: number,
  step: Step,
  alternatives: number,
  slots: ReadonlyMap<string, number>,
): void {
  const at = planHeaderBytes + wire * stepHeaderBytes;
  const body = writeBody(pool, step, slots);
  const errnos = step.otherwise?.onErrno ?? [];
  if (errnos.length > maxOnErrno) throw new RangeError(`${step.op}: more than ${maxOnErrno} errnos`);
  pool.u16(at, ops[step.op].code);
  pool.u8(at + 2, actors.indexOf(step.actor));
  pool.u8(at + 3, alternatives);
  for (const [index, name] of errnos.entries()) pool.u16(at + 4 + 2 * index, errnoNumber(name));
  pool.u32(at + 12, body.at);
  pool.u32(at + 16, body.size);
}

/** Encodes a plan. RangeError when it exceeds what the executor accepts (maxSteps, maxSlots). */
export function encodePlan(plan: Plan): Encoded {
  const chains = plan.steps.map(chainOf);
  const wireIndex: number[] = [];
  let total = 0;
  for (const chain of chains) {
    wireIndex.push(total);
    total += chain.length;
  }
  wireIndex.push(total);
  if (total > maxSteps) throw new RangeError(`a plan of ${total} steps; at most ${maxSteps} are possible`);
  if (plan.slots.length > maxSlots)
    throw new RangeError(`a plan of ${plan.slots.length} descriptors; at most ${maxSlots}`);
  const pool = new Pool();
  pool.reserve(planHeaderBytes + total * stepHeaderBytes, 8);
  const slots = new Map(plan.slots.map((slot) => [slot.name, slot.id]));
  let wire = 0;
  for (const chain of chains)
    for (const [index, step] of chain.entries())
      writeStep(pool, wire++, step, chain.length - 1 - index, slots);
  pool.u32(0, planMagic);
  pool.u32(4, pool.length);
  pool.u64(8, BigInt(`0x${plan.abi}`));
  pool.u32(16, total);
  pool.u32(20, plan.slots.length);
  pool.u32(24, wireIndex[plan.start] ?? total);
  return { bytes: pool.finish(), wireIndex, wireSteps: chains.flat() };
}
