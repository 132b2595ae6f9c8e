#pragma once

#include <stdint.h>

#include "file_identity.h"

/* Unix sockets in the file system. */

enum {
    PLATFORM_PLACE_FREE,
    /* A socket file that no socket is bound to. */
    PLATFORM_PLACE_STALE,
    PLATFORM_PLACE_TAKEN,
    PLATFORM_PLACE_OTHER_FILE,
};

/* What is at a path; -1 also where it may not be known. Nobody who listens there notices. */
int platform_local_place(const char *path, platform_file_identity *identity);
/* Removes the file if it still is that one. */
int platform_local_remove(const char *path, const platform_file_identity *identity);

typedef struct {
    uint8_t is_datagram;
    /* Permission bits. */
    uint32_t mode;
    /* UINT32_MAX for ours. */
    uint32_t owner;
    uint32_t group;
} platform_local_file;

/* What of it failed. */
enum {
    PLATFORM_LOCAL_SOCKET = 1,
    PLATFORM_LOCAL_BIND,
    PLATFORM_LOCAL_OWNER,
    PLATFORM_LOCAL_MODE,
    PLATFORM_LOCAL_LISTEN,
};

/* A close-on-exec socket at a path where nothing is; one for connections listens. Nobody but the owner of its folder can have
   another file take its owner or mode. */
int platform_local_open(
    const char *path, const platform_local_file *file, platform_file_identity *identity, int *step);
