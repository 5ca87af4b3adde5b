/** What the schema knows of names, without the schema (gen/shape.ts is printed from it). */

import { pointerTokens } from './pointer.ts';

export interface Shape {
  /** Properties of an object. */
  readonly p?: Readonly<Record<string, Shape>>;
  /** Names that must be there. */
  readonly r?: readonly string[];
  /** Element of an array. */
  readonly e?: Shape;
  /** Value of a map. */
  readonly v?: Shape;
}

export function shapeChild(shape: Shape, token: string): Shape | undefined {
  if (shape.p !== undefined) return Object.hasOwn(shape.p, token) ? shape.p[token] : undefined;
  return shape.e ?? shape.v;
}

/** True when the value at the pointer may be left out: an optional property or the value of a map. */
export function isOptional(root: Shape, pointer: string): boolean {
  const tokens = pointerTokens(pointer);
  const name = tokens.at(-1);
  if (name === undefined) return false;
  let parent: Shape | undefined = root;
  for (const token of tokens.slice(0, -1)) parent = parent && shapeChild(parent, token);
  if (parent === undefined || parent.e !== undefined) return false;
  return !(parent.r ?? []).includes(name);
}
