/*
 * Mounts that protect the container, looked up in its mountinfo by the ids that init has told: a path may be
 * a link, an id is the mount itself. proc_pid_mountinfo(5), STATX_MNT_ID of statx(2)
 */
#include "mount_table.h"
#include "verify.h"

struct expected {
	uint32_t id, step;
	uint8_t read_only, is_found;
};

struct expectations {
	struct expected *list;
	uint32_t count;
	/* Per register, while steps are read: its mount is read-only; its id, once it is attached. */
	uint8_t read_only[MAX_SLOTS];
	uint32_t id[MAX_SLOTS], step[MAX_SLOTS];
};

/* The last word about a mount counts. */
static void must_be(struct expectations *all, int64_t id, uint32_t step, int read_only)
{
	if (id <= 1 || id > UINT32_MAX) /* not there, or not told */
		return;
	for (uint32_t i = 0; i < all->count; i++)
		if (all->list[i].id == id) {
			all->list[i].read_only = (uint8_t)read_only;
			all->list[i].step = step;
			return;
		}
	all->list[all->count++] = (struct expected){(uint32_t)id, step, (uint8_t)read_only, 0};
}

static void made(struct expectations *all, uint32_t slot, int read_only)
{
	if (slot == SLOT_NONE)
		return;
	all->read_only[slot] = (uint8_t)read_only;
	all->id[slot] = 0;
}

/* After it is attached, attributes are those of the mount in its place. */
static void changed(struct expectations *all, const struct op_mount_attrs *a, uint32_t step)
{
	if (a->set & MOUNT_ATTR_RDONLY)
		all->read_only[a->mount] = 1;
	else if (a->clear & MOUNT_ATTR_RDONLY)
		all->read_only[a->mount] = 0;
	else
		return;
	all->step[a->mount] = step;
	if (all->id[a->mount])
		must_be(all, all->id[a->mount], step, all->read_only[a->mount]);
}

static void attached(struct expectations *all, uint32_t slot, int64_t id, uint32_t step)
{
	all->id[slot] = (uint32_t)id;
	if (all->read_only[slot])
		must_be(all, id, step, 1);
}

static void collect_step(struct ctx *c, struct expectations *all, uint32_t index)
{
	const void *body = step_body(c, index);
	int64_t value = c->ring->outcomes[index].value;
	switch (plan_step(c, index)->op) {
	case OP_MOUNT_NEW: {
		const struct op_mount_new *a = body;
		made(all, a->slot, !!(a->attrs & MOUNT_ATTR_RDONLY));
		break;
	}
	case OP_FS_MOUNT: {
		const struct op_fs_mount *a = body;
		made(all, a->slot, !!(a->attrs & MOUNT_ATTR_RDONLY));
		break;
	}
	case OP_MOUNT_LEGACY: {
		const struct op_mount_legacy *a = body;
		made(all, a->slot, !!(a->flags & MS_RDONLY));
		break;
	}
	case OP_MOUNT_CLONE:
		made(all, ((const struct op_mount_clone *)body)->slot, 0);
		break;
	case OP_AWAIT_MOUNTER:
		made(all, ((const struct op_await_mounter *)body)->slot, 0);
		break;
	case OP_MOUNT_ATTRS:
		changed(all, body, index);
		break;
	case OP_MOUNT_ATTACH:
		attached(all, ((const struct op_mount_attach *)body)->mount, value, index);
		break;
	case OP_ROOTFS_OPEN:
		made(all, ((const struct op_rootfs_open *)body)->slot, 0);
		attached(all, ((const struct op_rootfs_open *)body)->slot, value, index);
		break;
	case OP_MOUNT_REMOUNT: {
		const struct op_mount_remount *a = body;
		if ((a->set | a->clear) & MOUNT_ATTR_RDONLY)
			must_be(all, value, index, !!(a->set & MOUNT_ATTR_RDONLY));
		break;
	}
	case OP_READONLY_PATH:
		must_be(all, value, index, 1);
		break;
	case OP_MASK_PATH:
		must_be(all, value, index, 0);
		break;
	default:
		break;
	}
}

static int compare(struct ctx *c, struct outcome *o, struct expectations *all)
{
	struct reader in = {.fd = verify_open(c, o, "/mountinfo")};
	struct expected *wrong = 0;
	uint64_t id;
	int read_only;
	if (in.fd < 0)
		return in.fd;
	while (!wrong && next_mount(&in, &id, &read_only) == 0)
		for (uint32_t i = 0; i < all->count; i++)
			if (all->list[i].id == id) {
				all->list[i].is_found = 1;
				if (all->list[i].read_only && !read_only)
					wrong = &all->list[i];
			}
	sys_close(in.fd);
	if (wrong)
		return verify_mismatch(c, o, wrong->step, "the mount is writable");
	for (uint32_t i = 0; i < all->count; i++)
		if (!all->list[i].is_found)
			return verify_mismatch(c, o, all->list[i].step, "the mount is not there");
	return 0;
}

int verify_mounts(struct ctx *c, struct outcome *o)
{
	struct expectations all = {0};
	uint32_t steps = step_index(c, o);
	size_t size = ((size_t)steps + 1) * sizeof(struct expected);
	int r = 0;
	all.list = sys_mmap(0, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (sys_is_error(all.list))
		return (int)(long)all.list;
	for (uint32_t i = 0; i < steps; i++)
		if (is_done(c, i))
			collect_step(c, &all, i);
	if (all.count)
		r = compare(c, o, &all);
	sys_munmap(all.list, size);
	return r;
}
