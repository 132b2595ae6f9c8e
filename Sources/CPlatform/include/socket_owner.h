#pragma once

#include <stdint.h>

#include "probe_socket.h"

/* Whose a TCP or UDP socket of this network namespace is, as any user may ask the kernel (sock_diag(7)). */

typedef struct {
    /* As this process's user namespace calls it. */
    uint32_t uid;
    /* 0 while no process holds the socket: not accepted yet, or closed already. */
    uint32_t inode;
    /* The control group (v2) that the socket was made in; 0 where the kernel does not tell. */
    uint64_t cgroup;
    /* TCP_ESTABLISHED and so on, as in /proc/net/tcp. */
    uint8_t state;
    /* Its own. */
    uint16_t port;
} platform_socket_owner;

enum {
    PLATFORM_TCP_ESTABLISHED = 1,
    PLATFORM_TCP_LISTEN = 10,
};

/* A descriptor for the questions below. */
int platform_socket_owner_open(void);
/* The socket at `local` of a connection with `remote`. 0 where there is none here. */
int platform_socket_owner_of_connection(
    int query, platform_peer local, platform_peer remote, platform_socket_owner *owner);
/* The socket that a connection to `local` would be given to, be it bound to all addresses. 0 where there is none. */
int platform_socket_owner_of_listener(int query, platform_peer local, platform_socket_owner *owner);
/* The UDP socket that a datagram to `local` would be given to, be it bound to all addresses. 0 where there is none. */
int platform_socket_owner_of_receiver(int query, platform_peer local, platform_socket_owner *owner);
