/** config-linux.md#memory-policy, as set_mempolicy(2) will judge it. */

import { nodeLimit, type MemoryPolicyMode } from '../../tables/memory-policy.ts';
import { type NumberRange, parseNumberList } from '../number-list.ts';
import type { MemoryPolicy } from '../types.ts';
import type { Rule, Violation } from './rule.ts';

const field = '/linux/memoryPolicy';

const rule = (code: Rule['code'], check: (policy: MemoryPolicy) => readonly Violation[]): Rule => ({
  code,
  severity: 'error',
  spec: 'config-linux.md#memory-policy',
  reads: [field],
  check: ({ linux }) => (linux.memoryPolicy === null ? [] : check(linux.memoryPolicy)),
});

const withoutNodes: readonly MemoryPolicyMode[] = ['MPOL_DEFAULT', 'MPOL_LOCAL'];
/** Without nodes MPOL_PREFERRED means the local one. */
const mayLackNodes: readonly MemoryPolicyMode[] = [...withoutNodes, 'MPOL_PREFERRED'];

function nodesProblem(mode: MemoryPolicyMode, ranges: readonly NumberRange[]): string | null {
  if (ranges.length === 0) return mayLackNodes.includes(mode) ? null : `${mode} needs a list of nodes`;
  return withoutNodes.includes(mode) ? `${mode} takes no nodes` : null;
}

export const memoryPolicyNodes: Rule = rule('teu.config.memory-policy-nodes', ({ mode, nodes }) => {
  const ranges = parseNumberList(nodes ?? '', nodeLimit);
  const path = nodes === null ? field : `${field}/nodes`;
  if ('fault' in ranges) return [{ path, message: `expected a list of nodes: ${ranges.fault}` }];
  const message = nodesProblem(mode, ranges);
  return message === null ? [] : [{ path, message }];
});

/** mm/mempolicy.c, sanitize_mpol_flags and mpol_new. */
function flagProblem({ mode, nodes, flags }: MemoryPolicy, index: number): string | null {
  const flag = flags[index];
  if (flag === 'MPOL_F_NUMA_BALANCING')
    return mode === 'MPOL_BIND' || mode === 'MPOL_PREFERRED_MANY'
      ? null
      : `${flag} is for MPOL_BIND and MPOL_PREFERRED_MANY`;
  const earlier = flags.slice(0, index).find((other) => other !== flag && other !== 'MPOL_F_NUMA_BALANCING');
  if (earlier !== undefined) return `${flag} contradicts ${earlier}`;
  return nodes === null ? `${flag} needs a list of nodes` : null;
}

export const memoryPolicyFlag: Rule = rule('teu.config.memory-policy-flag', (policy) =>
  policy.flags.flatMap((_, index) => {
    const message = flagProblem(policy, index);
    return message === null ? [] : [{ path: `${field}/flags/${index}`, message }];
  }),
);
