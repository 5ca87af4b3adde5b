/*
 * In the place of a container's init: listener PATH HOW binds PATH, prints a
 * line, and answers each connection as HOW says, until its stdin ends.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

/* native/gen/ops.h and src/wire/protocol.ts */
#define RING_MAGIC     0x31474e52u
#define RING_BYTES     (4096 + 64 + 4096 * 48)
#define MSG_TYPE_DONE  3
#define MSG_TYPE_HELLO 6

struct message {
	unsigned type, from, to;
	int value;
	long long pid;
};

static const char *how;
static int is(const char *name)
{
	return !strcmp(how, name);
}

static void tell(int sock, const void *bytes, size_t size, const int *fds, size_t count)
{
	char control[CMSG_SPACE(64 * sizeof(int))] = {0};
	struct iovec iov = {(void *)bytes, size};
	struct msghdr header = {.msg_iov = &iov, .msg_iovlen = 1};
	if (count) {
		header.msg_control = control;
		header.msg_controllen = CMSG_SPACE(count * sizeof(int));
		struct cmsghdr *c = CMSG_FIRSTHDR(&header);
		c->cmsg_level = SOL_SOCKET;
		c->cmsg_type = SCM_RIGHTS;
		c->cmsg_len = CMSG_LEN(count * sizeof(int));
		memcpy(CMSG_DATA(c), fds, count * sizeof(int));
	}
	sendmsg(sock, &header, MSG_NOSIGNAL);
}

static int table(size_t size, unsigned magic, int seals)
{
	int fd = memfd_create("table", MFD_ALLOW_SEALING);
	if (ftruncate(fd, (off_t)size) < 0 || pwrite(fd, &magic, sizeof(magic), 0) < 0)
		exit(1);
	fcntl(fd, F_ADD_SEALS, seals);
	return fd;
}

static void hello(int sock, int value, int fd)
{
	struct message m = {.type = MSG_TYPE_HELLO, .value = value};
	tell(sock, &m, sizeof(m), &fd, fd >= 0);
}

static void answer(int sock)
{
	static char bytes[65536];
	int null = open("/dev/null", O_RDWR | O_CLOEXEC), many[64];
	const struct message all = {.type = MSG_TYPE_DONE, .to = 0xffffffff},
			     none = {.type = 99, .value = -1};
	memset(bytes, 0xa5, sizeof(bytes));
	for (int i = 0; i < 64; i++)
		many[i] = null;
	if (is("short"))
		tell(sock, bytes, 3, 0, 0);
	else if (is("long"))
		tell(sock, bytes, sizeof(bytes), &null, 1);
	else if (is("noise"))
		tell(sock, bytes, sizeof(struct message), &null, 1);
	else if (is("empty"))
		tell(sock, bytes, 0, 0, 0);
	else if (is("descriptors"))
		tell(sock, &none, sizeof(none), many, 64);
	else if (is("protocol"))
		hello(sock, 99, null);
	else if (is("no-table"))
		hello(sock, 1, -1);
	else if (is("null-table"))
		hello(sock, 1, null);
	else if (is("small-table"))
		hello(sock, 1, table(10, RING_MAGIC, F_SEAL_SHRINK));
	else if (is("open-table"))
		hello(sock, 1, table(RING_BYTES, RING_MAGIC, 0));
	else if (is("other-table"))
		hello(sock, 1, table(RING_BYTES, 0, F_SEAL_SHRINK));
	else if (is("table") || is("table-noise") || is("table-done"))
		hello(sock, 1, table(RING_BYTES, RING_MAGIC, F_SEAL_SHRINK));
	if (is("table-noise"))
		tell(sock, bytes, sizeof(struct message), &null, 1);
	if (is("table-done"))
		tell(sock, &all, sizeof(all), 0, 0);
	close(null);
}

/* What is said is heard whole, so that the answer comes at the same moment each time. */
static void meet(int sock)
{
	char heard[64];
	if (is("close"))
		return;
	if (recv(sock, heard, sizeof(heard), 0) > 0)
		answer(sock);
	/* Who was greeted well would wait for the next word for ever. */
	while (strncmp(how, "table", 5) && recv(sock, heard, sizeof(heard), 0) > 0)
		;
}

int main(int argc, char **argv)
{
	if (argc != 3)
		return 2;
	how = argv[2];
	int type = is("stream") ? SOCK_STREAM : is("datagram") ? SOCK_DGRAM : SOCK_SEQPACKET;
	int server = socket(AF_UNIX, type | SOCK_CLOEXEC, 0),
	    waiting = socket(AF_UNIX, type | SOCK_CLOEXEC, 0);
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	if (chdir(argv[1]) < 0)
		return 1;
	strcpy(address.sun_path, "init.sock");
	unlink("init.sock");
	if (bind(server, (struct sockaddr *)&address, sizeof(address)) < 0)
		return 1;
	/* Bound, and nobody listens; or nobody accepts, and there is no room for
	 * another one. */
	if (!is("deaf") && !is("datagram") && listen(server, is("full") ? 0 : 16) < 0)
		return 1;
	if (is("full") && connect(waiting, (struct sockaddr *)&address, sizeof(address)) < 0)
		return 1;
	int accepts = !is("deaf") && !is("datagram") && !is("full");
	if (write(1, "ready\n", 6) != 6)
		return 1;
	struct pollfd fds[2] = {{.fd = 0, .events = POLLIN}, {.fd = accepts ? server : -1, .events = POLLIN}};
	while (poll(fds, 2, -1) >= 0 && !fds[0].revents) {
		if (!fds[1].revents)
			continue;
		int sock = accept(server, 0, 0);
		meet(sock);
		close(sock);
	}
	return 0;
}
