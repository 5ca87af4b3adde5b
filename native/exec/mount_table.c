/* Reading mountinfo: by bytes, because lines may be long. */
#include "mount_table.h"
#include "common.h"

/* One line of mountinfo: its id, and whether the options of the mount (not of the file system) begin with ro.
 */
int next_mount(struct reader *in, uint64_t *id, int *read_only)
{
	const int options = 5;
	int field = 0, seen = 0, byte = next_byte(in);
	char first[3] = {0};
	*id = 0;
	if (byte < 0)
		return -1;
	for (; byte >= 0 && byte != '\n'; byte = next_byte(in))
		if (byte == ' ')
			field++;
		else if (field == 0)
			*id = *id * 10 + (uint64_t)(byte - '0');
		else if (field == options && seen < 3)
			first[seen++] = (char)byte;
	*read_only = first[0] == 'r' && first[1] == 'o' && (seen == 2 || first[2] == ',');
	return 0;
}

/* There is no malloc: twice the pages when they are full. */
static int grow(struct mount_ids *ids)
{
	size_t capacity = ids->capacity ? 2 * ids->capacity : 512;
	uint64_t *more =
	    sys_mmap(0, capacity * sizeof(*more), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (sys_is_error(more))
		return (int)(long)more;
	if (ids->count)
		memcpy(more, ids->list, ids->count * sizeof(*more));
	size_t count = ids->count;
	mount_ids_free(ids);
	*ids = (struct mount_ids){more, count, capacity};
	return 0;
}

int mount_ids_read(int proc, struct mount_ids *ids)
{
	struct reader in = {.fd = open_below(proc, "self/mountinfo", O_RDONLY, 1)};
	uint64_t id;
	int read_only, r = 0;
	*ids = (struct mount_ids){0};
	if (in.fd < 0)
		return in.fd;
	while (r >= 0 && next_mount(&in, &id, &read_only) == 0) {
		if (ids->count == ids->capacity)
			r = grow(ids);
		if (r >= 0)
			ids->list[ids->count++] = id;
	}
	sys_close(in.fd);
	if (r < 0)
		mount_ids_free(ids);
	return r;
}

int mount_ids_have(const struct mount_ids *ids, int64_t id)
{
	for (size_t i = 0; i < ids->count; i++)
		if (ids->list[i] == (uint64_t)id)
			return 1;
	return 0;
}

void mount_ids_free(struct mount_ids *ids)
{
	if (ids->list)
		sys_munmap(ids->list, ids->capacity * sizeof(*ids->list));
	*ids = (struct mount_ids){0};
}
