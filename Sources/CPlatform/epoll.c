#define _GNU_SOURCE
#include "include/epoll.h"

#include <errno.h>
#include <sys/epoll.h>

_Static_assert(PLATFORM_READABLE == EPOLLIN && PLATFORM_WRITABLE == EPOLLOUT, "the kernel's bits");
_Static_assert(PLATFORM_ERROR == EPOLLERR && PLATFORM_HANG_UP == EPOLLHUP, "the kernel's bits");
_Static_assert(PLATFORM_PEER_ENDED == EPOLLRDHUP && PLATFORM_EDGES == EPOLLET, "the kernel's bits");

int platform_epoll_open(void) { return epoll_create1(EPOLL_CLOEXEC); }

int platform_epoll_add(int epoll, int descriptor, uint32_t interest, uint64_t token) {
    struct epoll_event event = {.events = interest, .data.u64 = token};
    return epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &event);
}

void platform_epoll_remove(int epoll, int descriptor) { epoll_ctl(epoll, EPOLL_CTL_DEL, descriptor, 0); }

int platform_epoll_wait(int epoll, platform_event *events, int capacity, int milliseconds) {
    struct epoll_event ready[256];
    if (capacity > 256) capacity = 256;
    int count = epoll_wait(epoll, ready, capacity, milliseconds);
    if (count < 0) return errno == EINTR ? 0 : -1;
    for (int i = 0; i < count; i++) {
        events[i].token = ready[i].data.u64;
        events[i].ready = ready[i].events;
    }
    return count;
}
