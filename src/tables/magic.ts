/** Types of file systems, as statfs(2) tells them: linux/magic.h. */
export const magic = {
  cgroup: 0x27e0eb,
  cgroup2: 0x63677270,
  devpts: 0x1cd1,
  proc: 0x9fa0,
} as const;
