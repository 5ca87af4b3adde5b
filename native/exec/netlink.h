/* rtnetlink(7), as much of it as moving a network device takes. Nothing allocates. */
#ifndef TEU_NETLINK_H
#define TEU_NETLINK_H

#include "common.h"

#include <linux/rtnetlink.h>

#define NET_NAME 16 /* IFNAMSIZ */

/*
 * One permanent address of global scope, as facts and plans carry it (src/facts/net.ts reads the same 68
 * bytes). The label is what followed the name of the device, ":1" of "eth0:1".
 */
struct net_address {
	uint8_t family, prefix, has_local, has_broadcast;
	uint32_t flags, metric, preferred; /* preferred: seconds, ~0: for ever */
	uint8_t address[16], local[16], broadcast[4];
	char label[NET_NAME];
};

struct net_request {
	struct nlmsghdr head;
	uint8_t body[240];
};

/* Begins a request with the fixed part of its body; size at most 32. */
void net_begin(struct net_request *q, uint16_t type, uint16_t flags, const void *body, uint32_t size);
/* Sends it. 0 or -errno. */
int net_transmit(int socket, const struct net_request *q);
/*
 * One datagram of the kernel that answers the request; others are passed over. Its size, -EMSGSIZE when it
 * was larger than the buffer, or -errno.
 */
long net_receive(int socket, const struct net_request *q, void *buffer, size_t size);

/* A NETLINK_ROUTE socket of the network namespace of this process. */
int net_socket(void);

/*
 * The same of another namespace: made by a short-lived child that shares the descriptors and goes there, so
 * that this process, which may have threads, never does. *call: what failed.
 */
int net_socket_in(int netns, uint16_t *call);

/* Index of a device in the namespace of the socket, or -ENODEV. */
int net_index(int socket, const char *name);

/* Moves the device into the namespace behind netns, where it is called name. */
int net_move(int socket, int index, int netns, const char *name);

/* Gives the device a name; a template with %d is completed by the kernel. */
int net_rename(int socket, const char *from, const char *to);

/* The name that goes with an index. */
int net_name(int socket, int index, char name[NET_NAME]);

/* Adds one address. base: name of the device, for the label. */
int net_add_address(int socket, int index, const char *base, const struct net_address *address);

/* Switches IFF_UP on. */
int net_up(int socket, const char *name);

/* Flags of a device (IFF_*), or -errno. */
int net_flags(int socket, const char *name);

/*
 * The permanent addresses of global scope of a device, at most `most`. The number, -E2BIG when there are
 * more, or -errno.
 */
int net_addresses(int socket, int index, const char *base, struct net_address *out, uint32_t most);

/* Gives a device back that a completed step has taken; for undo. */
int net_give_back(struct ctx *c, const struct op_net_device *a, int index);

#endif
