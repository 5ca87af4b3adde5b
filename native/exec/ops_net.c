/* Network devices of the host that become the container's (config-linux.md#network-devices). */
#include "common.h"
#include "netlink.h"

int do_netns_open(struct ctx *c, const struct op_netns_open *a, struct outcome *o)
{
	/* Held until the director ends, so that a device can be given back from a namespace whose processes
	 * are dead; network_namespaces(7). */
	char path[64] = "/proc/";
	int fd;
	if (c->init_pid <= 0)
		return -ESRCH;
	size_t at = 6 + format_u64(path + 6, (uint64_t)c->init_pid);
	memcpy(path + at, "/ns/net", sizeof("/ns/net"));
	CALL(fd, CALL_OPEN, sys_openat(AT_FDCWD, path, O_RDONLY, 0));
	slot_set(c, a->slot, fd);
	return 0;
}

/* Both ends of a move. */
struct route {
	int here, there;    /* netlink sockets */
	int own;	    /* our own namespace */
	int netns;	    /* the container's; the slot owns it */
	const char *name;   /* here */
	const char *wanted; /* there */
	char moved[3 + 21]; /* under which it is found there; of a template: a name of our own */
};

static struct route route_of(const struct ctx *c, const struct op_net_device *a)
{
	return (struct route){.here = -1,
			      .there = -1,
			      .own = -1,
			      .netns = slot_get(c, a->netns),
			      .name = text(c, a->name),
			      .wanted = text(c, a->target)};
}

static void route_close(struct route *way)
{
	if (way->here >= 0)
		sys_close(way->here);
	if (way->there >= 0)
		sys_close(way->there);
	if (way->own >= 0)
		sys_close(way->own);
}

static int is_same(int a, int b)
{
	struct stat one, other;
	return sys_fstat(a, &one) >= 0 && sys_fstat(b, &other) >= 0 && one.st_dev == other.st_dev &&
	       one.st_ino == other.st_ino;
}

static int route_open(struct ctx *c, struct outcome *o, struct route *way)
{
	uint16_t call = CALL_SOCKET;
	CALL(way->own, CALL_OPEN, sys_openat(AT_FDCWD, "/proc/self/ns/net", O_RDONLY, 0));
	if (is_same(way->own, way->netns)) {
		o->call = CALL_SAME;
		return -EINVAL;
	}
	CALL(way->here, CALL_SOCKET, net_socket());
	TRY(way->there, CALL_SETNS, net_socket_in(way->netns, &call));
	if (way->there < 0)
		o->call = call;
	return way->there < 0 ? way->there : 0;
}

static int is_template(const char *name)
{
	while (*name && *name != '%')
		name++;
	return *name == '%';
}

static const struct net_address *address_at(const struct ctx *c, struct wire_bytes list, uint32_t index)
{
	return (const struct net_address *)(const void *)(c->plan + list.off) + index;
}

/* o may be NULL: then nobody hears which address was refused. */
static int add_addresses(struct ctx *c, struct outcome *o, int socket, int index, const char *base,
			 struct wire_bytes list)
{
	uint32_t count = list.len / (uint32_t)sizeof(struct net_address);
	for (uint32_t i = 0; i < count; i++) {
		int r;
		if (o) {
			o->item = (int32_t)i;
			TRY(r, CALL_RTM_NEWADDR,
			    net_add_address(socket, index, base, address_at(c, list, i)));
		} else
			r = net_add_address(socket, index, base, address_at(c, list, i));
		if (r < 0)
			return r;
	}
	if (o)
		o->item = -1;
	return 0;
}

/* Back to where it was: name, addresses, state. */
static int give_back(struct ctx *c, const struct op_net_device *a, struct route *way, int index)
{
	int r = net_move(way->there, index, way->own, way->name);
	if (r < 0)
		return r;
	index = net_index(way->here, way->name);
	if (index < 0)
		return index;
	r = add_addresses(c, 0, way->here, index, way->name, a->addresses);
	if (r >= 0 && a->up)
		r = net_up(way->here, way->name);
	return r;
}

/* Under what name it is looked for over there: of a template that is known only afterwards. */
static void choose_name(struct route *way, int index)
{
	size_t size = strlen(way->wanted);
	if (!is_template(way->wanted)) {
		memcpy(way->moved, way->wanted, size < NET_NAME ? size : NET_NAME - 1);
		return;
	}
	memcpy(way->moved, "teu", 3);
	format_u64(way->moved + 3, (uint32_t)index);
}

/* The device is over there: name, addresses, up. */
static int settle(struct ctx *c, struct outcome *o, const struct op_net_device *a, struct route *way)
{
	char name[NET_NAME];
	int r, index;
	CALL(index, CALL_RTM_GETLINK, net_index(way->there, way->moved));
	o->value = index;
	if (is_template(way->wanted))
		CALL(r, CALL_RTM_NEWLINK, net_rename(way->there, way->moved, way->wanted));
	CALL(r, CALL_RTM_GETLINK, net_name(way->there, index, name));
	r = add_addresses(c, o, way->there, index, name, a->addresses);
	if (r >= 0)
		TRY(r, CALL_RTM_NEWLINK, net_up(way->there, name));
	return r;
}

static int move(struct ctx *c, struct outcome *o, const struct op_net_device *a, struct route *way)
{
	int r, index;
	CALL(index, CALL_RTM_GETLINK, net_index(way->here, way->name));
	choose_name(way, index);
	/* Asked before: the kernel finds out only after the move that the name cannot be had. */
	if (net_index(way->there, way->moved) >= 0) {
		o->call = CALL_RTM_NEWLINK;
		return -EEXIST;
	}
	TRY(r, CALL_RTM_NEWLINK, net_move(way->here, index, way->netns, way->moved));
	if (r >= 0)
		r = settle(c, o, a, way);
	if (r >= 0 || net_index(way->here, way->name) >= 0)
		return r;
	/* It left, under its new name or, where the renaming failed, its old one. The first error counts. */
	int there = o->value > 0 ? (int)o->value : net_index(way->there, way->moved);
	if (there < 0)
		there = net_index(way->there, way->name);
	if (there >= 0)
		give_back(c, a, way, there);
	o->value = 0;
	return r;
}

int do_net_device(struct ctx *c, const struct op_net_device *a, struct outcome *o)
{
	/* Takes the device to the container, with its addresses, up; what failed half way is given back;
	 * rtnetlink(7). value: its index there. */
	struct route way = route_of(c, a);
	if (a->addresses.len % sizeof(struct net_address))
		return -EINVAL;
	int r = route_open(c, o, &way);
	if (r >= 0)
		r = move(c, o, a, &way);
	route_close(&way);
	return r < 0 ? r : 0;
}

int net_give_back(struct ctx *c, const struct op_net_device *a, int index)
{
	struct outcome unheard = {0};
	struct route way = route_of(c, a);
	int r = route_open(c, &unheard, &way);
	if (r >= 0)
		r = give_back(c, a, &way, index);
	route_close(&way);
	return r;
}
