#pragma once

#include <sys/socket.h>

#include "include/probe_socket.h"

/* What a socket's address is; -1 for one of another kind. */
int peer_of_name(const struct sockaddr_storage *name, platform_peer *peer);
