#define _GNU_SOURCE
#include "peer_name.h"

#include <endian.h>
#include <errno.h>
#include <netinet/in.h>
#include <string.h>

int peer_of_name(const struct sockaddr_storage *name, platform_peer *peer) {
    if (name->ss_family == AF_INET) {
        const struct sockaddr_in *v4 = (const struct sockaddr_in *)name;
        *peer = (platform_peer){.low = ntohl(v4->sin_addr.s_addr), .port = ntohs(v4->sin_port)};
        return 0;
    }
    if (name->ss_family != AF_INET6) {
        errno = EAFNOSUPPORT;
        return -1;
    }
    const struct sockaddr_in6 *v6 = (const struct sockaddr_in6 *)name;
    uint64_t halves[2];
    memcpy(halves, &v6->sin6_addr, sizeof halves);
    *peer = (platform_peer){
        .high = be64toh(halves[0]), .low = be64toh(halves[1]), .port = ntohs(v6->sin6_port), .is_v6 = 1};
    return 0;
}
