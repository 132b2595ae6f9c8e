#pragma once

#include <stdint.h>

/* How many connections are open at ports and paths of this host, as the kernel counts them (sock_diag(7)): those that a
   program has accepted and not closed, and those that wait to be accepted. */

/* TCP, of both families, by their local port. `ports` ascend; `counts` has as many. */
int platform_open_connections(const uint16_t *ports, uint32_t *counts, uint32_t count);
/* Unix stream sockets, by the path that their listener was bound to. */
int platform_open_local_connections(const char *const *paths, uint32_t *counts, uint32_t count);
