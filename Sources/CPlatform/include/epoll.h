#pragma once

#include <stdint.h>

/* epoll(7) with 64-bit tokens, without the packed union of <sys/epoll.h>. */

typedef struct {
    uint64_t token;
    /* EPOLL* bits, as below. */
    uint32_t ready;
} platform_event;

enum {
    PLATFORM_READABLE = 0x1,
    PLATFORM_WRITABLE = 0x4,
    /* The connection is broken. */
    PLATFORM_ERROR = 0x8,
    /* Both sides have ended. */
    PLATFORM_HANG_UP = 0x10,
    /* The peer sends nothing more. */
    PLATFORM_PEER_ENDED = 0x2000,
};

/* An interest that is reported when it changes only. */
#define PLATFORM_EDGES 0x80000000u

/* A close-on-exec epoll descriptor. */
int platform_epoll_open(void);
/* Watches the descriptor, level-triggered without PLATFORM_EDGES, until it is closed; errors and hang-ups are always reported. */
int platform_epoll_add(int epoll, int descriptor, uint32_t interest, uint64_t token);
/* Stops watching the descriptor, if it was watched. */
void platform_epoll_remove(int epoll, int descriptor);
/* Waits at most `milliseconds` (-1: for ever). Returns the number of events, 0 also where a signal came. */
int platform_epoll_wait(int epoll, platform_event *events, int capacity, int milliseconds);
