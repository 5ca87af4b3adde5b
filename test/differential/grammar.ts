/**
 * The schema of config.json as a grammar: `generate` derives values from it, `mistakes` derives what it forbids.
 * Leaves whose meaning the schema cannot know (paths, names, sizes) come from samples.ts.
 */
import type { TSchema } from '@sinclair/typebox';
import type { Random } from './random.ts';

/** Pointer, with * for indices and map keys -> values to choose from, or a function that makes one. */
export type Samples = Readonly<Record<string, readonly unknown[] | ((random: Random) => unknown)>>;

interface Node {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly properties?: Readonly<Record<string, TSchema>>;
  readonly required?: readonly string[];
  readonly items?: TSchema;
  readonly patternProperties?: Readonly<Record<string, TSchema>>;
  readonly range?: readonly [string, string];
  readonly pattern?: string;
  readonly minItems?: number;
}

const node = (schema: TSchema) => schema as unknown as Node;
const mapItem = (schema: Node) => Object.values(schema.patternProperties ?? {})[0];

/** The schema at a pointer whose parts may be *. */
export function schemaAt(root: TSchema, pointer: string): TSchema {
  return pointer
    .split('/')
    .slice(1)
    .reduce<TSchema>((schema, part) => {
      const at = node(schema);
      const next = at.properties?.[part] ?? at.items ?? mapItem(at);
      if (next === undefined) throw new Error(`the schema has no ${pointer}`);
      return next;
    }, root);
}

/** A value of the schema; undefined where it needs a sample and there is none. */
export function generate(schema: TSchema, pointer: string, random: Random, samples: Samples): unknown {
  const sample = samples[pointer];
  if (typeof sample === 'function') return sample(random);
  if (sample !== undefined) return random.pick(sample);
  const at = node(schema);
  if (at.enum !== undefined) return random.pick(at.enum.filter((name) => name !== ''));
  if (at.type === 'boolean') return random.chance(0.5);
  if (at.type === 'array' && at.items !== undefined) {
    const { items } = at;
    const values = Array.from({ length: 1 + random.below(3) }, () =>
      generate(items, `${pointer}/*`, random, samples),
    );
    return values.filter((value) => value !== undefined);
  }
  return at.properties === undefined ? undefined : generateObject(at, pointer, random, samples);
}

function generateObject(at: Node, pointer: string, random: Random, samples: Samples): unknown {
  const entries: [string, unknown][] = [];
  for (const [name, property] of Object.entries(at.properties ?? {})) {
    const isRequired = at.required?.includes(name) ?? false;
    if (!isRequired && !random.chance(0.6)) continue;
    const value = generate(property, `${pointer}/${name}`, random, samples);
    if (value !== undefined) entries.push([name, value]);
    else if (isRequired) return undefined;
  }
  return Object.fromEntries(entries);
}

/** One edit that the schema forbids. */
export interface Mistake {
  readonly pointer: string;
  readonly kind: 'type' | 'required' | 'enum' | 'below' | 'above' | 'fraction' | 'pattern';
  /** undefined: the property is taken away. */
  readonly value: unknown;
}

const wrongTypes: Readonly<Record<string, unknown>> = {
  string: 17,
  integer: 'seventeen',
  boolean: 'yes',
  array: { 0: 'x' },
  object: ['x'],
};

function ownMistakes(at: Node, pointer: string): Mistake[] {
  const found: Mistake[] = [];
  const add = (kind: Mistake['kind'], value: unknown) => found.push({ pointer, kind, value });
  if (at.type !== undefined) add('type', wrongTypes[at.type]);
  if (at.enum !== undefined) add('enum', 'NONSENSE');
  if (at.pattern !== undefined) add('pattern', 'NONSENSE');
  if (at.range !== undefined) {
    add('below', `@int:${BigInt(at.range[0]) - 1n}@`);
    add('above', `@int:${BigInt(at.range[1]) + 1n}@`);
    add('fraction', 1.5);
  }
  return found;
}

const pointerPart = (part: string) => part.replaceAll('~', '~0').replaceAll('/', '~1');

/** Every mistake that can be made at or below a place of this very value. */
export function mistakes(schema: TSchema, value: unknown, pointer = ''): Mistake[] {
  const at = node(schema);
  const own = pointer === '' ? [] : ownMistakes(at, pointer);
  if (typeof value !== 'object' || value === null) return own;
  const below = Object.entries(value).flatMap(([part, item]) => {
    const next = at.properties?.[part] ?? at.items ?? mapItem(at);
    const place = `${pointer}/${pointerPart(part)}`;
    const missing: Mistake[] = at.required?.includes(part)
      ? [{ pointer: place, kind: 'required', value: undefined }]
      : [];
    return next === undefined ? [] : [...missing, ...mistakes(next, item, place)];
  });
  return [...own, ...below];
}
