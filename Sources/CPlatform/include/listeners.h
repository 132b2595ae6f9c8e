#pragma once

#include <stdint.h>

/* Who has a port of this host, asked of the kernel (sock_diag(7)). */

typedef struct {
    uint32_t user;
    /* As in the links of /proc/PID/fd. */
    uint32_t inode;
} platform_listener;

/* The sockets that listen at a TCP port, or are bound to a UDP port, at any address: how many of them, of which at most
   `capacity` are told. */
int platform_listeners(uint16_t port, int is_udp, platform_listener *found, int capacity);

/* How many connections wait at a listening TCP socket for somebody who accepts them; -1 for another kind of socket. */
int platform_listener_waiting(int descriptor);
/* A connection to a listening TCP socket of ours, begun without waiting for it. */
int platform_listener_connect(int descriptor);
