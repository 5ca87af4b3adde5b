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
