/*
 * A seccomp agent for tests: agent SOCKET ANSWER [COUNT]. Takes COUNT connections (default 1), prints the
 * state that came over each on one line, then answers every notification of its listener and prints the
 * number of the call. ANSWER: continue, val:N or errno:N; `close` closes the connection without reading. Ends
 * with the filtered processes.
 */
#define _GNU_SOURCE
#include <signal.h>
#include <errno.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

static int take(int sock, char *text, size_t room)
{
	size_t size = 0;
	int listener = -1;
	for (;;) {
		char control[CMSG_SPACE(4 * sizeof(int))];
		struct iovec iov = {text + size, room - 1 - size};
		struct msghdr m = {.msg_iov = &iov,
				   .msg_iovlen = 1,
				   .msg_control = control,
				   .msg_controllen = sizeof(control)};
		ssize_t r = recvmsg(sock, &m, MSG_CMSG_CLOEXEC);
		if (r <= 0)
			break;
		size += (size_t)r;
		for (struct cmsghdr *c = CMSG_FIRSTHDR(&m); c; c = CMSG_NXTHDR(&m, c))
			if (c->cmsg_type == SCM_RIGHTS)
				memcpy(&listener, CMSG_DATA(c), sizeof(int));
	}
	text[size] = 0;
	return listener;
}

static void answer(int listener, const char *how)
{
	for (;;) {
		struct pollfd p = {.fd = listener, .events = POLLIN};
		if (poll(&p, 1, -1) < 0 || !(p.revents & POLLIN))
			return;
		struct seccomp_notif n = {0};
		if (ioctl(listener, SECCOMP_IOCTL_NOTIF_RECV, &n) < 0)
			continue;
		printf("call %d of %u\n", n.data.nr, n.pid);
		fflush(stdout);
		struct seccomp_notif_resp r = {.id = n.id};
		if (!strncmp(how, "val:", 4))
			r.val = atol(how + 4);
		else if (!strncmp(how, "errno:", 6))
			r.error = -atoi(how + 6);
		else
			r.flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE;
		ioctl(listener, SECCOMP_IOCTL_NOTIF_SEND, &r);
	}
}

int main(int argc, char **argv)
{
	static char text[1 << 16];
	struct sockaddr_un a = {.sun_family = AF_UNIX};
	int server = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	/* A failed test must not leave it behind. */
	alarm(300);
	/* Nor may those who have answered stay as zombies. */
	signal(SIGCHLD, SIG_IGN);
	if (argc < 3 || chdir(argv[1]) < 0)
		return 2;
	strcpy(a.sun_path, "agent");
	if (bind(server, (struct sockaddr *)&a, sizeof(a)) < 0 || listen(server, 4) < 0)
		return 1;
	puts("ready");
	fflush(stdout);
	for (int left = argc > 3 ? atoi(argv[3]) : 1; left > 0; left--) {
		int sock = accept4(server, 0, 0, SOCK_CLOEXEC);
		if (strcmp(argv[2], "close")) {
			int listener = take(sock, text, sizeof(text));
			printf("state %s\n", text);
			fflush(stdout);
			close(sock);
			/* Processes of one container live at the same time. */
			if (listener >= 0 && fork() == 0) {
				alarm(60);
				answer(listener, argv[2]);
				return 0;
			}
			close(listener);
		} else {
			close(sock);
		}
	}
	while (wait(0) > 0)
		;
	return 0;
}
