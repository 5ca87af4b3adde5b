/* Groups of resctrl: cache and memory bandwidth; Documentation/filesystems/resctrl.rst. */
#include "common.h"

/* The kernel's words about the last request it refused. */
static void note_status(struct ctx *c, const char *path)
{
	char line[256];
	int fd = sys_openat(AT_FDCWD, path, O_RDONLY, 0);
	if (fd < 0)
		return;
	long size = sys_read(fd, line, sizeof(line));
	if (size > 0)
		note(c, line, (uint32_t)size);
	sys_close(fd);
}

int do_rdt_group(struct ctx *c, const struct op_rdt_group *a, struct outcome *o)
{
	/* One that is there was not in sight of the planner, and is somebody else's: EEXIST stays an error.
	 */
	int r;
	CALL(r, CALL_MKDIR, sys_mkdirat(AT_FDCWD, text(c, a->path), 0755));
	return 0;
}

int do_rdt_write(struct ctx *c, const struct op_rdt_write *a, struct outcome *o)
{
	/* One line of the schemata file, which wants its newline. */
	int r = write_host(c, o, text(c, a->file), text(c, a->value), a->value.len);
	if (r < 0 && o->call == CALL_WRITE)
		note_status(c, text(c, a->status));
	return r;
}

int do_rdt_join(struct ctx *c, const struct op_rdt_join *a, struct outcome *o)
{
	/* Init, by the number it has for us, before it has children. */
	char digits[21];
	if (c->init_pid <= 0)
		return -ESRCH;
	size_t size = format_u64(digits, (uint64_t)c->init_pid);
	int r = write_host(c, o, text(c, a->file), digits, size);
	if (r < 0 && o->call == CALL_WRITE)
		note_status(c, text(c, a->status));
	return r;
}
