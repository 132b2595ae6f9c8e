#pragma once

#include <stdint.h>

/* The connections that wait at a listening stream socket until somebody accepts them, as sock_diag(7) shows them. */

typedef struct {
    /* When the look began: all of them, and how many there may be. */
    uint32_t waiting;
    uint32_t room;
    /* Since then: those with something to read, or of which the kernel does not tell (Unix clients that are gone), */
    uint32_t with_data;
    /* those alive without, */
    uint32_t silent;
    /* and, of TCP, those that the client has ended without having said anything. What was reset is not seen. */
    uint32_t ended;
} platform_accept_queue;

/* Who waits there. EMSGSIZE for a Unix socket where about a thousand do. */
int platform_accept_queue_look(int listener, platform_accept_queue *queue);

/* Accepts the first `count` and closes them, as long as they have ended and there are any: how many. -1 with EISCONN where
   one had not ended. */
int platform_accept_queue_drop(int listener, uint32_t count);

/* Has connections enter the queue of a TCP socket once something has come (TCP_DEFER_ACCEPT), for up to `seconds`; 0 for at
   once. */
int platform_accept_defer(int listener, int seconds);
