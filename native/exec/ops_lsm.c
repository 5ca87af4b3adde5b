/* Keys and labels of the process. */
#include "common.h"
#include "sys_sched.h"

#define ATTRIBUTE_BYTES 4096u

/* A sandbox around us may have no keyrings, forbid them, or have used its quota up: no reason not to run. */
static int is_without_keyrings(int r)
{
	return r == -ENOSYS || r == -EPERM || r == -EDQUOT;
}

int do_session_keyring(struct ctx *c, const struct op_session_keyring *a, struct outcome *o)
{
	/*
	 * A session keyring of its own: the caller's may hold keys that are nobody's business inside.
	 * keyctl(2), session-keyring(7). The name lets `exec` find it, the permissions let it search there.
	 */
	int r, key;
	TRY(key, CALL_KEYCTL_JOIN, sys_keyctl(KEYCTL_JOIN_SESSION_KEYRING, (uintptr_t)text(c, a->name), 0));
	if (key < 0) {
		o->value = -key;
		return is_without_keyrings(key) ? 0 : key;
	}
	if (a->permissions)
		CALL(r, CALL_KEYCTL_SETPERM, sys_keyctl(KEYCTL_SETPERM, (uintptr_t)key, a->permissions));
	return 0;
}

int do_mount_label(struct ctx *c, const struct op_mount_label *a, struct outcome *o)
{
	/* The label of a file system that has no option for it; fsetxattr(2) needs more than an O_PATH fd. */
	int r, fd;
	CALL(fd, CALL_OPEN, sys_openat(slot_get(c, a->mount), ".", O_RDONLY | O_DIRECTORY, 0));
	TRY(r, CALL_FSETXATTR, sys_fsetxattr(fd, "security.selinux", text(c, a->label), a->label.len, 0));
	sys_close(fd);
	return r;
}

/* What the kernel has made of a label: nothing must not pass for it. */
static int read_back(struct ctx *c, struct outcome *o, int fd, const char *expected)
{
	char found[ATTRIBUTE_BYTES + 1];
	long r;
	CALL(r, CALL_READ, sys_pread(fd, found, ATTRIBUTE_BYTES, 0));
	found[r] = 0;
	for (size_t i = 0; expected[i]; i++)
		if (found[i] != expected[i]) {
			note(c, found, (uint32_t)r);
			o->call = CALL_COMPARE;
			return -EPROTO;
		}
	return 0;
}

int do_lsm_attribute(struct ctx *c, const struct op_lsm_attribute *a, struct outcome *o)
{
	/*
	 * The label that execve or a new key is to get, by the caller's procfs, which nobody in the container
	 * can stand in for (R4, CVE-2019-16884). proc_pid_attr(5)
	 */
	int r, fd;
	CALL(fd, CALL_OPEN, open_below(slot_get(c, a->proc), text(c, a->file), O_RDWR, 1));
	TRY(r, CALL_WRITE, write_once(fd, text(c, a->value), a->value.len));
	if (r >= 0 && a->expected.len)
		r = read_back(c, o, fd, text(c, a->expected));
	sys_close(fd);
	return r;
}
