/** explain(): the decision tree of a profile as data. */

import { analyse } from './analyse.ts';
import type { Outcomes } from './columns.ts';
import { compile } from './compile.ts';
import type { Conjunction, Test } from './conditions.ts';
import type { Section } from './sections.ts';
import type { Architecture, Finding, Profile, Target } from './types.ts';
import { type Verdict, verdictOf } from './verdict.ts';

/** A condition that leads to a verdict; they are tried in order. */
export interface ExplainedRule {
  /** JSON pointer of the rule, relative to the profile. */
  readonly path: string;
  /** All must hold, e.g. `arg0 & 0x7e020000 == 0x0`. */
  readonly conditions: readonly string[];
  readonly verdict: Verdict;
}

/** A range of numbers with one fate. */
export interface Leaf {
  readonly kind: 'leaf';
  readonly from: number;
  readonly to: number;
  /** Names of the calls in the range; numbers without a call are not listed. */
  readonly calls: readonly string[];
  readonly rules: readonly ExplainedRule[];
  /** What follows if no rule holds. */
  readonly verdict: Verdict;
}

/** Numbers from `at` on go one way, smaller ones the other. */
export interface Split {
  readonly kind: 'split';
  readonly at: number;
  readonly below: Node;
  readonly from: Node;
}

export type Node = Leaf | Split;

/** One value of seccomp_data.arch. */
export interface ExplainedArch {
  /** x86_64 and x32 share a token. */
  readonly architectures: readonly Architecture[];
  readonly token: number;
  readonly tree: Node;
  /** Comparisons of the number on the longest way. */
  readonly depth: number;
}

export interface Explanation {
  readonly instructions: number;
  readonly flags: number;
  readonly usesNotify: boolean;
  readonly findings: readonly Finding[];
  readonly arches: readonly ExplainedArch[];
  /** What becomes of a call by any other architecture. */
  readonly otherwise: Verdict;
}

const signs = { EQ: '==', NE: '!=', LT: '<', LE: '<=', GE: '>=', GT: '>', MASKED_EQ: '==' } as const;
const WORD = 0x1_0000_0000n;

/** A test as C would say it, in the width in which it is made. */
function condition({ index, op, hi, lo, maskHi, maskLo }: Test, is64: boolean): string {
  const hex = (high: number, low: number): string =>
    `0x${((is64 ? BigInt(high) * WORD : 0n) + BigInt(low)).toString(16)}`;
  const left = op === 'MASKED_EQ' ? `arg${index} & ${hex(maskHi, maskLo)}` : `arg${index}`;
  return `${left} ${signs[op]} ${hex(hi, lo)}`;
}

const conditions = (tests: Conjunction, is64: boolean): string[] =>
  tests.map((test) => condition(test, is64));

/** All that the leaves of one section need. */
interface Context {
  readonly section: Section;
  readonly outcomes: Outcomes;
  readonly standard: Verdict;
  /** Number -> name. */
  readonly calls: ReadonlyMap<number, string>;
}

const LAST = 0xffff_ffff;

function leaf({ section, outcomes, standard, calls }: Context, at: number): Leaf {
  const from = section.starts[at] as number;
  const to = (section.starts[at + 1] ?? LAST + 1) - 1;
  const number = section.outcomes[at] as number;
  const outcome = outcomes.list[number] as Outcomes['list'][number];
  const is64 = outcomes.is64[number] as boolean;
  const within = [...calls].filter(([nr]) => nr >= from && nr <= to).sort(([a], [b]) => a - b);
  const common = { kind: 'leaf', from, to, calls: within.map(([, name]) => name) } as const;
  if (typeof outcome === 'number') return { ...common, rules: [], verdict: verdictOf(outcome) };
  const rules = outcome.map(({ rule, tests, value }) => ({
    path: `/syscalls/${rule}`,
    conditions: conditions(tests, is64),
    verdict: verdictOf(value),
  }));
  return { ...common, rules, verdict: standard };
}

/** The same halving as search() in code.ts. */
function tree(context: Context, first: number, last: number): Node {
  if (first === last) return leaf(context, first);
  const middle = (first + last + 1) >> 1;
  return {
    kind: 'split',
    at: context.section.starts[middle] as number,
    below: tree(context, first, middle - 1),
    from: tree(context, middle, last),
  };
}

/** Splits on the longest way. */
const depthOf = (node: Node): number =>
  node.kind === 'leaf' ? 0 : 1 + Math.max(depthOf(node.below), depthOf(node.from));

/** Puts a profile into a tree that people can read. Throws CompileError as compile() does. */
export function explain(profile: Profile, target: Target): Explanation {
  const { parsed, arches, outcomes, sections } = analyse(profile, target);
  const { instructions, flags, usesNotify, findings } = compile(profile, target);
  const standard = verdictOf(parsed.defaultValue);
  const explained = sections.map((section): ExplainedArch => {
    const own = arches.filter(({ row }) => row.token === section.token);
    const calls = new Map<number, string>();
    for (const { row } of own)
      row.numbers().forEach((number, i) => {
        if (number >= 0) calls.set(number, parsed.names[i] as string);
      });
    const root = tree({ section, outcomes, standard, calls }, 0, section.starts.length - 1);
    const architectures = own.map(({ name }) => name as Architecture);
    return { architectures, token: section.token, tree: root, depth: depthOf(root) };
  });
  return { instructions, flags, usesNotify, findings, arches: explained, otherwise: verdictOf(0) };
}
