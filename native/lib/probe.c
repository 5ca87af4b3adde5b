/* Which system calls a seccomp filter or an old kernel withholds. */
#include "host.h"

static const uint32_t capability_first =
    1u << TEU_CALL_MOVE_MOUNT | 1u << TEU_CALL_FSOPEN | 1u << TEU_CALL_FSMOUNT | 1u << TEU_CALL_FSPICK;

/* Invalid on purpose: each returns before it does anything. */
static long ask(enum teu_call call)
{
	switch (call) {
	case TEU_CALL_OPENAT2:
		return SYS4(openat2, -1, 0, 0, 0);
	case TEU_CALL_OPEN_TREE:
		return SYS3(open_tree, -1, 0, ~0u);
	case TEU_CALL_MOVE_MOUNT:
		return SYS5(move_mount, -1, 0, -1, 0, ~0u);
	case TEU_CALL_FSOPEN:
		return SYS2(fsopen, 0, ~0u);
	case TEU_CALL_FSCONFIG:
		return SYS5(fsconfig, -1, 0, 0, 0, 0);
	case TEU_CALL_FSMOUNT:
		return SYS3(fsmount, -1, ~0u, 0);
	case TEU_CALL_MOUNT_SETATTR:
		return SYS5(mount_setattr, -1, 0, ~0u, 0, 0);
	case TEU_CALL_CLONE3:
		return SYS2(clone3, 0, 0);
	case TEU_CALL_CLOSE_RANGE:
		return SYS3(close_range, 1, 0, 0);
	case TEU_CALL_MEMFD_CREATE:
		return SYS2(memfd_create, 0, ~0u);
	case TEU_CALL_FSPICK:
		return SYS3(fspick, -1, 0, ~0u);
	case TEU_CALL_PIDFD_OPEN:
		return SYS2(pidfd_open, -1, 0);
	case TEU_CALL_PIDFD_SEND_SIGNAL:
		return SYS4(pidfd_send_signal, -1, 0, 0, ~0u);
	case TEU_CALL_EXECVEAT:
		return SYS5(execveat, -1, "", 0, 0, ~0u);
	default:
		return 0;
	}
}

int64_t teu_probe_calls(void)
{
	uint32_t absent = 0, refused = 0;
	for (uint32_t call = 0; call < TEU_CALL_COUNT; call++) {
		long r = ask((enum teu_call)call);
		absent |= r == -ENOSYS ? 1u << call : 0;
		refused |= r == -EPERM ? 1u << call : 0;
	}
	if (!((absent | refused) & 1u << TEU_CALL_FSCONFIG))
		refused &= ~capability_first;
	return absent | refused;
}

/* SECCOMP_RET_* values, in the order of src/facts/seccomp.ts. */
static const uint32_t actions[] = {
    SECCOMP_RET_KILL_PROCESS, SECCOMP_RET_KILL_THREAD, SECCOMP_RET_TRAP, SECCOMP_RET_ERRNO,
    SECCOMP_RET_USER_NOTIF,   SECCOMP_RET_TRACE,       SECCOMP_RET_LOG,	 SECCOMP_RET_ALLOW,
};

/* Flags that mean something only beside another one are asked for together with it. */
static const uint32_t filter_flags[] = {
    SECCOMP_FILTER_FLAG_TSYNC,
    SECCOMP_FILTER_FLAG_LOG,
    SECCOMP_FILTER_FLAG_SPEC_ALLOW,
    SECCOMP_FILTER_FLAG_NEW_LISTENER,
    SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV | SECCOMP_FILTER_FLAG_NEW_LISTENER,
};

int64_t teu_probe_seccomp(void)
{
	uint64_t have = 0;
	/* Flags are looked at first: with no program behind them a known one is EFAULT. */
	for (size_t i = 0; i < ARRAY_LEN(filter_flags); i++)
		if (sys_seccomp(SECCOMP_SET_MODE_FILTER, filter_flags[i], 0) == -EFAULT)
			have |= filter_flags[i];
	for (size_t i = 0; i < ARRAY_LEN(actions); i++)
		if (sys_seccomp(SECCOMP_GET_ACTION_AVAIL, 0, (void *)(uintptr_t)&actions[i]) == 0)
			have |= 1ull << (32 + i);
	return (int64_t)have;
}
