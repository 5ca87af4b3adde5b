/* What the plan established, read back from the kernel by the parent, after init's last change (R9). */
#include "lines.h"
#include "verify.h"

#define LINE_BYTES 4352u /* a path of the kernel and the controllers before it */

int verify_open(struct ctx *c, struct outcome *o, const char *file)
{
	char path[64] = "/proc/";
	struct statfs fs;
	size_t at = 6 + format_u64(path + 6, (uint64_t)c->init_pid), size = strlen(file);
	int r, fd;
	if (at + size >= sizeof(path))
		return -ENAMETOOLONG;
	memcpy(path + at, file, size + 1);
	CALL(fd, CALL_OPEN, sys_openat(AT_FDCWD, path, O_RDONLY, 0));
	TRY(r, CALL_OPEN, sys_fstatfs(fd, &fs));
	if (r >= 0 && fs.f_type != PROC_SUPER_MAGIC)
		r = -EXDEV;
	if (r >= 0)
		return fd;
	sys_close(fd);
	return r;
}

int verify_mismatch(struct ctx *c, struct outcome *o, uint32_t step, const char *found)
{
	note(c, found, (uint32_t)strlen(found));
	o->call = CALL_COMPARE;
	o->value = step;
	return -EPROTO;
}

/* The first step with this op before ours, else our own. */
static uint32_t step_of(struct ctx *c, struct outcome *o, enum op op)
{
	uint32_t own = step_index(c, o);
	for (uint32_t i = 0; i < own; i++)
		if (plan_step(c, i)->op == op)
			return i;
	return own;
}

/* What follows name in a line that begins with it, or NULL. */
static const char *value_of(const char *line, const char *name)
{
	size_t size = strlen(name);
	for (size_t i = 0; i < size; i++)
		if (line[i] != name[i])
			return 0;
	return line + size;
}

static uint64_t hexadecimal(const char *digits)
{
	uint64_t value = 0;
	for (; *digits; digits++)
		value = value << 4 | (uint64_t)(*digits <= '9' ? *digits - '0' : *digits - 'a' + 10);
	return value;
}

struct credential {
	const char *name;
	uint64_t wanted;
	int is_seen;
};

/*
 * A set may lack bits that could not be granted (a warning by config.md#linux-process); it may never have
 * more than the plan says.
 */
static int verify_status(struct ctx *c, struct outcome *o, const struct op_verify *a)
{
	struct credential sets[] = {
	    {"CapInh:\t", a->inheritable, 0}, {"CapPrm:\t", a->permitted, 0}, {"CapEff:\t", a->effective, 0},
	    {"CapBnd:\t", a->bounding, 0},    {"CapAmb:\t", a->ambient, 0},
	};
	struct reader in = {.fd = verify_open(c, o, "/status")};
	char line[128], wrong[128] = "";
	int is_bound = !a->no_new_privs;
	if (in.fd < 0)
		return in.fd;
	while (next_line(&in, line, sizeof(line)) == 0) {
		const char *value = value_of(line, "NoNewPrivs:\t");
		if (value && value[0] == '1')
			is_bound = 1;
		for (size_t i = 0; i < ARRAY_LEN(sets); i++) {
			value = value_of(line, sets[i].name);
			if (!value)
				continue;
			sets[i].is_seen = 1;
			if (hexadecimal(value) & ~sets[i].wanted)
				memcpy(wrong, line, sizeof(line));
		}
	}
	sys_close(in.fd);
	for (size_t i = 0; i < ARRAY_LEN(sets) && !wrong[0]; i++)
		if (!sets[i].is_seen)
			memcpy(wrong, "/proc/PID/status is not whole", 30);
	if (wrong[0])
		return verify_mismatch(c, o, step_of(c, o, OP_CAPABILITIES), wrong);
	return is_bound ? 0 : verify_mismatch(c, o, step_of(c, o, OP_NO_NEW_PRIVILEGES), "NoNewPrivs:\t0");
}

/* "name" among "cpu,cpuacct"; an empty one only where there is none. */
static int is_listed(const char *list, size_t size, const char *name, size_t length)
{
	for (size_t at = 0; at <= size; at++) {
		size_t end = at;
		while (end < size && list[end] != ',')
			end++;
		if (end - at == length && memcmp(list + at, name, length) == 0)
			return 1;
		at = end;
	}
	return 0;
}

static size_t until(const char *text, char end)
{
	size_t at = 0;
	while (text[at] && text[at] != end)
		at++;
	return at;
}

/* Line "4:cpu,cpuacct:/a/web1" of proc_pid_cgroup(5) is what "cpu:/web1" asks for. */
static int is_member(const char *line, const char *asked)
{
	const char *list = line + until(line, ':');
	if (!*list++)
		return 0;
	size_t size = until(list, ':'), length = until(asked, ':');
	if (!list[size] || !is_listed(list, size, asked, length))
		return 0;
	const char *path = list + size + 1, *end = asked + length + 1;
	size_t has = strlen(path), wants = strlen(end);
	return has >= wants && memcmp(path + has - wants, end, wants) == 0;
}

static int verify_cgroups(struct ctx *c, struct outcome *o, const struct op_verify *a)
{
	struct reader in = {.fd = -1};
	char line[LINE_BYTES];
	uint64_t found = 0;
	if (a->cgroups.count == 0)
		return 0;
	if (a->cgroups.count > 64)
		return -E2BIG;
	in.fd = verify_open(c, o, "/cgroup");
	if (in.fd < 0)
		return in.fd;
	while (next_line(&in, line, sizeof(line)) == 0)
		for (uint32_t i = 0; i < a->cgroups.count; i++)
			if (is_member(line, text(c, item(c, a->cgroups, i))))
				found |= 1ull << i;
	sys_close(in.fd);
	for (uint32_t i = 0; i < a->cgroups.count; i++)
		if (!(found >> i & 1))
			return verify_mismatch(c, o, step_of(c, o, OP_CLONE_INIT),
					       text(c, item(c, a->cgroups, i)));
	return 0;
}

/*
 * SELinux shows the label that execve is to give. AppArmor shows that of the reader to whoever asks
 * (apparmor_getprocattr): there the label is looked at when it holds, by label_check.
 */
static int verify_label(struct ctx *c, struct outcome *o)
{
	char label[LINE_BYTES];
	uint32_t own = step_index(c, o);
	for (uint32_t i = 0; i < own; i++) {
		const struct op_lsm_attribute *a = step_body(c, i);
		if (plan_step(c, i)->op != OP_LSM_ATTRIBUTE || !a->expected.len)
			continue;
		const char *file = value_of(text(c, a->file), "self");
		if (!file || !value_of(file, "/attr/exec"))
			continue;
		struct reader in = {.fd = verify_open(c, o, file)};
		if (in.fd < 0)
			return in.fd;
		int r = next_line(&in, label, sizeof(label));
		sys_close(in.fd);
		if (r < 0 || !value_of(label, text(c, a->expected)))
			return verify_mismatch(c, o, i, r < 0 ? "no label" : label);
	}
	return 0;
}

int do_verify(struct ctx *c, const struct op_verify *a, struct outcome *o)
{
	/* Credentials, cgroups, label and mounts of init: proc_pid_status(5) and its neighbours. */
	int r;
	if (c->init_pid <= 0)
		return -ESRCH;
	r = verify_status(c, o, a);
	if (r >= 0)
		r = verify_cgroups(c, o, a);
	if (r >= 0)
		r = verify_label(c, o);
	if (r >= 0)
		r = verify_mounts(c, o);
	return r;
}

/* The label of init, without its newline. 0: there is none any more. */
static int read_current(struct ctx *c, struct outcome *o, const char *file, char *label, size_t capacity)
{
	struct reader in = {.fd = verify_open(c, o, file)};
	if (in.fd == -ENOENT || in.fd == -ESRCH)
		return 0;
	if (in.fd < 0)
		return in.fd;
	int r = next_line(&in, label, capacity);
	sys_close(in.fd);
	return r == 0;
}

int do_label_check(struct ctx *c, const struct op_label_check *a, struct outcome *o)
{
	/*
	 * execve(2) closes descriptors, which is how we know of it, a moment before it takes the new
	 * credentials: what is not there yet is waited for.
	 */
	const struct __kernel_timespec moment = {.tv_nsec = 1000000};
	char label[LINE_BYTES];
	int r;
	for (uint32_t patience = 100; patience; patience--) {
		r = read_current(c, o, text(c, a->file), label, sizeof(label));
		if (r <= 0)
			return r;
		const char *rest = value_of(label, text(c, a->refused));
		if (!rest || *rest)
			return 0;
		struct __kernel_timespec left = moment;
		sys_ppoll(0, 0, &left);
	}
	return verify_mismatch(c, o, step_index(c, o), label);
}
