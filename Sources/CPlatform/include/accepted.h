#pragma once

#include "probe_socket.h"

/* Takes a connection that waits, without waiting for one: a blocking, close-on-exec descriptor. -1 where none is there.
   `peer` is told whose it is, `has_peer` whether it comes from an address at all. */
int platform_accept_waiting(int listener, platform_peer *peer, int *has_peer);
/* Closes a connection so that the other end hears of it at once. */
void platform_connection_reset(int descriptor);
/* What is there to be read: 1 for something, 0 for the end, -1 for nothing yet. */
int platform_connection_peek(int descriptor);
