#define _GNU_SOURCE
#include "include/accepted.h"

#include <endian.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* The listener may be blocking, for the sake of others that share it; nobody else takes from it meanwhile. */
static int has_waiting(int listener) {
    struct pollfd ready = {.fd = listener, .events = POLLIN};
    return poll(&ready, 1, 0) == 1 && ready.revents & POLLIN;
}

static int read_peer(const struct sockaddr_storage *name, platform_peer *peer) {
    if (name->ss_family == AF_INET) {
        const struct sockaddr_in *v4 = (const struct sockaddr_in *)name;
        *peer = (platform_peer){.low = ntohl(v4->sin_addr.s_addr), .port = ntohs(v4->sin_port)};
        return 1;
    }
    if (name->ss_family != AF_INET6) return 0;
    const struct sockaddr_in6 *v6 = (const struct sockaddr_in6 *)name;
    uint64_t halves[2];
    memcpy(halves, &v6->sin6_addr, sizeof halves);
    *peer = (platform_peer){
        .high = be64toh(halves[0]), .low = be64toh(halves[1]), .port = ntohs(v6->sin6_port), .is_v6 = 1};
    if (IN6_IS_ADDR_V4MAPPED(&v6->sin6_addr)) {
        *peer = (platform_peer){.low = (uint32_t)peer->low, .port = peer->port};
    }
    return 1;
}

int platform_accept_waiting(int listener, platform_peer *peer, int *has_peer) {
    struct sockaddr_storage name;
    socklen_t size = sizeof name;
    memset(&name, 0, sizeof name);
    if (!has_waiting(listener)) {
        errno = EAGAIN;
        return -1;
    }
    int connection = accept4(listener, (struct sockaddr *)&name, &size, SOCK_CLOEXEC);
    *has_peer = connection >= 0 && read_peer(&name, peer);
    return connection;
}

void platform_connection_reset(int descriptor) {
    struct linger at_once = {.l_onoff = 1, .l_linger = 0};
    setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    close(descriptor);
}

int platform_connection_peek(int descriptor) {
    char byte;
    ssize_t count = recv(descriptor, &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    if (count > 0) return 1;
    return count == 0 || (errno != EAGAIN && errno != EINTR) ? 0 : -1;
}
