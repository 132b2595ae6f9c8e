#define _GNU_SOURCE
#include "include/listeners.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "socket_dump.h"

/* The kernel's numbers of states (include/net/tcp_states.h): a UDP socket that is bound is closed, as it calls it. */
enum { state_close = 7, state_listen = 10 };

typedef struct {
    uint16_t port;
    platform_listener *found;
    int capacity;
    int count;
} search;

static void note(const struct nlmsghdr *header, void *context) {
    search *search = context;
    if (header->nlmsg_len < NLMSG_LENGTH(sizeof(struct inet_diag_msg))) return;
    struct inet_diag_msg row;
    memcpy(&row, NLMSG_DATA(header), sizeof row);
    if (ntohs(row.id.idiag_sport) != search->port) return;
    if (search->count < search->capacity) {
        search->found[search->count] = (platform_listener){.user = row.idiag_uid, .inode = row.idiag_inode};
    }
    search->count++;
}

static int ask(search *search, int family, int is_udp) {
    struct {
        struct nlmsghdr header;
        struct inet_diag_req_v2 question;
    } request;
    memset(&request, 0, sizeof request);
    request.question.sdiag_family = (uint8_t)family;
    request.question.sdiag_protocol = is_udp ? IPPROTO_UDP : IPPROTO_TCP;
    request.question.idiag_states = 1U << (is_udp ? state_close : state_listen);
    request.question.id.idiag_sport = htons(search->port);
    return socket_dump(&request, sizeof request, note, search);
}

int platform_listeners(uint16_t port, int is_udp, platform_listener *found, int capacity) {
    search search = {.port = port, .found = found, .capacity = capacity};
    if (ask(&search, AF_INET, is_udp) < 0 || ask(&search, AF_INET6, is_udp) < 0) return -1;
    return search.count;
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
