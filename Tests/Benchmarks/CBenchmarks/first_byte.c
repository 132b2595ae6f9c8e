#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "include/CBenchmarks.h"

extern char **environ;

static int64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

/* Waits for a byte, and leaves. */
static int64_t hear(int descriptor, int64_t since) {
    struct pollfd ready = {.fd = descriptor, .events = POLLIN};
    char byte;
    ssize_t count = poll(&ready, 1, 20000) == 1 ? read(descriptor, &byte, 1) : -1;
    int64_t heard = now();
    close(descriptor);
    if (count == 0) errno = ECONNRESET;
    return count == 1 ? heard - since : -1;
}

int64_t benchmark_first_byte(uint16_t port) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int descriptor = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    int64_t start = now();
    if (connect(descriptor, (struct sockaddr *)&address, sizeof address) == 0 &&
        send(descriptor, "?", 1, MSG_NOSIGNAL) == 1) {
        return hear(descriptor, start);
    }
    int error = errno;
    close(descriptor);
    errno = error;
    return -1;
}

int64_t benchmark_start(const char *program) {
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) < 0) return -1;
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], 0);
    posix_spawn_file_actions_adddup2(&actions, ends[1], 1);
    char *arguments[] = {(char *)program, NULL};
    pid_t process;
    int64_t start = now();
    int error = posix_spawn(&process, program, &actions, NULL, arguments, environ);
    posix_spawn_file_actions_destroy(&actions);
    close(ends[1]);
    int64_t taken = error == 0 ? hear(ends[0], start) : -1;
    if (error == 0) waitpid(process, NULL, 0);
    else close(ends[0]);
    if (error != 0) errno = error;
    return taken;
}

int benchmark_scan(const uint16_t *ports, uint32_t port_count, uint32_t count) {
    struct sockaddr_in address = {.sin_family = AF_INET};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    for (uint32_t i = 0; i < count; i++) {
        int descriptor = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        address.sin_port = htons(ports[i % port_count]);
        int failed = connect(descriptor, (struct sockaddr *)&address, sizeof address) < 0;
        int error = errno;
        close(descriptor);
        errno = error;
        if (failed) return -1;
    }
    return 0;
}
