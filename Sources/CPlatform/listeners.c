#define _GNU_SOURCE
#include "include/listeners.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* The kernel's numbers of states (include/net/tcp_states.h): a UDP socket that is bound is closed, as it calls it. */
enum { state_close = 7, state_listen = 10 };

typedef struct {
    uint16_t port;
    platform_listener *found;
    int capacity;
    int count;
} search;

static int ask(int descriptor, int family, int is_udp, uint16_t port) {
    struct {
        struct nlmsghdr header;
        struct inet_diag_req_v2 question;
    } request;
    memset(&request, 0, sizeof request);
    request.header.nlmsg_len = sizeof request;
    request.header.nlmsg_type = SOCK_DIAG_BY_FAMILY;
    request.header.nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
    request.question.sdiag_family = (uint8_t)family;
    request.question.sdiag_protocol = is_udp ? IPPROTO_UDP : IPPROTO_TCP;
    request.question.idiag_states = 1U << (is_udp ? state_close : state_listen);
    request.question.id.idiag_sport = htons(port);
    return send(descriptor, &request, sizeof request, 0) < 0 ? -1 : 0;
}

static void note(search *search, const struct nlmsghdr *header) {
    if (header->nlmsg_len < NLMSG_LENGTH(sizeof(struct inet_diag_msg))) return;
    struct inet_diag_msg row;
    memcpy(&row, NLMSG_DATA(header), sizeof row);
    if (ntohs(row.id.idiag_sport) != search->port) return;
    if (search->count < search->capacity) {
        search->found[search->count] = (platform_listener){.user = row.idiag_uid, .inode = row.idiag_inode};
    }
    search->count++;
}

static int error_of(const struct nlmsghdr *header) {
    struct nlmsgerr failure = {0};
    if (header->nlmsg_len >= NLMSG_LENGTH(sizeof failure)) memcpy(&failure, NLMSG_DATA(header), sizeof failure);
    errno = failure.error < 0 ? -failure.error : EPROTO;
    return -1;
}

/* An answer comes in as many messages as it takes. */
static int read_answer(int descriptor, search *search) {
    _Alignas(struct nlmsghdr) char bytes[16384];
    while (1) {
        ssize_t received = recv(descriptor, bytes, sizeof bytes, 0);
        if (received < 0 && errno == EINTR) continue;
        if (received <= 0) return -1;
        unsigned left = (unsigned)received;
        for (struct nlmsghdr *at = (struct nlmsghdr *)bytes; NLMSG_OK(at, left); at = NLMSG_NEXT(at, left)) {
            if (at->nlmsg_type == NLMSG_DONE) return 0;
            if (at->nlmsg_type == NLMSG_ERROR) return error_of(at);
            if (at->nlmsg_type == SOCK_DIAG_BY_FAMILY) note(search, at);
        }
    }
}

int platform_listeners(uint16_t port, int is_udp, platform_listener *found, int capacity) {
    search search = {.port = port, .found = found, .capacity = capacity};
    int descriptor = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
    if (descriptor < 0) return -1;
    int failed = ask(descriptor, AF_INET, is_udp, port) < 0 || read_answer(descriptor, &search) < 0;
    failed = failed || ask(descriptor, AF_INET6, is_udp, port) < 0 || read_answer(descriptor, &search) < 0;
    int error = errno;
    close(descriptor);
    errno = error;
    return failed ? -1 : search.count;
}

int platform_listener_waiting(int descriptor) {
    struct tcp_info info;
    socklen_t size = sizeof info;
    memset(&info, 0, sizeof info);
    if (getsockopt(descriptor, IPPROTO_TCP, TCP_INFO, &info, &size) < 0) return -1;
    if (info.tcpi_state != state_listen) {
        errno = EINVAL;
        return -1;
    }
    /* Of a listening socket, the kernel tells the length of its queue here. */
    return (int)info.tcpi_unacked;
}

typedef union {
    struct sockaddr any;
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
} socket_address;

/* Where a socket that is bound to all addresses is reached from here. */
static void choose_loopback(socket_address *address) {
    if (address->any.sa_family == AF_INET && address->v4.sin_addr.s_addr == htonl(INADDR_ANY)) {
        address->v4.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    }
    if (address->any.sa_family == AF_INET6 && IN6_IS_ADDR_UNSPECIFIED(&address->v6.sin6_addr)) {
        address->v6.sin6_addr = in6addr_loopback;
    }
}

int platform_listener_connect(int descriptor) {
    socket_address address;
    socklen_t size = sizeof address;
    memset(&address, 0, sizeof address);
    if (getsockname(descriptor, &address.any, &size) < 0) return -1;
    choose_loopback(&address);
    int connection = socket(address.any.sa_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (connection < 0) return -1;
    if (connect(connection, &address.any, size) == 0 || errno == EINPROGRESS) return connection;
    int error = errno;
    close(connection);
    errno = error;
    return -1;
}
