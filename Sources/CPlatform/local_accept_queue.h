#pragma once

#include "include/accept_queue.h"

/* Who waits at the Unix stream socket of that number. What a client has said who is gone is not told by the kernel, nor what
   one has in another network namespace: both count as with data. Likewise EMSGSIZE where about a thousand wait. */
int local_accept_queue_look(uint64_t inode, platform_accept_queue *queue);
