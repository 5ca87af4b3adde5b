/*
 * What the parent reads back (R9), on this process in the place of init: everything as it is passes, and each
 * thing that is not as the plan says is told with the step that should have brought it about. Includes the
 * sources.
 */
#include "../exec/lines.c"
#include "../exec/mount_table.c"
#include "../exec/ops_verify.c"
#include "../exec/ring.c"
#include "../exec/verify_mounts.c"

int printf(const char *format, ...);
int memcmp(const void *a, const void *b, size_t size);

static int failures;
static uint8_t bytes[4096] __attribute__((aligned(8)));
static uint32_t used;
static struct ring ring;
static struct ctx c = {.plan = bytes, .ring = &ring, .self = ACTOR_HOST};

static void expect(const char *title, int64_t got, int64_t wanted)
{
	if (got == wanted)
		return;
	printf("FAIL %s: %lld, expected %lld\n", title, (long long)got, (long long)wanted);
	failures++;
}

/* A step that was done, with its outcome; the body behind it. */
static void *add(enum op op, uint32_t size, int64_t value)
{
	struct plan_header *head = (void *)bytes;
	uint32_t index = head->steps++;
	struct step_header *step = (void *)(bytes + PLAN_HEADER_BYTES);
	uint32_t at = used;
	used += (size + 7) & ~7u;
	step[index] = (struct step_header){.op = (uint16_t)op, .body = at, .body_size = size};
	ring.outcomes[index] = (struct outcome){.state = OUTCOME_DONE, .value = value};
	return bytes + at;
}

static struct wire_str put(const char *text)
{
	struct wire_str s = {.off = used, .len = (uint32_t)strlen(text)};
	memcpy(bytes + used, text, s.len + 1);
	used += (s.len + 8) & ~7u;
	return s;
}

static void fresh(void)
{
	memset(bytes, 0, sizeof(bytes));
	memset(&ring, 0, sizeof(ring));
	used = PLAN_HEADER_BYTES + 8 * STEP_HEADER_BYTES;
}

static struct op_verify *add_verify(void)
{
	struct op_verify *a = add(OP_VERIFY, sizeof(*a), 0);
	a->effective = a->permitted = a->inheritable = a->bounding = a->ambient = ~0ull;
	return a;
}

/* 0, or the step that is blamed, from 1 up; a negative errno that is no mismatch. */
static int64_t blamed(void)
{
	const struct plan_header *head = (void *)bytes;
	uint32_t index = head->steps - 1;
	const struct step_header *step = (void *)(bytes + PLAN_HEADER_BYTES);
	struct outcome *o = &ring.outcomes[index];
	int r = do_verify(&c, (void *)(bytes + step[index].body), o);
	if (r == -EPROTO && o->call == CALL_COMPARE)
		return o->value + 1;
	return r;
}

static void credentials(void)
{
	fresh();
	add_verify();
	expect("credentials as they are pass", blamed(), 0);
	fresh();
	add(OP_CAPABILITIES, sizeof(struct op_capabilities), 0);
	add_verify()->bounding = 0;
	expect("a capability too many is told", blamed(), 1);
	fresh();
	add(OP_CAPABILITIES, sizeof(struct op_capabilities), 0);
	add(OP_NO_NEW_PRIVILEGES, 8, 0);
	add_verify()->no_new_privs = 1;
	expect("no_new_privs that is not set is told", blamed(), 2);
}

/* /comm stands for the label: it is read in the same way, and its value is known. */
static void label(void)
{
	static const struct {
		const char *file, *refused;
		int wanted;
	} cases[] = {
	    {"/comm", "something else", 0},
	    {"/comm", "verify", 0},
	    {"/comm", "verify_test", -EPROTO},
	    {"/no-such-file", "verify_test", 0},
	};
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		fresh();
		struct op_label_check *a = add(OP_LABEL_CHECK, sizeof(*a), 0);
		a->file = put(cases[i].file);
		a->refused = put(cases[i].refused);
		expect(cases[i].file, do_label_check(&c, a, &ring.outcomes[0]), cases[i].wanted);
	}
	c.init_pid = 0x7fffffff;
	struct op_label_check *a =
	    (void *)(bytes + ((struct step_header *)(void *)(bytes + PLAN_HEADER_BYTES))->body);
	expect("a process that has ended is no error", do_label_check(&c, a, &ring.outcomes[0]), 0);
	c.init_pid = sys_getpid();
}

/* The end of the path of this process in the hierarchy of one line, and another that is not. */
static void cgroups(const char *asked, int64_t wanted)
{
	fresh();
	add(OP_CLONE_INIT, sizeof(struct op_clone_init), 0);
	struct op_verify *a = add_verify();
	struct wire_str one = put(asked);
	a->cgroups.off = used;
	a->cgroups.count = 1;
	memcpy(bytes + used, &one, sizeof(one));
	used += sizeof(one);
	expect(asked, blamed(), wanted);
}

static void members(void)
{
	expect("a controller among others", is_member("4:cpu,cpuacct:/a/web1", "cpuacct:/web1"), 1);
	expect("another controller", is_member("4:cpu,cpuacct:/a/web1", "cpuset:/web1"), 0);
	expect("a part of its name", is_member("4:cpu,cpuacct:/a/web1", "cpu,:/web1"), 0);
	expect("another cgroup", is_member("4:cpu,cpuacct:/a/web1", "cpu:/web2"), 0);
	expect("a shorter path", is_member("4:cpu:/", "cpu:/web1"), 0);
	expect("v2", is_member("0::/a/web1", ":/a/web1"), 1);
	expect("v2 is no controller of v1", is_member("4:cpu:/web1", ":/web1"), 0);
	expect("a named hierarchy", is_member("1:name=systemd:/web1", "name=systemd:/web1"), 1);
	expect("no line", is_member("", "cpu:/web1"), 0);
	cgroups(":/no/such/cgroup", 1);
	cgroups("no-such-controller:", 1);
}

/* The root is somebody's mount: it has an id, and is read-only or not. */
static void mounts(void)
{
	struct statx st = {0};
	struct statfs fs;
	int root = sys_openat(AT_FDCWD, "/", O_PATH | O_DIRECTORY, 0);
	sys_statx(root, "", AT_EMPTY_PATH, STATX_MNT_ID, &st);
	sys_fstatfs(root, &fs);
	int is_read_only = !!((uint64_t)fs.f_flags & 1); /* ST_RDONLY */
	int64_t id = (int64_t)st.stx_mnt_id;

	fresh();
	add(OP_MASK_PATH, sizeof(struct op_mask_path), id);
	add_verify();
	expect("a mask that is there passes", blamed(), 0);
	fresh();
	add(OP_MASK_PATH, sizeof(struct op_mask_path), id);
	add(OP_MASK_PATH, sizeof(struct op_mask_path), 0x7ffffffe);
	add_verify();
	expect("a mask that is not there is told", blamed(), 2);
	fresh();
	add(OP_READONLY_PATH, sizeof(struct op_readonly_path), 1);
	add_verify();
	expect("a path that did not exist is not looked for", blamed(), 0);
	fresh();
	add(OP_READONLY_PATH, sizeof(struct op_readonly_path), id);
	add_verify();
	expect("a read-only path that may be written is told", blamed(), is_read_only ? 0 : 1);
	sys_close(root);
}

/* A register over time: its attributes before and after its mount has a place. */
static void registers(int64_t id)
{
	fresh();
	((struct op_mount_new *)add(OP_MOUNT_NEW, sizeof(struct op_mount_new), 0))->attrs = MOUNT_ATTR_RDONLY;
	add(OP_MOUNT_ATTACH, sizeof(struct op_mount_attach), id);
	add_verify();
	expect("a new mount that was to be read-only is told where it is attached", blamed(), 2);
	fresh();
	((struct op_mount_new *)add(OP_MOUNT_NEW, sizeof(struct op_mount_new), 0))->attrs = MOUNT_ATTR_RDONLY;
	add(OP_MOUNT_ATTACH, sizeof(struct op_mount_attach), id);
	((struct op_mount_attrs *)add(OP_MOUNT_ATTRS, sizeof(struct op_mount_attrs), 0))->clear =
	    MOUNT_ATTR_RDONLY;
	add_verify();
	expect("the last word counts: writable", blamed(), 0);
	fresh();
	((struct op_fs_mount *)add(OP_FS_MOUNT, sizeof(struct op_fs_mount), 0))->attrs = MOUNT_ATTR_RDONLY;
	add(OP_MOUNT_ATTACH, sizeof(struct op_mount_attach), id);
	add_verify();
	expect("so is a mount of what another actor has made", blamed(), 2);
	fresh();
	add(OP_ROOTFS_OPEN, sizeof(struct op_rootfs_open), id);
	((struct op_mount_attrs *)add(OP_MOUNT_ATTRS, sizeof(struct op_mount_attrs), 0))->set =
	    MOUNT_ATTR_RDONLY;
	add_verify();
	expect("the last word counts: a root that was to be read-only", blamed(), 2);
	fresh();
	add(OP_ROOTFS_OPEN, sizeof(struct op_rootfs_open), id);
	((struct op_mount_attrs *)add(OP_MOUNT_ATTRS, sizeof(struct op_mount_attrs), 0))->set =
	    MOUNT_ATTR_NOSUID;
	add_verify();
	expect("other attributes are not looked at", blamed(), 0);
}

/* The first mount of our own table that is writable. */
static int64_t writable_mount(void)
{
	struct reader in = {.fd = sys_openat(AT_FDCWD, "/proc/self/mountinfo", O_RDONLY, 0)};
	uint64_t id;
	int read_only;
	while (next_mount(&in, &id, &read_only) == 0)
		if (!read_only && id > 1) {
			sys_close(in.fd);
			return (int64_t)id;
		}
	return 0;
}

/* For this test the names of procfs are all that matters. */
int open_below(int dir, const char *path, uint64_t flags, int self)
{
	(void)self;
	return sys_openat(dir, path, (int)flags, 0);
}

/* What mount(2) is compared with: every mount there is, and none that is not. */
static void table(int64_t id)
{
	struct mount_ids ids;
	int proc = sys_openat(AT_FDCWD, "/proc", O_PATH | O_DIRECTORY, 0);
	expect("the table is read", mount_ids_read(proc, &ids), 0);
	expect("a mount that is there is known", mount_ids_have(&ids, id), 1);
	expect("one that is not there is not", mount_ids_have(&ids, 0x7ffffffe), 0);
	while (ids.capacity < 4096)
		expect("it grows", grow(&ids), 0);
	expect("and keeps what it has", mount_ids_have(&ids, id), 1);
	mount_ids_free(&ids);
	sys_close(proc);
}

int main(void)
{
	c.init_pid = sys_getpid();
	credentials();
	members();
	label();
	mounts();
	int64_t id = writable_mount();
	if (id) {
		registers(id);
		table(id);
	}
	if (!failures)
		printf("ok verify: what is not as the plan says is told with its step\n");
	return failures != 0;
}
