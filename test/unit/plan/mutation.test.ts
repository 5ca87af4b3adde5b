/** Each leaf of the schema counts: another value of it alone makes the runtime do something else. */
import { expect, test } from 'bun:test';
import { isWithin, valueAt } from '../../../src/config/pointer.ts';
import { effects, type SinkName, sinkConfig, sinkNames } from '../../sink/effects.ts';
import { type Leaf, type LeafSchema, matches, put, schemaLeaves, valuePointers } from '../../sink/leaves.ts';
import { type Mutation, mutations, withoutEffect } from '../../sink/mutations.ts';

function otherValue(value: unknown, { type, enum: names, range }: LeafSchema): unknown {
  if (type === 'boolean') return !value;
  if (names !== undefined) return names.find((name) => name !== value && name !== '');
  if (range !== undefined)
    return BigInt(value as number) < BigInt(range[1]) ? Number(value) + 1 : Number(value) - 1;
  return `${value}x`;
}

interface Base {
  readonly sink: SinkName;
  readonly pointer: string;
  /** A fresh copy. */
  readonly config: () => unknown;
}

/** The first sink that sets the leaf. */
function baseOf(pattern: string, { at, given = {} }: Mutation): Base {
  for (const sink of sinkNames) {
    const config = (): unknown => {
      const fresh = sinkConfig(sink);
      for (const [pointer, value] of Object.entries(given)) put(fresh, pointer, structuredClone(value));
      return fresh;
    };
    const pointer = valuePointers(config()).find((each) =>
      at === undefined ? matches(pattern, each) : each === at,
    );
    if (pointer !== undefined) return { sink, pointer, config };
  }
  throw new Error(`no sink sets ${pattern}`);
}

/** Effects with the leaf as it is and with another value of it. */
function pair({ pattern, schema }: Leaf): readonly [before: string, after: string] {
  const mutation: Mutation = mutations[pattern] ?? {};
  const { sink, pointer, config } = baseOf(pattern, mutation);
  const value = valueAt(config(), pointer);
  const other = mutation.to ?? otherValue(value, schema);
  expect(other).not.toEqual(value);
  const changed = config();
  put(changed, pointer, other);
  return [effects(sink, config()), effects(sink, changed)];
}

const isExempt = (pattern: string) => Object.keys(withoutEffect).some((field) => isWithin(pattern, field));

for (const leaf of schemaLeaves.filter(({ pattern }) => !isExempt(pattern)))
  test(`another value of ${leaf.pattern} has another effect`, () => {
    const [before, after] = pair(leaf);
    expect(after === before).toBe(false);
  });

test('what is exempt is a leaf of the schema', () => {
  const patterns = schemaLeaves.map(({ pattern }) => pattern);
  expect(Object.keys(withoutEffect).filter((field) => !patterns.includes(field))).toEqual([]);
  expect(Object.keys(mutations).filter((field) => !patterns.includes(field))).toEqual([]);
});
