/* The addresses of a device, from a dump of all; rtnetlink(7). */
#include "netlink.h"

/* A netlink datagram of a dump fits into 32 KiB, whatever the number of devices. */
#define DUMP_BYTES 32768u

/* What a user may have said of an address; the rest is the kernel's view of its state. */
#define KEPT_FLAGS                                                                                           \
	(IFA_F_NODAD | IFA_F_HOMEADDRESS | IFA_F_MANAGETEMPADDR | IFA_F_NOPREFIXROUTE | IFA_F_MCAUTOJOIN)

/* "eth0:1" -> ":1"; nothing where the label is the name alone, or of another device. */
static void read_label(struct net_address *a, const char *base, const char *label)
{
	size_t front = strlen(base), size = strlen(label);
	if (size > front && size - front < NET_NAME && !memcmp(label, base, front))
		memcpy(a->label, label + front, size - front);
}

static void read_attribute(struct net_address *a, const char *base, const struct rtattr *attr)
{
	const void *data = (const uint8_t *)attr + RTA_LENGTH(0);
	size_t size = attr->rta_len - RTA_LENGTH(0), wanted = a->family == AF_INET ? 4 : 16;
	const struct ifa_cacheinfo *times = data;
	if (attr->rta_type == IFA_ADDRESS && size == wanted)
		memcpy(a->address, data, wanted);
	else if (attr->rta_type == IFA_LOCAL && size == wanted) {
		memcpy(a->local, data, wanted);
		a->has_local = 1;
	} else if (attr->rta_type == IFA_BROADCAST && size == 4) {
		memcpy(a->broadcast, data, 4);
		a->has_broadcast = 1;
	} else if (attr->rta_type == IFA_FLAGS && size == 4)
		memcpy(&a->flags, data, 4);
	else if (attr->rta_type == IFA_RT_PRIORITY && size == 4)
		memcpy(&a->metric, data, 4);
	else if (attr->rta_type == IFA_CACHEINFO && size == sizeof(*times))
		a->preferred = times->ifa_prefered;
	else if (attr->rta_type == IFA_LABEL && size && !((const char *)data)[size - 1])
		read_label(a, base, data);
}

/* 1 for an address that a container keeps: permanent, of global scope. */
static int read_address(struct net_address *a, const char *base, const struct nlmsghdr *message, int index)
{
	const struct ifaddrmsg *head = (const void *)((const uint8_t *)message + NLMSG_HDRLEN);
	size_t at = NLMSG_LENGTH(sizeof(*head));
	if (message->nlmsg_len < at || head->ifa_index != (uint32_t)index ||
	    head->ifa_scope != RT_SCOPE_UNIVERSE)
		return 0;
	*a = (struct net_address){.family = head->ifa_family,
				  .prefix = head->ifa_prefixlen,
				  .flags = head->ifa_flags,
				  .preferred = ~0u};
	while (at + RTA_LENGTH(0) <= message->nlmsg_len) {
		const struct rtattr *attr = (const void *)((const uint8_t *)message + at);
		if (attr->rta_len < RTA_LENGTH(0) || attr->rta_len > message->nlmsg_len - at)
			break;
		read_attribute(a, base, attr);
		at += RTA_ALIGN(attr->rta_len);
	}
	int is_permanent = (a->flags & IFA_F_PERMANENT) != 0;
	a->flags &= KEPT_FLAGS;
	return is_permanent && (a->family == AF_INET || a->family == AF_INET6);
}

int net_addresses(int socket, int index, const char *base, struct net_address *out, uint32_t most)
{
	static uint8_t buffer[DUMP_BYTES] __attribute__((aligned(8)));
	struct net_request q;
	struct ifaddrmsg all = {0};
	uint32_t count = 0;
	net_begin(&q, RTM_GETADDR, NLM_F_DUMP, &all, sizeof(all));
	int r = net_transmit(socket, &q);
	while (r >= 0) {
		long size = net_receive(socket, &q, buffer, sizeof(buffer));
		if (size < 0)
			return (int)size;
		for (size_t at = 0; at + NLMSG_HDRLEN <= (size_t)size;) {
			const struct nlmsghdr *message = (const void *)(buffer + at);
			struct net_address one;
			if (message->nlmsg_len < NLMSG_HDRLEN || message->nlmsg_len > (size_t)size - at)
				return -EPROTO;
			if (message->nlmsg_type == NLMSG_DONE)
				return (int)count;
			if (message->nlmsg_type == NLMSG_ERROR)
				return ((const struct nlmsgerr *)(const void *)(buffer + at + NLMSG_HDRLEN))
				    ->error;
			if (read_address(&one, base, message, index)) {
				if (count == most)
					return -E2BIG;
				out[count++] = one;
			}
			at += NLMSG_ALIGN(message->nlmsg_len);
		}
	}
	return r;
}
