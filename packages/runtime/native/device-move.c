#define _GNU_SOURCE
#include "device-move.h"

#include <errno.h>
#include <sched.h>
#include <stdint.h>
#include <string.h>
#include <net/if.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "route-socket.h"

#define ADDRESS_BYTES 16384
#define ROOM 64

struct addresses {
	int device;
	uint32_t length;
	_Alignas(struct nlmsghdr) uint8_t bytes[ADDRESS_BYTES];
};

struct link_request {
	struct nlmsghdr head;
	struct ifinfomsg link;
	uint8_t attributes[ROOM];
};

static struct link_request change_of(int device)
{
	return (struct link_request){
		.head = { .nlmsg_len = NLMSG_LENGTH(sizeof(struct ifinfomsg)), .nlmsg_type = RTM_NEWLINK },
		.link = { .ifi_index = device },
	};
}

static void add_attribute(struct link_request *request, uint16_t type, const void *value, size_t length)
{
	struct rtattr *attribute = (struct rtattr *)((uint8_t *)request + NLMSG_ALIGN(request->head.nlmsg_len));

	attribute->rta_type = type;
	attribute->rta_len = (uint16_t)RTA_LENGTH(length);
	memcpy(RTA_DATA(attribute), value, length);
	request->head.nlmsg_len = NLMSG_ALIGN(request->head.nlmsg_len) + (uint32_t)RTA_SPACE(length);
}

/* they are the kernel's own messages, and are sent back to it as they are */
static bool keep_address(const struct nlmsghdr *message, void *context)
{
	const struct ifaddrmsg *address = NLMSG_DATA(message);
	struct addresses *kept = context;

	if ((int)address->ifa_index != kept->device || address->ifa_scope != RT_SCOPE_UNIVERSE ||
	    !(address->ifa_flags & IFA_F_PERMANENT))
		return true;
	if (kept->length + NLMSG_ALIGN(message->nlmsg_len) > sizeof(kept->bytes)) {
		errno = ENOBUFS;
		return false;
	}
	memcpy(kept->bytes + kept->length, message, message->nlmsg_len);
	kept->length += NLMSG_ALIGN(message->nlmsg_len);
	return true;
}

/* an IPv4 address is labelled with the name that its device had; attributes of type 0 are passed over */
static void drop_label(struct nlmsghdr *message)
{
	int left = (int)IFA_PAYLOAD(message);

	for (struct rtattr *at = IFA_RTA(NLMSG_DATA(message)); RTA_OK(at, left); at = RTA_NEXT(at, left))
		if (at->rta_type == IFA_LABEL)
			at->rta_type = IFA_UNSPEC;
}

static int add_addresses(int socket, struct addresses *kept, int device)
{
	for (uint32_t at = 0; at < kept->length;) {
		struct nlmsghdr *message = (struct nlmsghdr *)(kept->bytes + at);

		at += NLMSG_ALIGN(message->nlmsg_len);
		message->nlmsg_flags = NLM_F_CREATE | NLM_F_EXCL;
		((struct ifaddrmsg *)NLMSG_DATA(message))->ifa_index = (uint32_t)device;
		drop_label(message);
		if (change_route(socket, message))
			return -1;
	}
	return 0;
}

static int enter(int network)
{
	return setns(network, CLONE_NEWNET) ? -1 : open_route();
}

/* the kernel moves first and renames then: a name that is taken would leave the device moved */
static int require_free(int network, const char *name)
{
	if (setns(network, CLONE_NEWNET))
		return -1;
	errno = EEXIST;
	return if_nametoindex(name) ? -1 : 0;
}

static int leave(int socket, struct addresses *kept, int to, const char *name)
{
	struct link_request move = change_of(kept->device);
	struct {
		struct nlmsghdr head;
		struct ifaddrmsg address;
	} addresses = { { .nlmsg_len = sizeof(addresses), .nlmsg_type = RTM_GETADDR }, { 0 } };

	if (read_routes(socket, &addresses.head, keep_address, kept))
		return -1;
	add_attribute(&move, IFLA_NET_NS_FD, &to, sizeof(to));
	add_attribute(&move, IFLA_IFNAME, name, strlen(name) + 1);
	return change_route(socket, &move.head);
}

static int arrive(int socket, const char *name, bool up, struct addresses *kept)
{
	struct link_request raise = change_of((int)if_nametoindex(name));

	if (raise.link.ifi_index == 0 || add_addresses(socket, kept, raise.link.ifi_index))
		return -1;
	raise.link.ifi_flags = raise.link.ifi_change = IFF_UP;
	return up ? change_route(socket, &raise.head) : 0;
}

int move_device(int from, int to, struct device_move *move, bool up)
{
	struct addresses kept = { .length = 0 };
	struct ifreq asked = { 0 };
	int socket, failed;

	memcpy(asked.ifr_name, move->device, IFNAMSIZ);
	if (require_free(to, move->name) || (socket = enter(from)) < 0)
		return -1;
	failed = ioctl(socket, SIOCGIFINDEX, &asked);
	kept.device = asked.ifr_ifindex;
	failed = failed || ioctl(socket, SIOCGIFFLAGS, &asked) || leave(socket, &kept, to, move->name);
	move->was_up = asked.ifr_flags & IFF_UP;
	close(socket);
	if (failed)
		return -1;
	if ((socket = enter(to)) < 0)
		return 1;
	failed = arrive(socket, move->name, up, &kept);
	close(socket);
	return failed ? 1 : 0;
}
