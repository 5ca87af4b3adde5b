/* The environment, twice: all of it for hooks, in a memfd; what the core may see, by a list. */
#include "launcher.h"

#define CORE_MAX 128u /* variables that the core gets; more are left out */

/* A name ends with "="; without it, it is a prefix. Nothing here can make the JavaScript engine run code. */
static const char *const allowed[] = {
    "XDG_RUNTIME_DIR=", "HOME=", "PATH=", "USER=", "DBUS_", "NOTIFY_SOCKET=", "LISTEN_", "TZ=", "TEU_",
};
/* The launcher's own words: not believed when they come from the caller. */
static const char *const own_words[] = {"TEU_LAUNCH=", "TEU_CWD=", "TEU_REPORT="};

static void write_all(int fd, const char *bytes, size_t size)
{
	while (size) {
		long r = sys_write(fd, bytes, size);
		if (r < 0 && r != -EINTR)
			die("cannot save the environment");
		if (r > 0) {
			bytes += r;
			size -= (size_t)r;
		}
	}
}

/* The kernel lays the strings out one behind the other, so this is one write unless the caller is odd. */
void save_environment(struct launch *l)
{
	int fd = own(l, sys_memfd_create("teu-environment", 0),
		     "cannot save the environment: memfd_create(2) is refused");
	for (char **at = l->environment; *at;) {
		const char *first = *at;
		const char *end = first;
		while (*at && *at == end) {
			end += text_length(*at) + 1;
			at++;
		}
		write_all(fd, first, (size_t)(end - first));
	}
	l->environment_fd = fd;
}

static int begins_with_any(const char *text, const char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (text_begins(text, names[i]))
			return 1;
	return 0;
}

static char *append(char *to, const char *text)
{
	while (*text)
		*to++ = *text++;
	*to = 0;
	return to;
}

static char *append_number(char *to, int64_t value)
{
	char digits[21];
	if (value < 0)
		to = append(to, "-");
	format_u64(digits, value < 0 ? -(uint64_t)value : (uint64_t)value);
	return append(to, digits);
}

/* base 8 or 16 */
static char *append_bits(char *to, uint64_t value, uint32_t base)
{
	char digits[24];
	char *at = digits + sizeof(digits) - 1;
	*at = 0;
	do {
		*--at = "0123456789abcdef"[value % base];
		value /= base;
	} while (value);
	return append(to, at);
}

static char *append_field(char *to, const char *name, int64_t value)
{
	return append_number(append(to, name), value);
}

void write_launch(struct launch *l)
{
	char *at = append(l->launch_text, "TEU_LAUNCH=v=1");
	at = append_field(at, " sock=", l->host_sock);
	at = append_field(at, " init=", l->host_init_sock);
	at = append_field(at, " ring=", l->ring_fd);
	at = append_field(at, " env=", l->environment_fd);
	at = append_field(at, " image=", l->image_fd);
	/* RLIM_INFINITY is -1 to the reader, whose native integers are signed. */
	at = append_field(at, " nofile=", (int64_t)l->nofile.rlim_cur);
	at = append_field(at, ":", (int64_t)l->nofile.rlim_max);
	at = append_bits(append(at, " umask="), l->umask, 8);
	at = append_bits(append(at, " sigmask="), l->blocked, 16);
	at = append_bits(append(at, " sigign="), l->ignored, 16);
	at = append_field(at, " spawner=", l->spawner);
	at = append_field(at, " error=", l->bad_errno);
	if (l->bad_errno)
		append_field(at, ":", l->bad_fd);
}

/* Empty when the directory is gone or lies outside the root: the core then refuses relative paths. */
static void write_cwd(struct launch *l)
{
	char *at = append(l->cwd_text, "TEU_CWD=");
	if (sys_getcwd(at, PATH_MAX) < 0 || *at != '/')
		*at = 0;
}

/* LISTEN_FDS of another process than this would make the core count descriptors that are its own. */
static int is_for_core(const struct launch *l, const char *variable)
{
	if (begins_with_any(variable, own_words, ARRAY_LEN(own_words)))
		return 0;
	if (!l->listen_fds && text_begins(variable, "LISTEN_"))
		return 0;
	return begins_with_any(variable, allowed, ARRAY_LEN(allowed));
}

char **core_environment(struct launch *l)
{
	static char *core[CORE_MAX + 6]; /* one more for pass_report */
	size_t count = 0;
	write_cwd(l);
	write_launch(l);
	core[count++] = l->launch_text;
	core[count++] = l->cwd_text;
	core[count++] = (char *)(uintptr_t) "BUN_JSC_useJIT=0"; /* 0.5 ms and every thread less */
	/* Huge pages under the heap, where the kernel has some: 1,000 page faults less, 1 ms of a plan. */
	core[count++] = (char *)(uintptr_t) "MIMALLOC_ALLOW_THP=1";
	for (char **at = l->environment; *at && count < CORE_MAX + 4; at++)
		if (is_for_core(l, *at))
			core[count++] = *at;
	core[count] = 0;
	return core;
}

void pass_report(struct launch *l, const char *report)
{
	char **end = l->core_environment;
	int fd = sys_memfd_create("teu-report", 0);
	if (fd < 0)
		die("cannot pass the error on: memfd_create(2) is refused");
	write_all(fd, report, text_length(report));
	fd_inherit(fd);
	append_number(append(l->report_text, "TEU_REPORT="), fd);
	while (*end)
		end++;
	end[0] = l->report_text;
	end[1] = 0;
}
