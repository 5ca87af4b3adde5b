/** The leaves of the schema of config.json, read from the schema itself. */
import type { TSchema } from '@sinclair/typebox';
import { childPointer, pointerTokens } from '../../src/config/pointer.ts';
import { configSchema } from '../../src/config/schema.ts';

/** What a leaf may hold, as far as a test has to change it. */
export interface LeafSchema {
  readonly type?: string;
  readonly enum?: readonly string[];
  /** Decimal texts, both inside. */
  readonly range?: readonly [string, string];
}

export interface Leaf {
  /** `*` stands for any item or key. */
  readonly pattern: string;
  readonly schema: LeafSchema;
}

interface Node extends LeafSchema {
  readonly properties?: Readonly<Record<string, Node>>;
  readonly items?: Node;
  readonly patternProperties?: Readonly<Record<string, Node>>;
}

function leavesBelow(schema: Node, pattern: string): readonly Leaf[] {
  const { properties = {}, items, patternProperties = {} } = schema;
  const inside = [
    ...Object.entries(properties).flatMap(([name, child]) => leavesBelow(child, childPointer(pattern, name))),
    ...[items, ...Object.values(patternProperties)].flatMap((child) =>
      child === undefined ? [] : leavesBelow(child, `${pattern}/*`),
    ),
  ];
  return inside.length > 0 ? inside : [{ pattern, schema }];
}

/** Every leaf that the schema knows, in its order. */
export const schemaLeaves: readonly Leaf[] = leavesBelow(configSchema as TSchema as Node, '');

/** True when the pointer is an instance of the pattern, or lies inside one. */
export function matches(pattern: string, pointer: string): boolean {
  const [want, have] = [pattern.split('/'), pointer.split('/')];
  return want.length <= have.length && want.every((token, at) => token === '*' || token === have[at]);
}

/** Pointers of all values that are neither object nor list, and of empty ones. */
export function valuePointers(value: unknown, pointer = ''): readonly string[] {
  if (typeof value !== 'object' || value === null) return [pointer];
  return Object.entries(value).flatMap(([key, child]) => valuePointers(child, childPointer(pointer, key)));
}

/** Sets the value at the pointer, making the objects on the way; undefined takes it away. */
export function put(root: unknown, pointer: string, value: unknown): void {
  const tokens = [...pointerTokens(pointer)];
  const last = tokens.pop() ?? '';
  let at = root as Record<string, unknown>;
  for (const token of tokens) {
    at[token] ??= {};
    at = at[token] as Record<string, unknown>;
  }
  if (value === undefined) delete at[last];
  else at[last] = value;
}
