#define _GNU_SOURCE
#include "include/accept_queue.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/inet_diag.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "local_accept_queue.h"
#include "socket_dump.h"

enum { state_listen = 10 };

typedef union {
    struct sockaddr any;
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
} socket_address;

typedef struct {
    socket_address address;
    platform_accept_queue *queue;
} look;

static void count(platform_accept_queue *queue, int has_data, int has_ended) {
    uint32_t *mine = has_data ? &queue->with_data : has_ended ? &queue->ended : &queue->silent;
    if (*mine < UINT32_MAX) (*mine)++;
}

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

static int look_once(int listener, look *look) {
    *look->queue = (platform_accept_queue){0};
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

static int look_at_tcp(int listener, look *look) {
    int parts = look_once(listener, look);
    /* A row may have been passed over between two parts: that none is alive is said after another look only. */
    int is_certain = parts <= 1 || look->queue->with_data > 0 || look->queue->silent > 0;
    return is_certain ? parts : look_once(listener, look);
}

int platform_accept_queue_look(int listener, platform_accept_queue *queue) {
    look look = {.queue = queue};
    socklen_t size = sizeof look.address;
    struct stat own;
    *queue = (platform_accept_queue){0};
    if (fstat(listener, &own) < 0 || getsockname(listener, &look.address.any, &size) < 0) return -1;
    int is_local = look.address.any.sa_family == AF_UNIX;
    int failed = is_local ? local_accept_queue_look(own.st_ino, queue) < 0 : look_at_tcp(listener, &look) < 0;
    return failed ? -1 : 0;
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
