/** What docs/properties.md is printed from. */

/**
 * A test: `file: title`, where the file is test/e2e/FILE.test.ts, or test/FILE.test.ts when it has a folder; the title as it is
 * written in the source, `${}` and all. Or `fixture: NAME`: create refuses spec-fixtures/NAME (test/e2e/bad-fixtures.test.ts).
 */
export type Reference = `${string}: ${string}`;

/** Why a property is not whole, or not seen from inside. There are no other reasons. */
export interface Reason {
  readonly kind: 'spec' | 'kernel' | 'suite';
  /** The section of the specification, the feature that was probed absent, the suite and its mistake. */
  readonly text: string;
}

export interface Proof {
  readonly property: string;
  /** Leaves of the schema, or objects that hold them; empty for what config.json does not say. */
  readonly fields: readonly string[];
  /** Tests that look from inside the container, or from the kernel's files. */
  readonly seen: readonly Reference[];
  /** Tests of what must not happen. */
  readonly refused: readonly Reference[];
  /** Where it depends on the version of cgroups. */
  readonly cgroup: 'v1' | 'v2' | 'both' | null;
  readonly reason: Reason | null;
}

type Some = Reference | readonly Reference[];
const list = (some: Some): readonly Reference[] => (typeof some === 'string' ? [some] : some);
const words = (fields: string): readonly string[] => fields.split(' ').filter(Boolean);

/** One row; fields are separated by spaces. */
export const proof = (property: string, fields: string, seen: Some, refused: Some): Proof => ({
  property,
  fields: words(fields),
  seen: list(seen),
  refused: list(refused),
  cgroup: null,
  reason: null,
});

export const on = (cgroup: 'v1' | 'v2' | 'both', row: Proof): Proof => ({ ...row, cgroup });
export const because = (kind: Reason['kind'], text: string, row: Proof): Proof => ({
  ...row,
  reason: { kind, text },
});

export interface Section {
  readonly title: string;
  readonly rows: readonly Proof[];
}

/** Each leaf that is not named elsewhere: it has another type of value there. */
export const wrongType: Reference =
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the title as its source has it
  'wrong-types: a value of the wrong type is refused by its pointer, at every leaf of ${sink}';
