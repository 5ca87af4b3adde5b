/*
 * Kernel structures and constants without libc: the uapi headers of linux-libc-dev, and what they leave to
 * libc or what is newer than they are.
 */
#ifndef TEU_SYS_ABI_H
#define TEU_SYS_ABI_H

#include <stddef.h>
#include <stdint.h>

#include <asm/ioctls.h>
#include <asm/poll.h>
#include <asm/siginfo.h>
#include <asm/signal.h>
#include <asm/stat.h>
#include <asm/statfs.h>
#include <asm/termbits.h>
#include <asm/termios.h>
#include <asm/unistd.h>
#include <linux/bpf.h>
#include <linux/capability.h>
#include <linux/close_range.h>
#include <linux/errno.h>
#include <linux/fcntl.h>
#include <linux/filter.h>
#include <linux/limits.h>
#include <linux/magic.h>
#include <linux/memfd.h>
#include <linux/mman.h>
#include <linux/mount.h>
#include <linux/nsfs.h>
#include <linux/openat2.h>
#include <linux/prctl.h>
#include <linux/resource.h>
#include <linux/sched.h>
#include <linux/seccomp.h>
#include <linux/signalfd.h>
#include <linux/sockios.h>
#include <linux/stat.h>
#include <linux/time_types.h>
#include <linux/un.h>
#include <linux/wait.h>
#include <linux/xattr.h>

#ifndef __NR_fchmodat2
#define __NR_fchmodat2 452
#endif
#ifndef __NR_mount_setattr
#define __NR_mount_setattr 442
#endif
#ifndef MFD_NOEXEC_SEAL
#define MFD_NOEXEC_SEAL 0x0008u
#define MFD_EXEC	0x0010u
#endif
#ifndef SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV
#define SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV (1ul << 5)
#endif
#ifndef F_DUPFD_CLOEXEC
#define F_DUPFD_CLOEXEC 1030
#endif

/* linux/stat.h keeps these from programs that saw a libc header, which hosted compilers bring in. */
#ifndef S_ISDIR
#define S_IFMT	    0170000
#define S_IFIFO	    0010000
#define S_IFCHR	    0020000
#define S_IFDIR	    0040000
#define S_IFBLK	    0060000
#define S_IFREG	    0100000
#define S_IFLNK	    0120000
#define S_IFSOCK    0140000
#define S_ISFIFO(m) (((m)&S_IFMT) == S_IFIFO)
#define S_ISCHR(m)  (((m)&S_IFMT) == S_IFCHR)
#define S_ISDIR(m)  (((m)&S_IFMT) == S_IFDIR)
#define S_ISBLK(m)  (((m)&S_IFMT) == S_IFBLK)
#define S_ISREG(m)  (((m)&S_IFMT) == S_IFREG)
#define S_ISLNK(m)  (((m)&S_IFMT) == S_IFLNK)
#define S_ISSOCK(m) (((m)&S_IFMT) == S_IFSOCK)
#endif

/* sys/mount.h */
#define MNT_DETACH 2

/* unistd.h, sys/stat.h, sys/file.h */
#define F_OK	 0
#define X_OK	 1
#define W_OK	 2
#define R_OK	 4
#define SEEK_SET 0
#define LOCK_EX	 2
#define LOCK_NB	 4

/* sys/socket.h */
#define AF_UNIX		 1
#define AF_INET		 2
#define AF_INET6	 10
#define AF_NETLINK	 16
#define SOCK_STREAM	 1
#define SOCK_DGRAM	 2
#define SOCK_RAW	 3
#define SOCK_SEQPACKET	 5
#define SOCK_CLOEXEC	 O_CLOEXEC
#define SOCK_NONBLOCK	 O_NONBLOCK
#define SOL_SOCKET	 1
#define SO_PEERCRED	 17
#define SO_SNDTIMEO_OLD	 21
#define SCM_RIGHTS	 1
#define MSG_CTRUNC	 0x8
#define MSG_TRUNC	 0x20
#define MSG_DONTWAIT	 0x40
#define MSG_NOSIGNAL	 0x4000
#define MSG_CMSG_CLOEXEC 0x40000000

struct sys_iovec {
	void *base;
	size_t size;
};

struct sys_msghdr {
	void *name;
	uint32_t name_size;
	struct sys_iovec *iov;
	size_t iov_count;
	void *control;
	size_t control_size;
	uint32_t flags;
};

struct sys_cmsghdr {
	size_t size;
	int32_t level, type;
};

/* One control message with one descriptor, padded as CMSG_SPACE(sizeof(int)) is. */
struct sys_cmsg_fd {
	struct sys_cmsghdr head;
	int32_t fd, pad;
};
#define SYS_CMSG_FD_LEN (sizeof(struct sys_cmsghdr) + sizeof(int32_t))

/* net/if.h: linux/if.h pulls in libc. */
#define IFNAMSIZ 16
#define IFF_UP	 0x1
struct sys_ifreq {
	char name[IFNAMSIZ];
	union {
		int16_t flags;
		int32_t index;
		char new_name[IFNAMSIZ];
		char room[24];
	} u;
};

/* wait.h */
#ifndef P_ALL
#define P_ALL	0
#define P_PID	1
#define P_PGID	2
#define P_PIDFD 3
#endif
#ifndef CLD_EXITED
#define CLD_EXITED 1
#endif

/* The kernel's struct sigaction; libc's differs. */
struct sys_sigaction {
	void (*handler)(int);
	unsigned long flags;
	void (*restorer)(void);
	uint64_t mask;
};
#define SIGNAL_BIT(n) (1ull << ((n)-1))
#define SIGNAL_LAST   64

struct sys_dirent64 {
	uint64_t ino;
	int64_t off;
	uint16_t reclen;
	uint8_t type;
	char name[];
};

/* libc provides these inside libteu.so, mem.c in the freestanding artefacts (the compiler emits calls too).
 */
void *memcpy(void *restrict to, const void *restrict from, size_t size);
void *memmove(void *to, const void *from, size_t size);
void *memset(void *to, int byte, size_t size);
int memcmp(const void *a, const void *b, size_t size);
size_t strlen(const char *text);

#endif
