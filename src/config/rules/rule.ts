/** The shape of a semantic rule, and what several rules ask. */

import type { Problem } from '../problem.ts';
import type { Config, Namespace, NamespaceType } from '../types.ts';

export interface Violation {
  /** JSON pointer. */
  readonly path: string;
  /** Lower case, no full stop, without the pointer. */
  readonly message: string;
}

/** Where the spec says MUST, or the kernel always refuses, it is an error; where it says SHOULD, a warning. */
export interface Rule {
  readonly code: Problem['code'];
  readonly severity: 'error' | 'warning';
  /** Null: a rule of the kernel, not of the spec. Absent: the section of the field at fault. */
  readonly spec?: string | null;
  /** Pointers of what `check` looks at: the rule is left out when one of them was malformed. */
  readonly reads: readonly string[];
  /** True: only `validate` says it; engines that send such a config are not bothered. */
  readonly advice?: boolean;
  readonly check: (config: Config) => readonly Violation[];
}

export function namespaceOf(config: Config, type: NamespaceType): Namespace | undefined {
  return config.linux.namespaces.find((namespace) => namespace.type === type);
}

/** New or joined. */
export function hasNamespace(config: Config, type: NamespaceType): boolean {
  return config.linux.namespaces.some((namespace) => namespace.type === type);
}

export function hasNewNamespace(config: Config, type: NamespaceType): boolean {
  return config.linux.namespaces.some((namespace) => namespace.type === type && namespace.path === null);
}

/** One violation for every item whose key was seen before. */
export function repeated<T>(
  items: readonly T[],
  keyOf: (item: T) => string,
  violation: (item: T, index: number, first: number) => Violation,
): Violation[] {
  const seen = new Map<string, number>();
  return items.flatMap((item, index) => {
    const key = keyOf(item);
    const first = seen.get(key);
    if (first !== undefined) return [violation(item, index, first)];
    seen.set(key, index);
    return [];
  });
}

export function isAbsolute(path: string): boolean {
  return path.startsWith('/');
}
