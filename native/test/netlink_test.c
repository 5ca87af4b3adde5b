/* Whose answers are believed: the kernel's, to this request. In a network namespace of its own; needs root.
 */
#include "../exec/netlink.c"

int printf(const char *format, ...);
int unshare(int flags);
int bind(int socket, const void *address, uint32_t size);
int getsockname(int socket, void *address, uint32_t *size);

#define NO_DEVICE 999999

static int failures;

static void expect(const char *title, long got, long wanted)
{
	if (got == wanted)
		return;
	printf("FAIL %s: %ld, expected %ld\n", title, got, wanted);
	failures++;
}

/* Only net_socket_in needs it, which is not tested here. */
long clone_process(uint64_t flags, uint32_t exit_signal, int cgroup, int *pidfd)
{
	(void)flags, (void)exit_signal, (void)cgroup, (void)pidfd;
	return -ENOSYS;
}

/* A change of nothing: 0 for a device that is there, -ENODEV for another. */
static struct net_request change(int index)
{
	struct net_request q;
	struct ifinfomsg link = {.ifi_index = index};
	net_begin(&q, RTM_NEWLINK, 0, &link, sizeof(link));
	return q;
}

/* What somebody with rights in the namespace may send: that the next request of the socket has worked. */
static long forge(int victim, uint32_t sequence)
{
	struct sockaddr_nl to = {0};
	uint32_t size = sizeof(to);
	struct {
		struct nlmsghdr head;
		struct nlmsgerr error;
	} lie = {.head = {.nlmsg_len = sizeof(lie), .nlmsg_type = NLMSG_ERROR, .nlmsg_seq = sequence}};
	struct sys_iovec iov = {.base = &lie, .size = sizeof(lie)};
	struct sys_msghdr message = {.name = &to, .name_size = sizeof(to), .iov = &iov, .iov_count = 1};
	getsockname(victim, &to, &size);
	int liar = net_socket();
	long r = sys_sendmsg(liar, &message, 0);
	sys_close(liar);
	return r;
}

int main(void)
{
	struct sockaddr_nl any = {.nl_family = AF_NETLINK};
	if (unshare(CLONE_NEWNET) < 0) {
		printf("skip netlink: no right to make a network namespace\n");
		return 0;
	}
	int socket = net_socket();
	bind(socket, &any, sizeof(any));
	struct net_request q = change(1);
	expect("a device that is there is changed", call(socket, &q), 0);
	q = change(NO_DEVICE);
	expect("the lie is sent", forge(socket, q.head.nlmsg_seq) > 0, 1);
	expect("another sender is not believed", call(socket, &q), -ENODEV);
	q = change(NO_DEVICE);
	q.head.nlmsg_flags |= NLM_F_ACK;
	expect("a request whose answer nobody reads", net_transmit(socket, &q), 0);
	q = change(1);
	expect("an answer to another request is passed over", call(socket, &q), 0);
	sys_close(socket);
	if (!failures)
		printf("ok   netlink: the kernel's answers to the request, and no others\n");
	return failures != 0;
}
