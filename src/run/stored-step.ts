/** A step of plan.json as a step of the plan: every field of the kind that the table of ops says. */

import { isErrnoSymbol } from '../tables/errno.ts';
import { type FieldKind, type OpRow, ops } from '../wire/ops.ts';
import type { Step } from '../wire/types.ts';

type Raw = Readonly<Record<string, unknown>>;

const isRecord = (value: unknown): value is Raw =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
/** The executor's texts end with a NUL. */
export const isText = (value: unknown): value is string => typeof value === 'string' && !value.includes('\0');
export const isWhole = (value: unknown, least: number, most: number): value is number =>
  Number.isInteger(value) && (value as number) >= least && (value as number) <= most;

const u32Max = 0xffff_ffff;
const u64End = 1n << 64n;
const i64End = 1n << 63n;

function readLong(value: unknown, least: bigint, end: bigint): bigint | undefined {
  if (typeof value !== 'string' || !/^-?[0-9]{1,20}$/.test(value)) return undefined;
  const long = BigInt(value);
  return long >= least && long < end ? long : undefined;
}

function readBytes(value: unknown): Uint8Array | undefined {
  try {
    return typeof value === 'string' ? Uint8Array.fromBase64(value) : undefined;
  } catch {
    return undefined;
  }
}

function readLate(value: unknown): (() => Uint8Array) | undefined {
  const bytes = readBytes(value);
  return bytes && (() => bytes);
}

/** What JSON has no kind of its own for is text there (stored-plan.ts). undefined: it is of another kind. */
const readers: Readonly<Record<FieldKind, (value: unknown, slots: readonly string[]) => unknown>> = {
  u32: (value) => (isWhole(value, 0, u32Max) ? value : undefined),
  i32: (value) => (isWhole(value, -0x8000_0000, 0x7fff_ffff) ? value : undefined),
  u64: (value) => readLong(value, 0n, u64End),
  i64: (value) => readLong(value, -i64End, i64End),
  str: (value) => (isText(value) ? value : undefined),
  strs: (value) => (Array.isArray(value) && value.every(isText) ? value : undefined),
  bytes: readBytes,
  late: readLate,
  slot: (value, slots) => (slots.includes(value as string) ? value : undefined),
  'slot?': (value, slots) => (value === null || slots.includes(value as string) ? value : undefined),
};

/** A step, or the sentence that says why it is none. */
export function readStep(raw: unknown, slots: readonly string[]): Step | string {
  const op = isRecord(raw) ? raw.op : undefined;
  if (!isRecord(raw) || typeof op !== 'string') return 'a step of it has no name';
  const row: OpRow | undefined = Object.hasOwn(ops, op) ? ops[op as keyof typeof ops] : undefined;
  if (row === undefined) return `it holds a step ${JSON.stringify(op)} that this version does not know`;
  if (!(row.actors as readonly unknown[]).includes(raw.actor)) return `bad actor of ${op} in it`;
  if (!isText(raw.from)) return `bad from of ${op} in it`;
  const step: Record<string, unknown> = { ...raw };
  for (const name in row.fields) {
    const value = readers[row.fields[name] as FieldKind](raw[name], slots);
    // Init has its own copy of the plan: an older one lacks the fields that its steps have now.
    if (value === undefined && (raw.actor === 'host' || raw[name] !== undefined))
      return `bad ${name} of ${op} in it`;
    step[name] = value;
  }
  if (raw.otherwise !== undefined && raw.actor === 'host') return `bad otherwise of ${op} in it`;
  if (raw.otherwise === undefined) return step as unknown as Step;
  const otherwise = readAlternative(raw.otherwise, slots);
  return typeof otherwise === 'string' ? otherwise : ({ ...step, otherwise } as unknown as Step);
}

function readAlternative(raw: unknown, slots: readonly string[]): Step['otherwise'] | string {
  if (!isRecord(raw) || !Array.isArray(raw.onErrno) || !raw.onErrno.every(isErrnoSymbol))
    return 'bad otherwise in it';
  const step = readStep(raw.step, slots);
  return typeof step === 'string' ? step : { onErrno: raw.onErrno as readonly string[], step };
}
