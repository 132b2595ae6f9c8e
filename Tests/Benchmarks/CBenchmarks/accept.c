#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "include/CBenchmarks.h"

static int listen_on(benchmark_endpoint endpoint) {
    int descriptor = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0), yes = 1;
    if (descriptor < 0) return -1;
    setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    struct sockaddr_in own = {.sin_family = AF_INET, .sin_port = htons(endpoint.port)};
    own.sin_addr.s_addr = htonl(endpoint.address);
    if (bind(descriptor, (struct sockaddr *)&own, sizeof own) < 0) return -1;
    return listen(descriptor, 256) < 0 ? -1 : descriptor;
}

int benchmark_accept(const benchmark_endpoint *endpoints, size_t count, void (*ready)(void)) {
    int epoll = epoll_create1(EPOLL_CLOEXEC);
    for (size_t i = 0; i < count; i++) {
        int listener = listen_on(endpoints[i]);
        if (listener < 0) return -1;
        struct epoll_event interest = {.events = EPOLLIN, .data.fd = listener};
        epoll_ctl(epoll, EPOLL_CTL_ADD, listener, &interest);
    }
    ready();
    for (;;) {
        struct epoll_event events[256];
        int pending = epoll_wait(epoll, events, 256, -1);
        for (int i = 0; i < pending; i++) {
            int peer;
            while ((peer = accept4(events[i].data.fd, NULL, NULL, SOCK_NONBLOCK)) >= 0) close(peer);
        }
    }
}
