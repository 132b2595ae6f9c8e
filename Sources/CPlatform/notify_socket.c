#define _GNU_SOURCE
#include "include/notify_socket.h"

#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

int platform_notify_name(int descriptor, char *name, uint32_t capacity) {
    struct sockaddr_un address;
    socklen_t size = sizeof address;
    memset(&address, 0, sizeof address);
    if (getsockname(descriptor, (struct sockaddr *)&address, &size) < 0) return -1;
    int length = (int)(size - offsetof(struct sockaddr_un, sun_path)) - 1;
    if (address.sun_family != AF_UNIX || length < 1 || (uint32_t)length + 2 > capacity) {
        errno = ENAMETOOLONG;
        return -1;
    }
    snprintf(name, capacity, "@%.*s", length, address.sun_path + 1);
    return 0;
}

static int bind_anywhere(int descriptor, char *name, uint32_t capacity) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int one = 1;
    if (setsockopt(descriptor, SOL_SOCKET, SO_PASSCRED, &one, sizeof one) < 0) return -1;
    if (bind(descriptor, (struct sockaddr *)&address, sizeof address.sun_family) < 0) return -1;
    return platform_notify_name(descriptor, name, capacity);
}

int platform_notify_open(char *name, uint32_t capacity) {
    int descriptor = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (descriptor < 0 || bind_anywhere(descriptor, name, capacity) == 0) return descriptor;
    int error = errno;
    close(descriptor);
    errno = error;
    return -1;
}

/* Those beyond the capacity are closed. Returns how many there are with these. */
static uint32_t take(struct cmsghdr *header, int *descriptors, uint32_t taken, uint32_t capacity) {
    size_t count = (header->cmsg_len - CMSG_LEN(0)) / sizeof(int);
    for (size_t i = 0; i < count; i++) {
        int descriptor;
        memcpy(&descriptor, CMSG_DATA(header) + i * sizeof descriptor, sizeof descriptor);
        if (taken < capacity) descriptors[taken++] = descriptor;
        else close(descriptor);
    }
    return taken;
}

long platform_notify_receive(
    int descriptor, void *bytes, uint32_t capacity, pid_t *sender, uid_t *user, int *descriptors, uint32_t *descriptor_count) {
    /* Room for credentials and for all the descriptors that one message may bring: what does not fit is closed by the kernel. */
    char control[CMSG_SPACE(sizeof(struct ucred)) + CMSG_SPACE(253 * sizeof(int))];
    struct iovec piece = {.iov_base = bytes, .iov_len = capacity};
    struct msghdr message = {
        .msg_iov = &piece, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof control};
    uint32_t room = descriptors ? *descriptor_count : 0, taken = 0;
    if (descriptor_count) *descriptor_count = 0;
    *sender = 0;
    *user = (uid_t)-1;
    long count = recvmsg(descriptor, &message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
    if (count < 0) return -1;
    for (struct cmsghdr *header = CMSG_FIRSTHDR(&message); header; header = CMSG_NXTHDR(&message, header)) {
        if (header->cmsg_level != SOL_SOCKET) continue;
        if (header->cmsg_type == SCM_RIGHTS) taken = take(header, descriptors, taken, room);
        if (header->cmsg_type != SCM_CREDENTIALS) continue;
        struct ucred credentials;
        memcpy(&credentials, CMSG_DATA(header), sizeof credentials);
        *sender = credentials.pid;
        *user = credentials.uid;
    }
    if (descriptor_count) *descriptor_count = taken;
    return count;
}

static int place_of(const char *name, struct sockaddr_un *address, socklen_t *size) {
    size_t length = strlen(name);
    *address = (struct sockaddr_un){.sun_family = AF_UNIX};
    if ((name[0] != '/' && name[0] != '@') || length >= sizeof address->sun_path) {
        errno = EINVAL;
        return -1;
    }
    memcpy(address->sun_path, name, length);
    if (name[0] == '@') address->sun_path[0] = 0;
    *size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + length);
    return 0;
}

int platform_notify_send(const char *name, const void *bytes, uint32_t size) {
    struct sockaddr_un address;
    socklen_t address_size;
    if (place_of(name, &address, &address_size) < 0) return -1;
    int descriptor = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (descriptor < 0) return -1;
    struct timeval patience = {.tv_sec = 5};
    setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    ssize_t sent = sendto(descriptor, bytes, size, MSG_NOSIGNAL, (struct sockaddr *)&address, address_size);
    int error = errno;
    close(descriptor);
    errno = error;
    return sent < 0 ? -1 : 0;
}
