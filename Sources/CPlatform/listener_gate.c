#define _GNU_SOURCE
#include "include/listener_gate.h"

#include <errno.h>
#include <linux/filter.h>
#include <netinet/in.h>
#include <sys/socket.h>

static int is_tcp(int descriptor) {
    int protocol = 0;
    socklen_t size = sizeof protocol;
    if (getsockopt(descriptor, SOL_SOCKET, SO_PROTOCOL, &protocol, &size) < 0) return 0;
    if (protocol != IPPROTO_TCP) errno = EPROTOTYPE;
    return protocol == IPPROTO_TCP;
}

int platform_listener_gate_close(int descriptor) {
    struct sock_filter nothing = BPF_STMT(BPF_RET | BPF_K, 0);
    struct sock_fprog program = {.len = 1, .filter = &nothing};
    if (!is_tcp(descriptor)) return -1;
    return setsockopt(descriptor, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof program);
}

int platform_listener_gate_open(int descriptor) {
    int ignored = 0;
    if (!is_tcp(descriptor)) return -1;
    return setsockopt(descriptor, SOL_SOCKET, SO_DETACH_FILTER, &ignored, sizeof ignored);
}
