#define _GNU_SOURCE
#include "socket_dump.h"

#include <errno.h>
#include <linux/rtnetlink.h>
#include <linux/sock_diag.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static int send_request(int descriptor, void *request, uint32_t size, uint16_t flags) {
    *(struct nlmsghdr *)request = (struct nlmsghdr){
        .nlmsg_len = size, .nlmsg_type = SOCK_DIAG_BY_FAMILY, .nlmsg_flags = NLM_F_REQUEST | flags};
    struct sockaddr_nl kernel = {.nl_family = AF_NETLINK};
    return sendto(descriptor, request, size, 0, (struct sockaddr *)&kernel, sizeof kernel) < 0 ? -1 : 0;
}

static int error_of(const struct nlmsghdr *header) {
    struct nlmsgerr failure = {0};
    if (header->nlmsg_len >= NLMSG_LENGTH(sizeof failure)) memcpy(&failure, NLMSG_DATA(header), sizeof failure);
    errno = failure.error < 0 ? -failure.error : EPROTO;
    return -1;
}

/* 1 where more is to come. */
static int read_part(const char *bytes, int left, socket_row each, void *context) {
    for (struct nlmsghdr *at = (struct nlmsghdr *)bytes; NLMSG_OK(at, left); at = NLMSG_NEXT(at, left)) {
        if (at->nlmsg_type == NLMSG_DONE) return 0;
        if (at->nlmsg_type == NLMSG_ERROR) return error_of(at);
        if (at->nlmsg_type == SOCK_DIAG_BY_FAMILY) each(at, context);
        if (!(at->nlmsg_flags & NLM_F_MULTI)) return 0;
    }
    return 1;
}

/* The kernel makes each part while the one before is read, so that there is nothing to wait for. */
static int read_answer(int descriptor, socket_row each, void *context) {
    _Alignas(struct nlmsghdr) char bytes[32768];
    int parts = 0;
    while (1) {
        struct sockaddr_nl sender = {0};
        socklen_t size = sizeof sender;
        ssize_t received =
            recvfrom(descriptor, bytes, sizeof bytes, MSG_DONTWAIT, (struct sockaddr *)&sender, &size);
        if (received < 0 && errno == EINTR) continue;
        if (received <= 0) return -1;
        if (size != sizeof sender || sender.nl_pid != 0) continue;
        if (parts < INT32_MAX) parts++;
        int more = read_part(bytes, (int)received, each, context);
        if (more <= 0) return more < 0 ? -1 : parts;
    }
}

static int ask(void *request, uint32_t size, uint16_t flags, socket_row each, void *context) {
    int descriptor = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
    if (descriptor < 0) return -1;
    int failed = send_request(descriptor, request, size, flags) < 0;
    int parts = failed ? -1 : read_answer(descriptor, each, context);
    int error = errno;
    close(descriptor);
    errno = error;
    return parts;
}

int socket_dump(void *request, uint32_t size, socket_row each, void *context) {
    return ask(request, size, NLM_F_DUMP, each, context);
}

int socket_ask(void *request, uint32_t size, socket_row each, void *context) {
    return ask(request, size, 0, each, context);
}

const void *socket_row_attribute(
    const struct nlmsghdr *row, uint32_t fixed, uint16_t type, uint32_t least, uint32_t *length) {
    if (row->nlmsg_len < NLMSG_SPACE(fixed)) return NULL;
    int left = (int)(row->nlmsg_len - NLMSG_SPACE(fixed));
    const struct rtattr *at = (const struct rtattr *)((const char *)NLMSG_DATA(row) + NLMSG_ALIGN(fixed));
    for (; RTA_OK(at, left); at = RTA_NEXT(at, left)) {
        if (at->rta_type != type || RTA_PAYLOAD(at) < least) continue;
        if (length) *length = (uint32_t)RTA_PAYLOAD(at);
        return RTA_DATA(at);
    }
    return NULL;
}
