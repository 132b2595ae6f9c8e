#pragma once

#include <stdint.h>

/* The sockets of a prober: non-blocking, close-on-exec. */

/* An address as its first and last 64 bits in host byte order; an IPv4 address is the lower half of `low`. */
typedef struct {
    uint64_t high;
    uint64_t low;
    uint16_t port;
    uint8_t is_v6;
} platform_peer;

/* TCP: close(2) resets the connection, so that a million probes leave no TIME_WAIT behind. */
int platform_probe_socket_tcp(int is_v6);
int platform_probe_socket_udp(int is_v6);
/* From now on close(2) says goodbye (FIN): for a TCP connection on which something has been said. */
void platform_probe_close_gently(int descriptor);
int platform_probe_connect(int descriptor, platform_peer peer);
/* The error that the socket has pending, and clears it: an errno, or 0. */
int platform_probe_error(int descriptor);
/* Whether a TCP socket is connected to itself, as connect(2) to a free local port sometimes ends. */
int platform_probe_is_self_connected(int descriptor);
/* send(2) that never raises SIGPIPE. */
long platform_probe_send(int descriptor, const void *bytes, unsigned long count);
/* The socket's own address. -1 where it has none. */
int platform_probe_local_name(int descriptor, platform_peer *own);
/* The address that it is connected to. -1 where it is not yet, or not any more. */
int platform_probe_peer_name(int descriptor, platform_peer *peer);
