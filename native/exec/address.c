/* Addresses of unix sockets, of any length; unix(7). */
#include "common.h"

/* Where in path the last component begins. */
static size_t base_name(const char *path)
{
	size_t start = 0;
	for (size_t i = 0; path[i]; i++)
		if (path[i] == '/')
			start = i + 1;
	return start;
}

int unix_socket_end(int fd, int dir, int r)
{
	if (dir >= 0)
		sys_close(dir);
	if (r >= 0)
		return fd;
	if (fd >= 0)
		sys_close(fd);
	return r;
}

int unix_address(struct ctx *c, struct outcome *o, const char *path, struct sockaddr_un *address, int *dir)
{
	char parent[PATH_MAX];
	size_t size = strlen(path), start = base_name(path);
	address->sun_family = AF_UNIX;
	*dir = -1;
	if (size < sizeof(address->sun_path)) {
		memcpy(address->sun_path, path, size + 1);
		return 0;
	}
	if (start >= sizeof(parent))
		return -ENAMETOOLONG;
	memcpy(parent, path, start);
	parent[start] = 0;
	CALL(*dir, CALL_SOCKET, sys_openat(AT_FDCWD, start ? parent : ".", O_PATH | O_DIRECTORY, 0));
	fd_host_path(address->sun_path, *dir);
	size_t at = strlen(address->sun_path);
	if (at + 1 + (size - start) >= sizeof(address->sun_path)) {
		sys_close(*dir);
		return -ENAMETOOLONG;
	}
	address->sun_path[at] = '/';
	memcpy(address->sun_path + at + 1, path + start, size - start + 1);
	return 0;
}
