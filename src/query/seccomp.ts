/** What a seccomp profile does, for people: its decision tree, and the fate of one call. */

import type { Decision } from '../seccomp-bpf-json/decide.ts';
import type { ExplainedArch, Explanation, Leaf, Node } from '../seccomp-bpf-json/explain.ts';
import type { Verdict } from '../seccomp-bpf-json/verdict.ts';
import { errnoSymbol } from '../tables/errno.ts';

const width = 110;

const verdictText = ({ action, data }: Verdict): string => {
  if (data === null) return action;
  return action === 'SCMP_ACT_ERRNO' ? `${action} ${errnoSymbol(data)}` : `${action} ${data}`;
};

const LAST = 0xffff_ffff;
const range = ({ from, to }: Leaf): string =>
  from === to ? `${from}` : to === LAST ? `${from}...` : `${from}-${to}`;

/** Words over several lines, each with the indent. */
function wrapped(indent: string, words: readonly string[]): readonly string[] {
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(indent + word);
  }
  return lines;
}

function leafLines(leaf: Leaf, indent: string, base: string): readonly string[] {
  const rules = leaf.rules.map(
    ({ conditions, verdict, path }) =>
      `${indent}  ${conditions.join(' and ')}: ${verdictText(verdict)}  ${base}${path}`,
  );
  const otherwise = leaf.rules.length > 0 ? 'otherwise ' : '';
  return [
    ...(leaf.rules.length > 0 ? [`${indent}${range(leaf)}:`, ...rules] : []),
    `${indent}${leaf.rules.length > 0 ? '  ' : `${range(leaf)}: `}${otherwise}${verdictText(leaf.verdict)}`,
    ...wrapped(`${indent}    `, leaf.calls),
  ];
}

function nodeLines(node: Node, indent: string, base: string): readonly string[] {
  if (node.kind === 'leaf') return leafLines(node, indent, base);
  return [
    `${indent}below ${node.at}`,
    ...nodeLines(node.below, `${indent}  `, base),
    `${indent}from ${node.at} on`,
    ...nodeLines(node.from, `${indent}  `, base),
  ];
}

const archLines = (arch: ExplainedArch, base: string): readonly string[] => [
  '',
  `${arch.architectures.join(' and ')}: at most ${arch.depth} comparisons of the number`,
  '',
  ...nodeLines(arch.tree, '  ', base),
];

/** The tree as indented lines; `base` is the pointer of the profile in its file. */
export function explanationText(explanation: Explanation, base: string): string {
  const { instructions, arches, otherwise, findings } = explanation;
  const notes = findings.map(({ severity, path, message }) => `${severity}: ${base}${path}: ${message}`);
  const lines = [
    `${instructions} instructions`,
    ...notes,
    ...arches.flatMap((arch) => archLines(arch, base)),
    '',
    `any other architecture: ${verdictText(otherwise)}`,
  ];
  return `${lines.join('\n')}\n`;
}

const reasons: Readonly<Record<Decision['reason'], string>> = {
  rule: 'this rule says so',
  default: 'no rule holds: the default action',
  newer: 'newer than every call that the profile names, so that programs fall back to an older one',
  'foreign-abi': 'the filter has no rules for calls of this kind',
};

/** What becomes of one call, and why. */
export function decisionText(decision: Decision, base: string, excerpt: string | null): string {
  const { verdict, name, nr, reason, path, trace } = decision;
  const lines = [
    `${name ?? 'no call'} (${nr}): ${verdictText(verdict)}`,
    `  because  ${reasons[reason]}`,
    ...(path === null ? [] : [`  field    ${base}${path}${excerpt === null ? '' : `  ${excerpt}`}`]),
    `  cost     ${trace.length} instructions: ${trace.join(' ')}`,
  ];
  return `${lines.join('\n')}\n`;
}
