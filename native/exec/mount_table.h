/* /proc/PID/mountinfo, as much of it as protections need; proc_pid_mountinfo(5). */
#ifndef TEU_MOUNT_TABLE_H
#define TEU_MOUNT_TABLE_H

#include "lines.h"

/* One line: its id, and whether the options of the mount (not of its file system) begin with ro. -1: the end.
 */
int next_mount(struct reader *in, uint64_t *id, int *read_only);

/* The mounts of this namespace at one time. */
struct mount_ids {
	uint64_t *list;
	size_t count, capacity;
};

/* Reads them through a procfs; freed by mount_ids_free. 0 or -errno. */
int mount_ids_read(int proc, struct mount_ids *ids);
int mount_ids_have(const struct mount_ids *ids, int64_t id);
void mount_ids_free(struct mount_ids *ids);

#endif
