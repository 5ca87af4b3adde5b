/**
 * Plan -> bytes of the sealed memfd that the executor maps. Pure; the layout is described in protocol.ts.
 * Alternatives are flattened behind the step that lists them, so a wire index is not a step index:
 * `Encoded.wireIndex` leads from one to the other.
 */

import { errnoNumber } from '../tables/errno.ts';
import { type FieldLayout, layoutFor } from './layout.ts';
import { stored } from './stored.ts';
import { actors } from './actors.ts';
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
 * Grows as needed. Texts are gathered and encoded in one go behind everything else, those that occur twice once; what
 * refers to them is completed then. Offsets of words are multiples of their size: the layout sees to that. Typed
 * arrays are little endian on every architecture that teu has.
 */
class Pool {
  private buffer = new ArrayBuffer(16384);
  private u8s = new Uint8Array(this.buffer);
  private u16s = new Uint16Array(this.buffer);
  private u32s = new Uint32Array(this.buffer);
  private u64s = new BigUint64Array(this.buffer);
  private readonly texts: string[] = [];
  /** Where each text begins among all, in UTF-16 units. */
  private readonly known = new Map<string, number>();
  private textLength = 0;
  /** Words that hold the beginning of a text. */
  private readonly references: number[] = [];
  length = 0;

  reserve(size: number, alignment: number): number {
    const at = (this.length + alignment - 1) & -alignment;
    if (at + size > this.buffer.byteLength) this.grow(at + size);
    this.length = at + size;
    return at;
  }
  u16(at: number, value: number): void {
    this.u16s[at >> 1] = value;
  }
  u32(at: number, value: number): void {
    this.u32s[at >> 2] = value;
  }
  /** Words from one place to another, both below the length. */
  copy(to: number, from: number, size: number): void {
    this.u32s.copyWithin(to >> 2, from >> 2, (from + size) >> 2);
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
    let begin = this.known.get(text);
    if (begin === undefined) {
      begin = this.textLength;
      this.known.set(text, begin);
      this.texts.push(text);
      this.textLength += text.length + 1;
    }
    const word = at >> 2;
    this.u32s[word] = begin;
    this.u32s[word + 1] = text.length;
    this.references.push(word);
  }

  strings(at: number, list: readonly string[]): void {
    const array = this.reserve(8 * list.length, 8);
    this.u32(at, array);
    this.u32(at + 4, list.length);
    for (let i = 0; i < list.length; i++) this.string(array + 8 * i, list[i] as string);
  }

  /** Nothing may be added afterwards but to what is reserved. */
  placeTexts(): void {
    const encoded = utf8.encode(`${this.texts.join('\0')}\0`);
    const base = this.reserve(encoded.length, 1);
    this.u8s.set(encoded, base);
    if (this.texts.length > 0 && encoded.length !== this.textLength) this.measureTexts();
    const { u32s } = this;
    for (const word of this.references) u32s[word] = (u32s[word] as number) + base;
  }

  finish(): Uint8Array {
    return this.u8s.subarray(0, this.length);
  }

  /** Not all is ASCII: units become bytes. */
  private measureTexts(): void {
    const inBytes = new Map<number, { readonly begin: number; readonly length: number }>();
    let begin = 0;
    for (const text of this.texts) {
      const { length } = utf8.encode(text);
      inBytes.set(this.known.get(text) as number, { begin, length });
      begin += length + 1;
    }
    for (const word of this.references) {
      const text = inBytes.get(this.u32s[word] as number);
      this.u32s[word] = text?.begin ?? 0;
      this.u32s[word + 1] = text?.length ?? 0;
    }
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

type FieldValue = number | bigint | string | readonly string[] | Uint8Array | null;

function writeFields(
  pool: Pool,
  at: number,
  fields: readonly FieldLayout[],
  step: Step,
  slots: ReadonlyMap<string, number>,
): void {
  const values = step as unknown as Readonly<Record<string, FieldValue>>;
  for (let i = 0; i < fields.length; i++) {
    const { name, as, offset } = fields[i] as FieldLayout;
    const value = values[name] as never;
    const where = at + offset;
    if (as === stored.word) pool.u32(where, value);
    else if (as === stored.text) pool.string(where, value);
    else if (as === stored.slot) pool.u32(where, value === null ? slotNone : (slots.get(value) ?? slotNone));
    else if (as === stored.long) pool.u64(where, value);
    else if (as === stored.texts) pool.strings(where, value);
    else pool.bytes(where, value);
  }
}

function writeErrnos(pool: Pool, at: number, op: string, names: readonly string[]): void {
  if (names.length > maxOnErrno) throw new RangeError(`${op}: more than ${maxOnErrno} errnos`);
  for (let i = 0; i < names.length; i++) pool.u16(at + 2 * i, errnoNumber(names[i] as string));
}

function alternativesOf(step: Step): number {
  let count = 0;
  for (let one = step; one.otherwise !== undefined; one = one.otherwise.step) count++;
  return count;
}

function writeStep(pool: Pool, at: number, step: Step, slots: ReadonlyMap<string, number>): void {
  const { code, size, fields } = layoutFor(step.op);
  const body = pool.reserve(size, 8);
  const alternatives = step.otherwise === undefined ? 0 : alternativesOf(step);
  pool.u32(at, code | (actors.indexOf(step.actor) << 16) | (alternatives << 24));
  pool.u32(at + 12, body);
  pool.u32(at + 16, size);
  if (step.otherwise !== undefined) writeErrnos(pool, at + 4, step.op, step.otherwise.onErrno);
  writeFields(pool, body, fields, step, slots);
}

/** The plan with every step followed by its alternatives. */
function flatten({ steps }: Plan): {
  readonly wireIndex: readonly number[];
  readonly wireSteps: readonly Step[];
} {
  const wireIndex: number[] = [];
  const wireSteps: Step[] = [];
  for (const step of steps) {
    wireIndex.push(wireSteps.length);
    for (let one: Step | undefined = step; one !== undefined; one = one.otherwise?.step) wireSteps.push(one);
  }
  wireIndex.push(wireSteps.length);
  return { wireIndex, wireSteps };
}

/** Encodes a plan. RangeError when it exceeds what the executor accepts (maxSteps, maxSlots). Loops: every create pays. */
export function encodePlan(plan: Plan): Encoded {
  const { wireIndex, wireSteps } = flatten(plan);
  const total = wireSteps.length;
  if (total > maxSteps) throw new RangeError(`a plan of ${total} steps; at most ${maxSteps} are possible`);
  if (plan.slots.length > maxSlots)
    throw new RangeError(`a plan of ${plan.slots.length} descriptors; at most ${maxSlots}`);
  const pool = new Pool();
  pool.reserve(planHeaderBytes + total * stepHeaderBytes, 8);
  const slots = new Map<string, number>();
  for (const { name, id } of plan.slots) slots.set(name, id);
  for (let wire = 0; wire < total; wire++) {
    const step = wireSteps[wire] as Step;
    const at = planHeaderBytes + wire * stepHeaderBytes;
    // What stands in for the steps of others is one step, many times (stored-plan.ts).
    if (step === wireSteps[wire - 1]) pool.copy(at, at - stepHeaderBytes, stepHeaderBytes);
    else writeStep(pool, at, step, slots);
  }
  pool.placeTexts();
  pool.u32(0, planMagic);
  pool.u32(4, pool.length);
  pool.u64(8, BigInt(`0x${plan.abi}`));
  pool.u32(16, total);
  pool.u32(20, plan.slots.length);
  pool.u32(24, wireIndex[plan.start] ?? total);
  return { bytes: pool.finish(), wireIndex, wireSteps };
}
