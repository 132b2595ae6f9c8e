#pragma once

#include <stdint.h>

/* What a socket is and where it is bound. */

enum {
    PLATFORM_SOCKET_OTHER,
    PLATFORM_SOCKET_TCP,
    PLATFORM_SOCKET_UDP,
    PLATFORM_SOCKET_LOCAL,
};

typedef struct {
    int kind;
    uint8_t is_datagram;
    uint8_t listens;
    /* 0 where it has none. */
    uint16_t port;
    /* As in the links of /proc/PID/fd. */
    uint64_t inode;
    /* "127.0.0.1", "::1", a path, "@NAME"; empty where it is bound nowhere. */
    char place[128];
} platform_socket_name;

int platform_socket_name_of(int descriptor, platform_socket_name *name);
