/* rtnetlink(7) and netdevice(7): requests of one message, answers of one acknowledgement. */
#include "netlink.h"

void net_begin(struct net_request *q, uint16_t type, uint16_t flags, const void *body, uint32_t size)
{
	static uint32_t sequence;
	*q = (struct net_request){.head.nlmsg_seq = ++sequence};
	q->head.nlmsg_type = type;
	q->head.nlmsg_flags = (uint16_t)(NLM_F_REQUEST | flags);
	q->head.nlmsg_len = (uint32_t)NLMSG_LENGTH(size);
	memcpy(q->body, body, size);
}

/* What is put is ours and small: all of it fits into the body. */
static void put(struct net_request *q, uint16_t type, const void *data, uint32_t size)
{
	uint8_t *at = (uint8_t *)q + NLMSG_ALIGN(q->head.nlmsg_len);
	struct rtattr head = {.rta_type = type, .rta_len = (uint16_t)RTA_LENGTH(size)};
	memcpy(at, &head, sizeof(head));
	memcpy(at + RTA_LENGTH(0), data, size);
	q->head.nlmsg_len = (uint32_t)(NLMSG_ALIGN(q->head.nlmsg_len) + RTA_ALIGN(head.rta_len));
}

int net_transmit(int socket, const struct net_request *q)
{
	struct sys_iovec iov = {.base = (void *)(uintptr_t)q, .size = q->head.nlmsg_len};
	struct sys_msghdr message = {.iov = &iov, .iov_count = 1};
	long r;
	do {
		r = sys_sendmsg(socket, &message, 0);
	} while (r == -EINTR);
	return r < 0 ? (int)r : 0;
}

/* Who has CAP_NET_ADMIN in the namespace of the socket, the container's as well, may send to it; netlink(7).
 */
static int is_of_kernel(const struct sockaddr_nl *from, const struct sys_msghdr *message)
{
	return message->name_size == sizeof(*from) && from->nl_pid == 0;
}

/* To this request: the kernel has nothing to say of its own accord where no group was joined. */
static int answers(const void *buffer, long size, const struct net_request *q)
{
	const struct nlmsghdr *head = buffer;
	return size < (long)sizeof(*head) || head->nlmsg_seq == q->head.nlmsg_seq;
}

long net_receive(int socket, const struct net_request *q, void *buffer, size_t size)
{
	for (;;) {
		struct sockaddr_nl from = {0};
		struct sys_iovec iov = {.base = buffer, .size = size};
		struct sys_msghdr message = {
		    .name = &from, .name_size = sizeof(from), .iov = &iov, .iov_count = 1};
		long r = sys_recvmsg(socket, &message, 0);
		if (r == -EINTR)
			continue;
		if (r < 0)
			return r;
		if (!is_of_kernel(&from, &message))
			continue;
		if (message.flags & MSG_TRUNC)
			return -EMSGSIZE;
		if (answers(buffer, r, q))
			return r;
	}
}

/* The kernel answers a request with NLM_F_ACK by its error, 0 where it worked, and nothing else. */
static int call(int socket, struct net_request *q)
{
	struct {
		struct nlmsghdr head;
		struct nlmsgerr error;
		uint8_t echo[512];
	} answer;
	q->head.nlmsg_flags |= NLM_F_ACK;
	int r = net_transmit(socket, q);
	if (r < 0)
		return r;
	long size = net_receive(socket, q, &answer, sizeof(answer));
	if (size < 0)
		return (int)size;
	if ((size_t)size < sizeof(answer.head) + sizeof(answer.error.error) ||
	    answer.head.nlmsg_type != NLMSG_ERROR)
		return -EPROTO;
	return answer.error.error;
}

int net_socket(void)
{
	return sys_socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE);
}

/* In the child: 0, the errno of setns, or that of the rest with the highest bit. */
static int place_socket(int netns, int at)
{
	int r = sys_setns(netns, CLONE_NEWNET);
	if (r < 0)
		return -r;
	int fd = net_socket();
	if (fd < 0)
		return 0x80 | -fd;
	r = sys_dup3(fd, at, O_CLOEXEC);
	sys_close(fd); /* the parent's too */
	return r < 0 ? 0x80 | -r : 0;
}

int net_socket_in(int netns, uint16_t *call)
{
	siginfo_t info = {0};
	int pidfd = -1, r;
	*call = CALL_SOCKET;
	int at = sys_fcntl(netns, F_DUPFD_CLOEXEC, 3);
	if (at < 0)
		return at;
	*call = CALL_CLONE3;
	long pid = clone_process(CLONE_FILES, 0, -1, &pidfd);
	if (pid == 0)
		sys_exit(place_socket(netns, at));
	r = (int)pid;
	while (pid > 0 && (r = sys_waitid(P_PIDFD, pidfd, &info, WEXITED | __WALL)) == -EINTR)
		;
	if (pid > 0)
		sys_close(pidfd);
	int status = info.si_code == CLD_EXITED ? info.si_status : ECHILD;
	if (r >= 0 && status) {
		*call = status & 0x80 ? CALL_SOCKET : CALL_SETNS;
		r = -(status & 0x7f);
	}
	if (r >= 0)
		return at;
	sys_close(at);
	return r;
}

static void set_name(char out[IFNAMSIZ], const char *name)
{
	size_t size = strlen(name);
	memset(out, 0, IFNAMSIZ);
	memcpy(out, name, size < IFNAMSIZ ? size : IFNAMSIZ - 1);
}

int net_index(int socket, const char *name)
{
	struct sys_ifreq q = {0};
	set_name(q.name, name);
	int r = sys_ioctl(socket, SIOCGIFINDEX, &q);
	return r < 0 ? r : q.u.index;
}

int net_name(int socket, int index, char name[NET_NAME])
{
	struct sys_ifreq q = {.u.index = index};
	int r = sys_ioctl(socket, SIOCGIFNAME, &q);
	if (r >= 0)
		memcpy(name, q.name, NET_NAME);
	return r;
}

int net_rename(int socket, const char *from, const char *to)
{
	struct sys_ifreq q = {0};
	set_name(q.name, from);
	set_name(q.u.new_name, to);
	return sys_ioctl(socket, SIOCSIFNAME, &q);
}

int net_flags(int socket, const char *name)
{
	struct sys_ifreq q = {0};
	set_name(q.name, name);
	int r = sys_ioctl(socket, SIOCGIFFLAGS, &q);
	return r < 0 ? r : (uint16_t)q.u.flags;
}

int net_up(int socket, const char *name)
{
	struct sys_ifreq q = {0};
	int flags = net_flags(socket, name);
	if (flags < 0)
		return flags;
	set_name(q.name, name);
	q.u.flags = (int16_t)(flags | IFF_UP);
	return sys_ioctl(socket, SIOCSIFFLAGS, &q);
}

/* One message moves and renames: the kernel takes the name where the old one is in use over there. */
int net_move(int socket, int index, int netns, const char *name)
{
	struct net_request q;
	struct ifinfomsg link = {.ifi_index = index};
	uint32_t fd = (uint32_t)netns;
	net_begin(&q, RTM_NEWLINK, 0, &link, sizeof(link));
	put(&q, IFLA_NET_NS_FD, &fd, sizeof(fd));
	put(&q, IFLA_IFNAME, name, (uint32_t)strlen(name) + 1);
	return call(socket, &q);
}

static void put_label(struct net_request *q, const char *base, const char *rest)
{
	char label[2 * NET_NAME];
	size_t front = strlen(base), back = strlen(rest);
	if (front + back >= NET_NAME)
		return; /* without one the kernel takes the name of the device */
	memcpy(label, base, front);
	memcpy(label + front, rest, back + 1);
	put(q, IFA_LABEL, label, (uint32_t)(front + back + 1));
}

int net_add_address(int socket, int index, const char *base, const struct net_address *a)
{
	struct net_request q;
	struct ifaddrmsg head = {.ifa_family = a->family,
				 .ifa_prefixlen = a->prefix,
				 .ifa_scope = RT_SCOPE_UNIVERSE,
				 .ifa_index = (uint32_t)index};
	uint32_t size = a->family == AF_INET ? 4 : 16;
	struct ifa_cacheinfo times = {.ifa_prefered = a->preferred, .ifa_valid = ~0u};
	net_begin(&q, RTM_NEWADDR, NLM_F_CREATE | NLM_F_EXCL, &head, sizeof(head));
	put(&q, IFA_ADDRESS, a->address, size);
	put(&q, IFA_LOCAL, a->has_local ? a->local : a->address, size);
	if (a->has_broadcast)
		put(&q, IFA_BROADCAST, a->broadcast, sizeof(a->broadcast));
	put(&q, IFA_FLAGS, &a->flags, sizeof(a->flags));
	put(&q, IFA_CACHEINFO, &times, sizeof(times));
	if (a->metric)
		put(&q, IFA_RT_PRIORITY, &a->metric, sizeof(a->metric));
	if (a->label[0])
		put_label(&q, base, a->label);
	return call(socket, &q);
}
