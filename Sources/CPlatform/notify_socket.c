#define _GNU_SOURCE
#include "include/notify_socket.h"

#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static int bind_anywhere(int descriptor, char *name, uint32_t capacity) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    socklen_t size = sizeof address.sun_family;
    int one = 1;
    if (setsockopt(descriptor, SOL_SOCKET, SO_PASSCRED, &one, sizeof one) < 0) return -1;
    if (bind(descriptor, (struct sockaddr *)&address, size) < 0) return -1;
    size = sizeof address;
    memset(&address, 0, sizeof address);
    if (getsockname(descriptor, (struct sockaddr *)&address, &size) < 0) return -1;
    int length = (int)(size - offsetof(struct sockaddr_un, sun_path)) - 1;
    if (length < 1 || (uint32_t)length + 2 > capacity) {
        errno = ENAMETOOLONG;
        return -1;
    }
    snprintf(name, capacity, "@%.*s", length, address.sun_path + 1);
    return 0;
}

int platform_notify_open(char *name, uint32_t capacity) {
    int descriptor = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (descriptor < 0 || bind_anywhere(descriptor, name, capacity) == 0) return descriptor;
    int error = errno;
    close(descriptor);
    errno = error;
    return -1;
}

static void close_all(struct cmsghdr *header) {
    size_t count = (header->cmsg_len - CMSG_LEN(0)) / sizeof(int);
    for (size_t i = 0; i < count; i++) {
        int descriptor;
        memcpy(&descriptor, CMSG_DATA(header) + i * sizeof descriptor, sizeof descriptor);
        close(descriptor);
    }
}

long platform_notify_receive(int descriptor, void *bytes, uint32_t capacity, pid_t *sender, uid_t *user) {
    /* Room for credentials and for all the descriptors that one message may bring: what does not fit is closed by the kernel. */
    char control[CMSG_SPACE(sizeof(struct ucred)) + CMSG_SPACE(253 * sizeof(int))];
    struct iovec piece = {.iov_base = bytes, .iov_len = capacity};
    struct msghdr message = {
        .msg_iov = &piece, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};
    *sender = 0;
    *user = (uid_t)-1;
    long count = recvmsg(descriptor, &message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
    if (count < 0) return -1;
    for (struct cmsghdr *header = CMSG_FIRSTHDR(&message); header; header = CMSG_NXTHDR(&message, header)) {
        if (header->cmsg_level != SOL_SOCKET) continue;
        if (header->cmsg_type == SCM_RIGHTS) close_all(header);
        if (header->cmsg_type != SCM_CREDENTIALS) continue;
        struct ucred credentials;
        memcpy(&credentials, CMSG_DATA(header), sizeof credentials);
        *sender = credentials.pid;
        *user = credentials.uid;
    }
    return count;
}
