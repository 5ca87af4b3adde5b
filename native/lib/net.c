/* What a plan wants to know of a network device before it is moved. */
#include "host.h"
#include "../exec/netlink.h"

#define MAX_ADDRESSES 256u

static int64_t describe(int socket, const char *name, uint8_t *buf, uint64_t cap)
{
	static struct net_address list[MAX_ADDRESSES];
	int index = net_index(socket, name);
	int flags = index < 0 ? index : net_flags(socket, name);
	if (flags < 0)
		return flags;
	int count = net_addresses(socket, index, name, list, MAX_ADDRESSES);
	if (count < 0)
		return count == -E2BIG ? -EFBIG : count;
	size_t size = sizeof(flags) + (size_t)count * sizeof(list[0]);
	if (size > cap)
		return -EFBIG;
	memcpy(buf, &flags, sizeof(flags));
	memcpy(buf + sizeof(flags), list, size - sizeof(flags));
	return (int64_t)size;
}

int64_t teu_net_device(const char *name, uint8_t *buf, uint64_t cap)
{
	int socket = net_socket();
	if (socket < 0)
		return socket;
	int64_t r = describe(socket, name, buf, cap);
	sys_close(socket);
	return r;
}
