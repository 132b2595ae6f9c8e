#define _GNU_SOURCE
#include "include/socket_name.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

typedef union {
    struct sockaddr any;
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
    struct sockaddr_un local;
} socket_address;

static int option(int descriptor, int name) {
    int value = -1;
    socklen_t size = sizeof value;
    return getsockopt(descriptor, SOL_SOCKET, name, &value, &size) < 0 ? -1 : value;
}

static int kind_of(int descriptor) {
    int protocol = option(descriptor, SO_PROTOCOL);
    if (option(descriptor, SO_DOMAIN) == AF_UNIX) return PLATFORM_SOCKET_LOCAL;
    return protocol == IPPROTO_TCP   ? PLATFORM_SOCKET_TCP
           : protocol == IPPROTO_UDP ? PLATFORM_SOCKET_UDP
                                     : PLATFORM_SOCKET_OTHER;
}

static void put_path(const struct sockaddr_un *address, socklen_t size, char *place, size_t capacity) {
    size_t length = size > offsetof(struct sockaddr_un, sun_path) ? size - offsetof(struct sockaddr_un, sun_path) : 0;
    if (length > sizeof address->sun_path) length = sizeof address->sun_path;
    int is_abstract = length > 0 && address->sun_path[0] == 0;
    if (!is_abstract) length = strnlen(address->sun_path, length);
    if (length >= capacity) length = capacity - 1;
    memcpy(place, address->sun_path, length);
    if (is_abstract) place[0] = '@';
    place[length] = 0;
}

int platform_socket_name_of(int descriptor, platform_socket_name *name) {
    socket_address address;
    socklen_t size = sizeof address;
    struct stat status;
    memset(&address, 0, sizeof address);
    memset(name, 0, sizeof *name);
    if (fstat(descriptor, &status) < 0 || getsockname(descriptor, &address.any, &size) < 0) return -1;
    name->inode = status.st_ino;
    name->kind = kind_of(descriptor);
    name->is_datagram = option(descriptor, SO_TYPE) == SOCK_DGRAM;
    name->listens = option(descriptor, SO_ACCEPTCONN) == 1;
    switch (address.any.sa_family) {
    case AF_INET:
        name->port = ntohs(address.v4.sin_port);
        inet_ntop(AF_INET, &address.v4.sin_addr, name->place, sizeof name->place);
        return 0;
    case AF_INET6:
        name->port = ntohs(address.v6.sin6_port);
        inet_ntop(AF_INET6, &address.v6.sin6_addr, name->place, sizeof name->place);
        return 0;
    case AF_UNIX: put_path(&address.local, size, name->place, sizeof name->place); return 0;
    default: return 0;
    }
}
