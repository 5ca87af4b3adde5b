/** Building blocks of the config.json schema: exact integer ranges, lists, id mappings. */

import { type TSchema, type TUnsafe, Type } from '@sinclair/typebox';

/** Integers beyond 2^53 arrive as bigint from our own reader (json.ts), smaller ones as number. */
export type Integer = number | bigint;

export const integerRanges = {
  uint16: [0n, 65_535n],
  int32: [-2_147_483_648n, 2_147_483_647n],
  uint32: [0n, 4_294_967_295n],
  int64: [-9_223_372_036_854_775_808n, 9_223_372_036_854_775_807n],
  uint64: [0n, 18_446_744_073_709_551_615n],
} as const satisfies Record<string, readonly [bigint, bigint]>;

export type IntegerFormat = keyof typeof integerRanges;

/** JSON Schema keeps minimum and maximum as numbers, for readers; the validator is printed from `range`, which is exact. */
function integer<T extends Integer>(format: IntegerFormat, from?: bigint, to?: bigint): TUnsafe<T> {
  const [lowest, highest] = integerRanges[format];
  const range = [from ?? lowest, to ?? highest] as const;
  return Type.Unsafe<T>({
    type: 'integer',
    minimum: Number(range[0]),
    maximum: Number(range[1]),
    range: range.map(String),
  });
}

export const uint16 = () => integer<number>('uint16');
export const int32 = (from?: bigint, to?: bigint) => integer<number>('int32', from, to);
export const uint32 = (to?: bigint) => integer<number>('uint32', 0n, to);
export const int64 = (from?: bigint, to?: bigint) => integer<Integer>('int64', from, to);
export const uint64 = (to?: bigint) => integer<Integer>('uint64', 0n, to);

export const text = () => Type.String();
export const texts = () => Type.Array(Type.String());
export const flag = () => Type.Boolean();
export const textMap = () => Type.Record(Type.String(), Type.String());
/** A platform that this runtime does not serve: checked to be an object, nothing more. */
export const foreign = () => Type.Object({});

export function oneOf<const V extends readonly string[]>(values: V): TUnsafe<V[number]> {
  return Type.Unsafe<V[number]>({ type: 'string', enum: values });
}

export function optional<T extends TSchema>(schema: T) {
  return Type.Optional(schema);
}

export const idMapping = Type.Object({
  containerID: uint32(),
  hostID: uint32(),
  size: uint32(),
});

/** Schemas with an $id become one function of the printed validator, however often they are used. */
export const idMappings = () => Type.Array(idMapping, { $id: 'idMappings' });
