/*
 * teu-init as an executable that nobody can write (R7): a sealed memfd, so that /proc/PID/exe of a container
 * never leads to a file of the host. Where vm.memfd_noexec=2 forbids executable memfds, a file without a name
 * on a tmpfs: writable through /proc/PID/exe at worst, but it is this one container's own copy.
 */
#include "launcher.h"

#ifndef MFD_EXEC
#define MFD_EXEC 0x0010u
#endif
#ifndef F_SEAL_EXEC
#define F_SEAL_EXEC 0x0020
#endif
#define ST_NOEXEC_BIT 8

extern const uint8_t init_image[] __attribute__((visibility("hidden")));
extern const uint8_t init_image_end[] __attribute__((visibility("hidden")));

static int fill(int fd)
{
	const uint8_t *at = init_image;
	while (at < init_image_end) {
		long r = sys_write(fd, at, (size_t)(init_image_end - at));
		if (r < 0 && r != -EINTR)
			return (int)r;
		if (r > 0)
			at += r;
	}
	return 0;
}

static int executable_memfd(void)
{
	int fd = sys_memfd_create("teu-init", MFD_ALLOW_SEALING | MFD_EXEC);
	/* MFD_EXEC is unknown before Linux 6.3, where every memfd is executable. */
	return fd == -EINVAL ? sys_memfd_create("teu-init", MFD_ALLOW_SEALING) : fd;
}

static int sealed_image(void)
{
	int fd = executable_memfd();
	if (fd < 0)
		return fd;
	int r = fill(fd);
	if (r >= 0)
		r = sys_fcntl(fd, F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_GROW | F_SEAL_SHRINK);
	if (r >= 0) {
		sys_fcntl(fd, F_ADD_SEALS, F_SEAL_EXEC); /* Linux 6.3 */
		r = sys_fcntl(fd, F_ADD_SEALS, F_SEAL_SEAL);
	}
	if (r >= 0)
		return fd;
	sys_close(fd);
	return r;
}

/*
 * Fills a new file and gives back a read-only descriptor of it: what is open for writing cannot be executed.
 * The writable one is closed.
 */
static int filled(int fd, int dir, const char *path)
{
	int r = fill(fd);
	if (r >= 0)
		r = sys_fchmod(fd, 0500);
	if (r >= 0)
		r = sys_openat(dir, path, O_RDONLY, 0);
	sys_close(fd);
	return r;
}

static int detached_tmpfs(void)
{
	int fs = sys_fsopen("tmpfs", 0);
	if (fs < 0)
		return fs;
	int r = sys_fsconfig(fs, FSCONFIG_CMD_CREATE, 0, 0, 0);
	if (r >= 0)
		r = sys_fsmount(fs, 0, MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV);
	sys_close(fs);
	return r;
}

static int detached_image(void)
{
	/* As a memfd is called: `state` knows a waiting init by what /proc/PID/exe says. */
	static const char name[] = "memfd:teu-init";
	const struct mount_attr readonly = {.attr_set = MOUNT_ATTR_RDONLY};
	int mount = detached_tmpfs();
	if (mount < 0)
		return mount;
	int fd = sys_openat(mount, name, O_RDWR | O_CREAT | O_EXCL, 0600);
	if (fd >= 0)
		fd = filled(fd, mount, name);
	sys_unlinkat(mount, name, 0);
	sys_mount_setattr(mount, "", AT_EMPTY_PATH, &readonly);
	sys_close(mount);
	return fd;
}

static int unnamed_image(void)
{
	static const char *const places[] = {"/dev/shm", "/run", "/tmp", "/var/tmp"};
	for (size_t i = 0; i < ARRAY_LEN(places); i++) {
		char path[40];
		struct statfs fs;
		int fd = sys_openat(AT_FDCWD, places[i], O_TMPFILE | O_RDWR, 0600);
		if (fd < 0)
			continue;
		if (sys_fstatfs(fd, &fs) >= 0 && !(fs.f_flags & ST_NOEXEC_BIT))
			return filled(fd, AT_FDCWD, format_fd_path(path, "/proc/self/fd/", fd));
		sys_close(fd);
	}
	return -EACCES;
}

int make_image(struct launch *l)
{
	int fd = sealed_image();
	if (fd < 0)
		fd = detached_image();
	if (fd < 0)
		fd = unnamed_image();
	return own(
	    l, fd,
	    "cannot make an executable copy of teu-init: vm.memfd_noexec forbids it and no tmpfs allows it");
}
