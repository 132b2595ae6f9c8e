#define _GNU_SOURCE
#include "include/probe_socket.h"

#include <arpa/inet.h>
#include <endian.h>
#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "peer_name.h"

int platform_probe_socket_tcp(int is_v6) {
    int descriptor = socket(is_v6 ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (descriptor < 0) return -1;
    struct linger reset = {.l_onoff = 1, .l_linger = 0};
    setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
    return descriptor;
}

int platform_probe_socket_udp(int is_v6) {
    return socket(is_v6 ? AF_INET6 : AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
}

void platform_probe_close_gently(int descriptor) {
    struct linger gentle = {.l_onoff = 0};
    setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &gentle, sizeof gentle);
}

int platform_probe_connect(int descriptor, platform_peer peer) {
    if (!peer.is_v6) {
        struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(peer.port)};
        address.sin_addr.s_addr = htonl((uint32_t)peer.low);
        return connect(descriptor, (struct sockaddr *)&address, sizeof address);
    }
    struct sockaddr_in6 address = {.sin6_family = AF_INET6, .sin6_port = htons(peer.port)};
    uint64_t halves[2] = {htobe64(peer.high), htobe64(peer.low)};
    memcpy(&address.sin6_addr, halves, sizeof halves);
    return connect(descriptor, (struct sockaddr *)&address, sizeof address);
}

int platform_probe_error(int descriptor) {
    int error = 0;
    socklen_t size = sizeof error;
    return getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &error, &size) < 0 ? errno : error;
}

int platform_probe_is_self_connected(int descriptor) {
    struct sockaddr_storage own, peer;
    socklen_t own_size = sizeof own, peer_size = sizeof peer;
    memset(&own, 0, sizeof own);
    memset(&peer, 0, sizeof peer);
    if (getsockname(descriptor, (struct sockaddr *)&own, &own_size) < 0) return 0;
    if (getpeername(descriptor, (struct sockaddr *)&peer, &peer_size) < 0) return 0;
    return own_size == peer_size && memcmp(&own, &peer, own_size) == 0;
}

long platform_probe_send(int descriptor, const void *bytes, unsigned long count) {
    return send(descriptor, bytes, count, MSG_NOSIGNAL | MSG_DONTWAIT);
}

int platform_probe_local_name(int descriptor, platform_peer *own) {
    struct sockaddr_storage name;
    socklen_t size = sizeof name;
    memset(&name, 0, sizeof name);
    return getsockname(descriptor, (struct sockaddr *)&name, &size) < 0 ? -1 : peer_of_name(&name, own);
}

int platform_probe_peer_name(int descriptor, platform_peer *peer) {
    struct sockaddr_storage name;
    socklen_t size = sizeof name;
    memset(&name, 0, sizeof name);
    return getpeername(descriptor, (struct sockaddr *)&name, &size) < 0 ? -1 : peer_of_name(&name, peer);
}
