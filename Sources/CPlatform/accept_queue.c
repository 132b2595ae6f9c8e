#define _GNU_SOURCE
#include "include/accept_queue.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/inet_diag.h>
#include <linux/unix_diag.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "socket_dump.h"

enum { state_listen = 10 };

typedef union {
    struct sockaddr any;
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
    struct sockaddr_un local;
} socket_address;

typedef struct {
    socket_address address;
    socklen_t size;
    uint64_t inode;
    platform_accept_queue *queue;
} look;

static void count(platform_accept_queue *queue, int has_data, int has_ended) {
    uint32_t *mine = has_data ? &queue->with_data : has_ended ? &queue->ended : &queue->silent;
    if (*mine < UINT32_MAX) (*mine)++;
}

/* TCP */

static int is_at(const look *look, const struct inet_diag_sockid *id) {
    if (look->address.any.sa_family == AF_INET) {
        const struct sockaddr_in *own = &look->address.v4;
        return id->idiag_sport == own->sin_port &&
               (own->sin_addr.s_addr == htonl(INADDR_ANY) || id->idiag_src[0] == own->sin_addr.s_addr);
    }
    const struct sockaddr_in6 *own = &look->address.v6;
    return id->idiag_sport == own->sin6_port && (IN6_IS_ADDR_UNSPECIFIED(&own->sin6_addr) ||
                                                 memcmp(id->idiag_src, &own->sin6_addr, sizeof own->sin6_addr) == 0);
}

static void note_tcp(const struct nlmsghdr *header, void *context) {
    look *look = context;
    struct inet_diag_msg row;
    if (header->nlmsg_len < NLMSG_LENGTH(sizeof row)) return;
    memcpy(&row, NLMSG_DATA(header), sizeof row);
    if (row.idiag_inode != 0 || !is_at(look, &row.id)) return;
    /* A connection enters the queue in this state and leaves the state at once. What has no such attribute is half a
       connection and not in the queue. */
    int is_half = row.idiag_state == TCP_SYN_RECV &&
                  !socket_row_attribute(header, sizeof row, INET_DIAG_SHUTDOWN, 1, NULL);
    if (is_half) return;
    /* The end counts as a byte that was not read. */
    int has_ended = row.idiag_state == TCP_CLOSE_WAIT;
    count(look->queue, row.idiag_rqueue > (has_ended ? 1 : 0), has_ended);
}

static int look_tcp(int listener, look *look) {
    struct tcp_info info;
    socklen_t size = sizeof info;
    memset(&info, 0, sizeof info);
    if (getsockopt(listener, IPPROTO_TCP, TCP_INFO, &info, &size) < 0) return -1;
    if (info.tcpi_state != state_listen) {
        errno = EINVAL;
        return -1;
    }
    /* Of a listening socket, the kernel tells the length of its queue here, and its limit. */
    look->queue->waiting = info.tcpi_unacked;
    look->queue->room = info.tcpi_sacked;
    if (info.tcpi_unacked == 0) return 0;
    struct {
        struct nlmsghdr header;
        struct inet_diag_req_v2 question;
    } request;
    memset(&request, 0, sizeof request);
    request.question.sdiag_family = (uint8_t)look->address.any.sa_family;
    request.question.sdiag_protocol = IPPROTO_TCP;
    request.question.idiag_states = 1U << TCP_ESTABLISHED | 1U << TCP_CLOSE_WAIT | 1U << TCP_SYN_RECV;
    /* At the same place in both families' addresses. */
    request.question.id.idiag_sport = look->address.v4.sin_port;
    return socket_dump(&request, sizeof request, note_tcp, look);
}

/* Unix */

static int ask_local(look *look, uint32_t state, socket_row each) {
    struct {
        struct nlmsghdr header;
        struct unix_diag_req question;
    } request;
    memset(&request, 0, sizeof request);
    request.question.sdiag_family = AF_UNIX;
    request.question.udiag_states = 1U << state;
    request.question.udiag_show = UDIAG_SHOW_NAME | UDIAG_SHOW_RQLEN;
    return socket_dump(&request, sizeof request, each, look);
}

static int read_local(const struct nlmsghdr *header, struct unix_diag_msg *row, struct unix_diag_rqlen *lengths) {
    if (header->nlmsg_len < NLMSG_LENGTH(sizeof *row)) return 0;
    memcpy(row, NLMSG_DATA(header), sizeof *row);
    const void *bytes = socket_row_attribute(header, sizeof *row, UNIX_DIAG_RQLEN, sizeof *lengths, NULL);
    if (bytes) memcpy(lengths, bytes, sizeof *lengths);
    return bytes != NULL;
}

static void note_local_listener(const struct nlmsghdr *header, void *context) {
    look *look = context;
    struct unix_diag_msg row;
    struct unix_diag_rqlen lengths;
    if (!read_local(header, &row, &lengths) || row.udiag_ino != look->inode) return;
    look->queue->waiting = lengths.udiag_rqueue;
    look->queue->room = lengths.udiag_wqueue;
}

/* A connection that nobody has accepted has its listener's name and no inode. */
static void note_local(const struct nlmsghdr *header, void *context) {
    look *look = context;
    struct unix_diag_msg row;
    struct unix_diag_rqlen lengths;
    if (!read_local(header, &row, &lengths) || row.udiag_ino != 0) return;
    uint32_t length = 0;
    const char *name = socket_row_attribute(header, sizeof row, UNIX_DIAG_NAME, 1, &length);
    uint32_t own = look->size - (uint32_t)offsetof(struct sockaddr_un, sun_path);
    if (!name || length != own || memcmp(name, look->address.local.sun_path, own) != 0) return;
    /* The kernel ends both directions when the client is gone. */
    const uint8_t *ended = socket_row_attribute(header, sizeof row, UNIX_DIAG_SHUTDOWN, 1, NULL);
    count(look->queue, lengths.udiag_rqueue > 0, ended && *ended == 3);
}

static int look_local(look *look) {
    if (look->size <= offsetof(struct sockaddr_un, sun_path) || look->size > sizeof look->address.local) {
        errno = EINVAL;
        return -1;
    }
    if (ask_local(look, state_listen, note_local_listener) < 0) return -1;
    return look->queue->waiting == 0 ? 0 : ask_local(look, TCP_ESTABLISHED, note_local);
}

static int look_once(int listener, look *look) {
    *look->queue = (platform_accept_queue){0};
    return look->address.any.sa_family == AF_UNIX ? look_local(look) : look_tcp(listener, look);
}

int platform_accept_queue_look(int listener, platform_accept_queue *queue) {
    struct stat own;
    look look = {.size = sizeof look.address, .queue = queue};
    if (fstat(listener, &own) < 0 || getsockname(listener, &look.address.any, &look.size) < 0) return -1;
    look.inode = own.st_ino;
    int parts = look_once(listener, &look);
    /* A row may have been passed over between two parts: that none is alive is said after another look only. */
    int is_certain = parts <= 1 || queue->with_data > 0 || queue->silent > 0;
    if (!is_certain) parts = look_once(listener, &look);
    return parts < 0 ? -1 : 0;
}

/* Whether the client has ended it, having said nothing that could still be read. */
static int has_ended(int connection) {
    char byte;
    ssize_t count = recv(connection, &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    return count == 0 || (count < 0 && errno != EAGAIN && errno != EINTR);
}

static int drop(int listener, uint32_t count) {
    for (uint32_t dropped = 0; dropped < count; dropped++) {
        int connection = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
        if (connection < 0 && (errno == ECONNABORTED || errno == EINTR)) continue;
        if (connection < 0) return errno == EAGAIN ? (int)dropped : -1;
        int is_over = has_ended(connection);
        close(connection);
        if (is_over) continue;
        errno = EISCONN;
        return -1;
    }
    return (int)count;
}

int platform_accept_queue_drop(int listener, uint32_t count) {
    int flags = fcntl(listener, F_GETFL);
    if (flags < 0) return -1;
    if (!(flags & O_NONBLOCK) && fcntl(listener, F_SETFL, flags | O_NONBLOCK) < 0) return -1;
    int dropped = drop(listener, count > INT32_MAX ? INT32_MAX : count);
    int error = errno;
    if (!(flags & O_NONBLOCK)) fcntl(listener, F_SETFL, flags);
    errno = error;
    return dropped;
}

int platform_accept_defer(int listener, int seconds) {
    return setsockopt(listener, IPPROTO_TCP, TCP_DEFER_ACCEPT, &seconds, sizeof seconds);
}
