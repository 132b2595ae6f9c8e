#define _GNU_SOURCE
#include "include/accepted.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "peer_name.h"

/* The listener may be blocking, for the sake of others that share it; nobody else takes from it meanwhile. */
static int has_waiting(int listener) {
    struct pollfd ready = {.fd = listener, .events = POLLIN};
    return poll(&ready, 1, 0) == 1 && ready.revents & POLLIN;
}

static int read_peer(const struct sockaddr_storage *name, platform_peer *peer) {
    if (peer_of_name(name, peer) < 0) return 0;
    int is_mapped = peer->is_v6 && peer->high == 0 && peer->low >> 32 == 0xFFFF;
    if (is_mapped) *peer = (platform_peer){.low = (uint32_t)peer->low, .port = peer->port};
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
