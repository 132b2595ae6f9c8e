#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "include/CBenchmarks.h"

enum { chunk_size = 1 << 18, most_at_once = 4096 };

static struct sockaddr_in loopback(uint16_t port) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

/* A single byte is answered at once, a stream at its end. */
static int serve(int peer, char *chunk, uint64_t *heard) {
    for (;;) {
        ssize_t count = recv(peer, chunk, chunk_size, MSG_DONTWAIT);
        if (count < 0) return errno == EAGAIN;
        if (count == 0) {
            if (*heard > 1) send(peer, "x", 1, MSG_NOSIGNAL);
            return 0;
        }
        *heard += (uint64_t)count;
        if (*heard == 1 && send(peer, "x", 1, MSG_NOSIGNAL) != 1) return 0;
    }
}

int benchmark_sink(void (*ready)(uint16_t port)) {
    static uint64_t heard[1 << 16];
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    struct sockaddr_in own = loopback(0);
    socklen_t size = sizeof own;
    if (bind(listener, (struct sockaddr *)&own, size) < 0 || listen(listener, most_at_once) < 0) return -1;
    if (getsockname(listener, (struct sockaddr *)&own, &size) < 0) return -1;
    int epoll = epoll_create1(EPOLL_CLOEXEC);
    struct epoll_event interest = {.events = EPOLLIN, .data.fd = listener};
    epoll_ctl(epoll, EPOLL_CTL_ADD, listener, &interest);
    char *chunk = malloc(chunk_size);
    ready(ntohs(own.sin_port));
    for (;;) {
        struct epoll_event events[256];
        int count = epoll_wait(epoll, events, 256, -1);
        for (int i = 0; i < count; i++) {
            int peer = events[i].data.fd;
            if (peer != listener) {
                if (!serve(peer, chunk, &heard[peer])) close(peer);
                continue;
            }
            while ((peer = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0) {
                if (peer >= 1 << 16) return -1;
                heard[peer] = 0;
                interest.data.fd = peer;
                epoll_ctl(epoll, EPOLL_CTL_ADD, peer, &interest);
            }
        }
    }
}

int benchmark_stream(uint16_t port, uint64_t bytes) {
    int peer = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct sockaddr_in address = loopback(port);
    char *chunk = calloc(1, chunk_size), answer;
    int failed = connect(peer, (struct sockaddr *)&address, sizeof address) < 0;
    while (!failed && bytes > 0) {
        ssize_t count = send(peer, chunk, bytes < chunk_size ? bytes : chunk_size, MSG_NOSIGNAL);
        if (count <= 0) failed = 1;
        else bytes -= (uint64_t)count;
    }
    shutdown(peer, SHUT_WR);
    if (!failed && recv(peer, &answer, 1, 0) != 1) failed = 1;
    int error = errno;
    close(peer);
    free(chunk);
    errno = error;
    return failed ? -1 : 0;
}

static int begin(int epoll, const struct sockaddr_in *address) {
    int peer = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (peer < 0) return -1;
    if (connect(peer, (const struct sockaddr *)address, sizeof *address) < 0 && errno != EINPROGRESS) return -1;
    struct epoll_event interest = {.events = EPOLLIN | EPOLLOUT | EPOLLET, .data.u64 = (uint64_t)peer << 1};
    return epoll_ctl(epoll, EPOLL_CTL_ADD, peer, &interest);
}

int benchmark_connections(uint16_t port, int count, int window) {
    int epoll = epoll_create1(EPOLL_CLOEXEC), begun = 0, ended = 0;
    struct sockaddr_in address = loopback(port);
    static char asked[1 << 16];
    memset(asked, 0, sizeof asked);
    for (; begun < window && begun < count; begun++) {
        if (begin(epoll, &address) < 0) goto failed;
    }
    while (ended < count) {
        struct epoll_event events[256];
        int happened = epoll_wait(epoll, events, 256, 10000);
        if (happened <= 0) goto failed;
        for (int i = 0; i < happened; i++) {
            int peer = (int)(events[i].data.u64 >> 1);
            char answer;
            if (!asked[peer] && events[i].events & EPOLLOUT) {
                if (send(peer, "x", 1, MSG_NOSIGNAL) != 1) goto failed;
                asked[peer] = 1;
            }
            if (!(events[i].events & (EPOLLIN | EPOLLERR | EPOLLHUP))) continue;
            if (recv(peer, &answer, 1, 0) != 1) goto failed;
            asked[peer] = 0;
            close(peer);
            ended++;
            if (begun < count) {
                begun++;
                if (begin(epoll, &address) < 0) goto failed;
            }
        }
    }
    close(epoll);
    return 0;
failed:
    close(epoll);
    return -1;
}
