#pragma once

#include <stdint.h>

/* Which file: what else is at its path later is another one. */
typedef struct {
    uint64_t device;
    uint64_t inode;
} platform_file_identity;
