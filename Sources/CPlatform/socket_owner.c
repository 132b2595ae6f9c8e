#define _GNU_SOURCE
#include "include/socket_owner.h"

#include <arpa/inet.h>
#include <endian.h>
#include <errno.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>

_Static_assert((int)PLATFORM_TCP_ESTABLISHED == (int)TCP_ESTABLISHED, "the kernel's states");
_Static_assert((int)PLATFORM_TCP_LISTEN == (int)TCP_LISTEN, "the kernel's states");

typedef struct {
    struct nlmsghdr header;
    struct inet_diag_req_v2 body;
} request_message;

int platform_socket_owner_open(void) {
    return socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, NETLINK_SOCK_DIAG);
}

static void put_address(__be32 words[4], platform_peer peer) {
    if (!peer.is_v6) {
        words[0] = htonl((uint32_t)peer.low);
        return;
    }
    uint64_t halves[2] = {htobe64(peer.high), htobe64(peer.low)};
    memcpy(words, halves, sizeof halves);
}

static uint64_t cgroup_of(struct inet_diag_msg *found, long size) {
    struct rtattr *attribute = (struct rtattr *)(found + 1);
    for (; RTA_OK(attribute, size); attribute = RTA_NEXT(attribute, size)) {
        if (attribute->rta_type != INET_DIAG_CGROUP_ID || RTA_PAYLOAD(attribute) < sizeof(uint64_t)) continue;
        uint64_t cgroup;
        memcpy(&cgroup, RTA_DATA(attribute), sizeof cgroup);
        return cgroup;
    }
    return 0;
}

/* 1 for an owner, 0 for none, -1 for an answer to something else. */
static int read_answer(struct nlmsghdr *answer, long size, uint32_t sequence, platform_socket_owner *owner) {
    if (!NLMSG_OK(answer, size) || answer->nlmsg_seq != sequence) return -1;
    if (answer->nlmsg_type != SOCK_DIAG_BY_FAMILY) return 0;
    long rest = (long)NLMSG_PAYLOAD(answer, sizeof(struct inet_diag_msg));
    if (rest < 0) return 0;
    struct inet_diag_msg *found = NLMSG_DATA(answer);
    owner->uid = found->idiag_uid;
    owner->inode = found->idiag_inode;
    owner->state = found->idiag_state;
    owner->port = ntohs(found->id.idiag_sport);
    owner->cgroup = cgroup_of(found, rest);
    return 1;
}

/* The kernel has answered before send(2) returns. */
static int ask(int query, int protocol, request_message *request, platform_socket_owner *owner) {
    static __thread uint32_t last_sequence;
    request->header = (struct nlmsghdr){
        .nlmsg_len = sizeof *request,
        .nlmsg_type = SOCK_DIAG_BY_FAMILY,
        .nlmsg_flags = NLM_F_REQUEST,
        .nlmsg_seq = ++last_sequence,
    };
    request->body.sdiag_protocol = (uint8_t)protocol;
    request->body.idiag_states = ~0u;
    memset(request->body.id.idiag_cookie, 0xFF, sizeof request->body.id.idiag_cookie);
    struct sockaddr_nl kernel = {.nl_family = AF_NETLINK};
    if (sendto(query, request, sizeof *request, 0, (struct sockaddr *)&kernel, sizeof kernel) < 0) return -1;
    for (;;) {
        union {
            struct nlmsghdr header;
            char bytes[4096];
        } answer;
        struct sockaddr_nl sender;
        socklen_t sender_size = sizeof sender;
        ssize_t size =
            recvfrom(query, &answer, sizeof answer, MSG_DONTWAIT, (struct sockaddr *)&sender, &sender_size);
        if (size < 0) return -1;
        if (sender_size != sizeof sender || sender.nl_pid != 0) continue;
        int found = read_answer(&answer.header, size, last_sequence, owner);
        if (found >= 0) return found;
    }
}

int platform_socket_owner_of_connection(
    int query, platform_peer local, platform_peer remote, platform_socket_owner *owner) {
    request_message request;
    memset(&request, 0, sizeof request);
    request.body.sdiag_family = local.is_v6 ? AF_INET6 : AF_INET;
    request.body.id.idiag_sport = htons(local.port);
    request.body.id.idiag_dport = htons(remote.port);
    put_address(request.body.id.idiag_src, local);
    put_address(request.body.id.idiag_dst, remote);
    int found = ask(query, IPPROTO_TCP, &request, owner);
    /* Where there is no connection, the kernel names the listener. */
    return found == 1 && owner->state == TCP_LISTEN ? 0 : found;
}

int platform_socket_owner_of_listener(int query, platform_peer local, platform_socket_owner *owner) {
    request_message request;
    memset(&request, 0, sizeof request);
    request.body.sdiag_family = local.is_v6 ? AF_INET6 : AF_INET;
    request.body.id.idiag_sport = htons(local.port);
    put_address(request.body.id.idiag_src, local);
    int found = ask(query, IPPROTO_TCP, &request, owner);
    return found == 1 && owner->state != TCP_LISTEN ? 0 : found;
}

/* For UDP the kernel takes the questioner's side: what is "source" there is where a datagram would come from. */
int platform_socket_owner_of_receiver(int query, platform_peer local, platform_socket_owner *owner) {
    request_message request;
    memset(&request, 0, sizeof request);
    request.body.sdiag_family = local.is_v6 ? AF_INET6 : AF_INET;
    request.body.id.idiag_dport = htons(local.port);
    put_address(request.body.id.idiag_dst, local);
    int found = ask(query, IPPROTO_UDP, &request, owner);
    return found == 1 && owner->port != local.port ? 0 : found;
}
