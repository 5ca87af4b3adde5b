/**
 * Plan -> bytes of the sealed memfd that the executor maps. Pure; the layout is described in protocol.ts.
 * Alternatives are flattened behind the step that lists them, so a wire index is not a step index:
 * `Encoded.wireIndex` leads from one to the other.
 */

import { errnoNumber } from '../tables/errno.ts';
import { layoutFor } from './layout.ts';
import { actors, ops } from './ops.ts';
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

const utf8 = new TextEncoder();

/**
 * Grows as needed; strings that occur twice are stored once. Offsets of words are multiples of their size: the layout
 * sees to that. Typed arrays are little endian on every architecture that teu has.
 */
class Pool {
  private buffer = new ArrayBuffer(32768);
  private u8s = new Uint8Array(this.buffer);
  private u16s = new Uint16Array(this.buffer);
  private u32s = new Uint32Array(this.buffer);
  private u64s = new BigUint64Array(this.buffer);
  private readonly known = new Map<string, readonly [off: number, length: number]>();
  length = 0;

  reserve(size: number, alignment: number): number {
    const at = (this.length + alignment - 1) & -alignment;
    if (at + size > this.buffer.byteLength) this.grow(at + size);
    this.length = at + size;
    return at;
  }
  u8(at: number, value: number): void {
    this.u8s[at] = value;
  }
  u16(at: number, value: number): void {
    this.u16s[at >> 1] = value;
  }
  u32(at: number, value: number): void {
    this.u32s[at >> 2] = value;
  }
  u64(at: number, value: bigint): void {
    this.u64s[at >> 3] = value;
  }

  bytes(at: number, data: Uint8Array): void {
    const off = this.reserve(data.length, 8);
    this.u8s.set(data, off);
    this.u32(at, off);
    this.u32(at + 4, data.length);
  }

  string(at: number, text: string): void {
    const [off, length] = this.known.get(text) ?? this.store(text);
    this.u32(at, off);
    this.u32(at + 4, length);
  }

  strings(at: number, list: readonly string[]): void {
    const array = this.reserve(8 * list.length, 8);
    this.u32(at, array);
    this.u32(at + 4, list.length);
    for (let i = 0; i < list.length; i++) this.string(array + 8 * i, list[i] as string);
  }

  finish(): Uint8Array {
    return this.u8s.subarray(0, this.length);
  }

  private store(text: string): readonly [number, number] {
    const off = this.reserve(text.length * 3 + 1, 1);
    const { written } = utf8.encodeInto(text, this.u8s.subarray(off, off + text.length * 3));
    this.u8s[off + written] = 0;
    this.length = off + written + 1;
    const stored = [off, written] as const;
    this.known.set(text, stored);
    return stored;
  }

  private grow(wanted: number): void {
    let size = this.buffer.byteLength;
    while (size < wanted) size *= 2;
    const larger = new ArrayBuffer(size);
    new Uint8Array(larger).set(this.u8s);
    this.buffer = larger;
    this.u8s = new Uint8Array(larger);
    this.u16s = new Uint16Array(larger);
    this.u32s = new Uint32Array(larger);
    this.u64s = new BigUint64Array(larger);
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
  const layout = layoutFor(step.op);
  const at = pool.reserve(layout.size, 8);
  for (const { name, kind, offset } of layout.fields) {
    const value = (step as unknown as Record<string, FieldValue>)[name] as never;
    const where = at + offset;
    if (kind === 'u32' || kind === 'i32') pool.u32(where, value);
    else if (kind === 'str') pool.string(where, value);
    else if (kind === 'slot' || kind === 'slot?')
      pool.u32(where, value === null ? slotNone : (slots.get(value) ?? slotNone));
    else if (kind === 'u64' || kind === 'i64') pool.u64(where, value);
    else if (kind === 'strs') pool.strings(where, value);
    else pool.bytes(where, value);
  }
  return { at, size: layout.size };
}

function writeErrnos(pool: Pool, at: number, op: string, names: readonly string[]): void {
  if (names.length > maxOnErrno) throw new RangeError(`${op}: more than ${maxOnErrno} errnos`);
  for (const [index, name] of names.entries()) pool.u16(at + 2 * index, errnoNumber(name));
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
  pool.u16(at, ops[step.op].code);
  pool.u8(at + 2, actors.indexOf(step.actor));
  pool.u8(at + 3, alternatives);
  if (step.otherwise !== undefined) writeErrnos(pool, at + 4, step.op, step.otherwise.onErrno);
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
