/* File descriptor registers: the only owners of descriptors that live longer than one step. */
#include "exec.h"
#include "sys.h"

void slot_set(struct ctx *c, uint32_t slot, int fd)
{
	if (c->slots[slot] >= 0)
		sys_close(c->slots[slot]);
	c->slots[slot] = fd;
	c->attached[slot / 32] &= ~(1u << slot % 32);
}

int slot_take(struct ctx *c, uint32_t slot, int fd)
{
	if (fd < 0)
		return fd;
	slot_set(c, slot, fd);
	return 0;
}

int slot_take_checked(struct ctx *c, uint32_t slot, int fd, int r)
{
	if (r < 0)
		sys_close(fd);
	return slot_take(c, slot, r < 0 ? r : fd);
}

int slot_get(const struct ctx *c, uint32_t slot)
{
	return slot == SLOT_NONE ? -1 : c->slots[slot];
}
