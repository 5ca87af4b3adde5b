/* System calls on files and descriptors. */
#ifndef TEU_SYS_FILE_H
#define TEU_SYS_FILE_H

#include "sys_call.h"

static inline int sys_openat(int dir, const char *path, int flags, uint32_t mode)
{
	return (int)SYS4(openat, dir, path, flags | O_CLOEXEC, mode);
}

static inline int sys_openat2(int dir, const char *path, const struct open_how *how)
{
	return (int)SYS4(openat2, dir, path, how, sizeof(*how));
}

static inline int sys_close(int fd)
{
	return (int)SYS1(close, fd);
}

static inline int sys_close_range(uint32_t first, uint32_t last, uint32_t flags)
{
	return (int)SYS3(close_range, first, last, flags);
}

static inline long sys_read(int fd, void *buffer, size_t size)
{
	return SYS3(read, fd, buffer, size);
}

static inline long sys_pread(int fd, void *buffer, size_t size, int64_t offset)
{
	return SYS4(pread64, fd, buffer, size, offset);
}

static inline long sys_write(int fd, const void *buffer, size_t size)
{
	return SYS3(write, fd, buffer, size);
}

static inline int64_t sys_lseek(int fd, int64_t offset, int whence)
{
	return SYS3(lseek, fd, offset, whence);
}

static inline int sys_ftruncate(int fd, int64_t size)
{
	return (int)SYS2(ftruncate, fd, size);
}

static inline int sys_fcntl(int fd, int command, unsigned long argument)
{
	return (int)SYS3(fcntl, fd, command, argument);
}

static inline int sys_ioctl(int fd, unsigned long request, const void *argument)
{
	return (int)SYS3(ioctl, fd, request, argument);
}

static inline int sys_dup3(int from, int to, int flags)
{
	return (int)SYS3(dup3, from, to, flags);
}

static inline int sys_pipe2(int fds[2], int flags)
{
	return (int)SYS2(pipe2, fds, flags | O_CLOEXEC);
}

static inline int sys_fstat(int fd, struct stat *st)
{
	return (int)SYS2(fstat, fd, st);
}

static inline int sys_fstatat(int dir, const char *path, struct stat *st, int flags)
{
	return (int)SYS4(newfstatat, dir, path, st, flags);
}

static inline int sys_statx(int dir, const char *path, int flags, uint32_t mask, struct statx *st)
{
	return (int)SYS5(statx, dir, path, flags, mask, st);
}

static inline int sys_fstatfs(int fd, struct statfs *st)
{
	return (int)SYS2(fstatfs, fd, st);
}

static inline long sys_readlinkat(int dir, const char *path, char *buffer, size_t size)
{
	return SYS4(readlinkat, dir, path, buffer, size);
}

static inline long sys_getdents64(int fd, void *buffer, size_t size)
{
	return SYS3(getdents64, fd, buffer, size);
}

static inline int sys_mkdirat(int dir, const char *path, uint32_t mode)
{
	return (int)SYS3(mkdirat, dir, path, mode);
}

static inline int sys_mknodat(int dir, const char *path, uint32_t mode, uint32_t device)
{
	return (int)SYS4(mknodat, dir, path, mode, device);
}

static inline int sys_symlinkat(const char *target, int dir, const char *path)
{
	return (int)SYS3(symlinkat, target, dir, path);
}

static inline int sys_unlinkat(int dir, const char *path, int flags)
{
	return (int)SYS3(unlinkat, dir, path, flags);
}

static inline int sys_renameat2(int from_dir, const char *from, int to_dir, const char *to, uint32_t flags)
{
	return (int)SYS5(renameat2, from_dir, from, to_dir, to, flags);
}

static inline int sys_faccessat2(int dir, const char *path, int mode, int flags)
{
	return (int)SYS4(faccessat2, dir, path, mode, flags);
}

static inline int sys_faccessat(int dir, const char *path, int mode)
{
	return (int)SYS3(faccessat, dir, path, mode);
}

static inline int sys_fchmod(int fd, uint32_t mode)
{
	return (int)SYS2(fchmod, fd, mode);
}

/* Follows a symlink in the last component: only for names this process made a moment ago or opened O_PATH. */
static inline int sys_fchmodat(int dir, const char *path, uint32_t mode)
{
	return (int)SYS3(fchmodat, dir, path, mode);
}

static inline int sys_fchmodat2(int dir, const char *path, uint32_t mode, int flags)
{
	return (int)SYS4(fchmodat2, dir, path, mode, flags);
}

static inline int sys_fchown(int fd, uint32_t uid, uint32_t gid)
{
	return (int)SYS3(fchown, fd, uid, gid);
}

static inline int sys_fchownat(int dir, const char *path, uint32_t uid, uint32_t gid, int flags)
{
	return (int)SYS5(fchownat, dir, path, uid, gid, flags);
}

static inline int sys_utimensat(int dir, const char *path, const struct __kernel_timespec times[2], int flags)
{
	return (int)SYS4(utimensat, dir, path, times, flags);
}

static inline long sys_flistxattr(int fd, char *list, size_t size)
{
	return SYS3(flistxattr, fd, list, size);
}

static inline long sys_fgetxattr(int fd, const char *name, void *value, size_t size)
{
	return SYS4(fgetxattr, fd, name, value, size);
}

static inline int sys_fsetxattr(int fd, const char *name, const void *value, size_t size, int flags)
{
	return (int)SYS5(fsetxattr, fd, name, value, size, flags);
}

static inline long sys_copy_file_range(int in, int64_t *in_off, int out, int64_t *out_off, size_t size)
{
	return SYS6(copy_file_range, in, in_off, out, out_off, size, 0);
}

static inline int sys_fchdir(int fd)
{
	return (int)SYS1(fchdir, fd);
}

static inline int sys_chdir(const char *path)
{
	return (int)SYS1(chdir, path);
}

static inline int sys_chroot(const char *path)
{
	return (int)SYS1(chroot, path);
}

static inline long sys_getcwd(char *buffer, size_t size)
{
	return SYS2(getcwd, buffer, size);
}

static inline uint32_t sys_umask(uint32_t mask)
{
	return (uint32_t)SYS1(umask, mask);
}

static inline int sys_flock(int fd, int operation)
{
	return (int)SYS2(flock, fd, operation);
}

static inline int sys_memfd_create(const char *name, uint32_t flags)
{
	return (int)SYS2(memfd_create, name, flags | MFD_CLOEXEC);
}

static inline void *sys_mmap(void *address, size_t size, int protection, int flags, int fd, int64_t offset)
{
	return (void *)SYS6(mmap, address, size, protection, flags, fd, offset);
}

static inline int sys_munmap(void *address, size_t size)
{
	return (int)SYS2(munmap, address, size);
}

/* True where mmap and friends returned -errno instead of an address. */
static inline int sys_is_error(const void *result)
{
	return (unsigned long)result >= -4095UL;
}

#endif
