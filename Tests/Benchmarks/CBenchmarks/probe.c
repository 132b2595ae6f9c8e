#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "include/CBenchmarks.h"

enum { largest_window = 1024 };

typedef struct {
    int epoll;
    int under_way;
    int descriptors[largest_window];
    uint64_t started[largest_window];
    int free_slots[largest_window];
    int free_count;
    benchmark_result result;
} loop;

static uint64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * 1000000000 + (uint64_t)time.tv_nsec;
}

static void count(loop *loop, int error, uint64_t started) {
    loop->result.waited += now() - started;
    if (error == 0)
        loop->result.answered++;
    else if (error == ECONNREFUSED)
        loop->result.refused++;
    else
        loop->result.failed++;
}

static void start(loop *loop, benchmark_endpoint endpoint) {
    uint64_t started = now();
    int descriptor = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (descriptor < 0) return count(loop, errno, started);
    struct linger reset = {.l_onoff = 1, .l_linger = 0};
    setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
    struct sockaddr_in peer = {.sin_family = AF_INET, .sin_port = htons(endpoint.port)};
    peer.sin_addr.s_addr = htonl(endpoint.address);
    int error = connect(descriptor, (struct sockaddr *)&peer, sizeof peer) == 0 ? 0 : errno;
    if (error != EINPROGRESS) {
        close(descriptor);
        return count(loop, error, started);
    }
    int slot = loop->free_slots[--loop->free_count];
    loop->descriptors[slot] = descriptor;
    loop->started[slot] = started;
    loop->under_way++;
    struct epoll_event interest = {.events = EPOLLOUT, .data.u32 = (uint32_t)slot};
    epoll_ctl(loop->epoll, EPOLL_CTL_ADD, descriptor, &interest);
}

static void end(loop *loop, int slot, int error) {
    close(loop->descriptors[slot]);
    loop->descriptors[slot] = -1;
    loop->free_slots[loop->free_count++] = slot;
    loop->under_way--;
    count(loop, error, loop->started[slot]);
}

/* What is still under way when nothing has come for the whole timeout is over. */
static void end_all(loop *loop) {
    for (int slot = 0; slot < largest_window; slot++)
        if (loop->descriptors[slot] >= 0) end(loop, slot, ETIMEDOUT);
}

static void wait_for_answers(loop *loop, int timeout_ms) {
    struct epoll_event events[256];
    int ready = epoll_wait(loop->epoll, events, 256, timeout_ms);
    if (ready == 0) return end_all(loop);
    for (int i = 0; i < ready; i++) {
        int slot = (int)events[i].data.u32, error = 0;
        socklen_t size = sizeof error;
        getsockopt(loop->descriptors[slot], SOL_SOCKET, SO_ERROR, &error, &size);
        end(loop, slot, error);
    }
}

benchmark_result benchmark_probe(const benchmark_endpoint *endpoints, size_t total, int window, int timeout_ms) {
    loop loop = {.epoll = epoll_create1(EPOLL_CLOEXEC), .free_count = window < largest_window ? window : largest_window};
    for (int slot = 0; slot < largest_window; slot++) loop.descriptors[slot] = -1;
    for (int slot = 0; slot < loop.free_count; slot++) loop.free_slots[slot] = slot;
    size_t next = 0;
    while (next < total || loop.under_way > 0) {
        while (next < total && loop.free_count > 0) start(&loop, endpoints[next++]);
        if (loop.under_way > 0) wait_for_answers(&loop, timeout_ms);
    }
    close(loop.epoll);
    return loop.result;
}
