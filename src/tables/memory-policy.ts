/** set_mempolicy(2), linux/mempolicy.h: the spec's names and the kernel's numbers. */

export const memoryPolicyModes = {
  MPOL_DEFAULT: 0,
  MPOL_PREFERRED: 1,
  MPOL_BIND: 2,
  MPOL_INTERLEAVE: 3,
  MPOL_LOCAL: 4,
  MPOL_PREFERRED_MANY: 5,
  MPOL_WEIGHTED_INTERLEAVE: 6,
} as const;

export type MemoryPolicyMode = keyof typeof memoryPolicyModes;

/** Part of the mode argument. */
export const memoryPolicyFlags = {
  MPOL_F_NUMA_BALANCING: 0x2000,
  MPOL_F_RELATIVE_NODES: 0x4000,
  MPOL_F_STATIC_NODES: 0x8000,
} as const;

export type MemoryPolicyFlag = keyof typeof memoryPolicyFlags;

/** mm/mempolicy.c: a mask is at most a page, whatever MAX_NUMNODES of this kernel. */
export const nodeLimit = 32_768;
