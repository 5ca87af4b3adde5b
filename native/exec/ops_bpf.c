/* The device controller of cgroup v2: a BPF program decides on open and mknod of device nodes. */
#include "common.h"

#define LOG_BYTES    2048u
#define MAX_PROGRAMS 64u

/*
 * Kernels 6.17 to 7.1 write past the end of the query part of the structure they are given, so they get more
 * room than any of them knows, zeroed.
 */
union roomy_attr {
	union bpf_attr attr;
	char room[1024];
};

static char verifier_log[LOG_BYTES];

static int load(const void *instructions, uint32_t count, int with_log)
{
	static const char license[] = "Apache-2.0";
	union roomy_attr a = {0};
	a.attr.prog_type = BPF_PROG_TYPE_CGROUP_DEVICE;
	a.attr.insns = (uint64_t)(uintptr_t)instructions;
	a.attr.insn_cnt = count;
	a.attr.license = (uint64_t)(uintptr_t)license;
	if (with_log) {
		a.attr.log_level = 1;
		a.attr.log_size = LOG_BYTES;
		a.attr.log_buf = (uint64_t)(uintptr_t)verifier_log;
	}
	return sys_bpf(BPF_PROG_LOAD, &a.attr, sizeof(a.attr));
}

/* BPF_F_ALLOW_MULTI: programs of the ancestors keep their say, as in runc and systemd. */
static int attach(int cgroup, int program)
{
	union roomy_attr a = {0};
	a.attr.target_fd = (uint32_t)cgroup;
	a.attr.attach_bpf_fd = (uint32_t)program;
	a.attr.attach_type = BPF_CGROUP_DEVICE;
	a.attr.attach_flags = BPF_F_ALLOW_MULTI;
	return sys_bpf(BPF_PROG_ATTACH, &a.attr, sizeof(a.attr));
}

static void detach(int cgroup, uint32_t id)
{
	union roomy_attr a = {0};
	a.attr.prog_id = id;
	int program = sys_bpf(BPF_PROG_GET_FD_BY_ID, &a.attr, sizeof(a.attr));
	if (program < 0)
		return;
	union roomy_attr b = {0};
	b.attr.target_fd = (uint32_t)cgroup;
	b.attr.attach_bpf_fd = (uint32_t)program;
	b.attr.attach_type = BPF_CGROUP_DEVICE;
	sys_bpf(BPF_PROG_DETACH, &b.attr, sizeof(b.attr));
	sys_close(program);
}

/* The programs of this cgroup itself, before the new one is attached (an update replaces them). */
static uint32_t attached(int cgroup, uint32_t ids[MAX_PROGRAMS])
{
	union roomy_attr a = {0};
	a.attr.query.target_fd = (uint32_t)cgroup;
	a.attr.query.attach_type = BPF_CGROUP_DEVICE;
	a.attr.query.prog_ids = (uint64_t)(uintptr_t)ids;
	a.attr.query.prog_cnt = MAX_PROGRAMS;
	int r = sys_bpf(BPF_PROG_QUERY, &a.attr, sizeof(a.attr));
	return r < 0 || a.attr.query.prog_cnt > MAX_PROGRAMS ? 0 : a.attr.query.prog_cnt;
}

/* All programs must agree, so the new one is attached before the old ones go: never a moment without one. */
static int replace(struct ctx *c, struct outcome *o, int cgroup, int program)
{
	uint32_t ids[MAX_PROGRAMS];
	int r;
	uint32_t count = attached(cgroup, ids);
	CALL(r, CALL_BPF, attach(cgroup, program));
	for (uint32_t i = 0; i < count; i++)
		detach(cgroup, ids[i]);
	return 0;
}

int do_cgroup_devices(struct ctx *c, const struct op_cgroup_devices *a, struct outcome *o)
{
	/* Load a device program and make it the only one of this cgroup; bpf(2), BPF_PROG_TYPE_CGROUP_DEVICE.
	 */
	const uint8_t *instructions = c->plan + a->program.off;
	uint32_t count = a->program.len / (uint32_t)sizeof(struct bpf_insn);
	int r, cgroup, program;
	CALL(cgroup, CALL_OPEN,
	     sys_openat(AT_FDCWD, text(c, a->path), O_RDONLY | O_DIRECTORY | O_NOFOLLOW, 0));
	TRY(program, CALL_BPF, load(instructions, count, 0));
	if (program < 0) {
		sys_close(cgroup);
		if (load(instructions, count, 1) < 0)
			note(c, verifier_log, (uint32_t)strlen(verifier_log));
		return program;
	}
	r = replace(c, o, cgroup, program);
	sys_close(program);
	sys_close(cgroup);
	return r;
}
