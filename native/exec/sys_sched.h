/* System calls on scheduling, memory policy, execution domain and keys. */
#ifndef TEU_SYS_SCHED_H
#define TEU_SYS_SCHED_H

#include "sys_call.h"

/* linux/sched/types.h, version 1 (5.3); spelt out because old headers end with version 0. */
struct sys_sched_attr {
	uint32_t size, policy;
	uint64_t flags;
	int32_t nice;
	uint32_t priority;
	uint64_t runtime, deadline, period;
	uint32_t util_min, util_max;
};

/* linux/ioprio.h */
#define IOPRIO_WHO_PROCESS 1

/* linux/keyctl.h */
#define KEYCTL_JOIN_SESSION_KEYRING 1
#define KEYCTL_SETPERM		    5

static inline int sys_sched_setattr(int pid, const struct sys_sched_attr *attr)
{
	return (int)SYS3(sched_setattr, pid, attr, 0);
}

static inline int sys_sched_setaffinity(int pid, size_t size, const void *mask)
{
	return (int)SYS3(sched_setaffinity, pid, size, mask);
}

static inline int sys_ioprio_set(int which, int who, uint32_t priority)
{
	return (int)SYS3(ioprio_set, which, who, priority);
}

/* bits: how many of the mask count, plus one (the kernel takes one away). */
static inline int sys_set_mempolicy(uint32_t mode, const void *nodes, unsigned long bits)
{
	return (int)SYS3(set_mempolicy, mode, nodes, bits);
}

static inline int sys_personality(unsigned long domain)
{
	return (int)SYS1(personality, domain);
}

static inline int sys_keyctl(int operation, uintptr_t a, uintptr_t b)
{
	return (int)SYS3(keyctl, operation, a, b);
}

#endif
