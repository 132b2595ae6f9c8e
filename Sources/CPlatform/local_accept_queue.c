#define _GNU_SOURCE
#include "local_accept_queue.h"

#include <errno.h>
#include <linux/unix_diag.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "socket_dump.h"

/* The kernel answers a question for one socket in a page. */
enum { most_clients = 1024, state_listen = 10 };

typedef struct {
    platform_accept_queue *queue;
    /* The numbers of the clients' sockets. */
    uint32_t clients[most_clients];
    uint8_t is_told[most_clients];
    uint32_t count;
} look;

typedef struct {
    struct nlmsghdr header;
    struct unix_diag_req question;
} request;

static int compare(const void *left, const void *right) {
    uint32_t first = *(const uint32_t *)left, second = *(const uint32_t *)right;
    return first < second ? -1 : first > second;
}

static int read_lengths(const struct nlmsghdr *row, struct unix_diag_rqlen *lengths) {
    const void *found =
        socket_row_attribute(row, sizeof(struct unix_diag_msg), UNIX_DIAG_RQLEN, sizeof *lengths, NULL);
    if (found) memcpy(lengths, found, sizeof *lengths);
    return found != NULL;
}

/* Of a listening socket, the kernel tells the length of its queue, its limit, and the clients' sockets: 0 for one that is
   gone. */
static void note_listener(const struct nlmsghdr *row, void *context) {
    look *look = context;
    struct unix_diag_rqlen lengths;
    uint32_t size = 0;
    if (!read_lengths(row, &lengths)) return;
    look->queue->waiting = lengths.udiag_rqueue;
    look->queue->room = lengths.udiag_wqueue;
    const void *clients = socket_row_attribute(row, sizeof(struct unix_diag_msg), UNIX_DIAG_ICONS, 4, &size);
    look->count = size / sizeof look->clients[0];
    if (look->count > most_clients) look->count = most_clients;
    if (clients) memcpy(look->clients, clients, look->count * sizeof look->clients[0]);
    qsort(look->clients, look->count, sizeof look->clients[0], compare);
}

/* What a client has sent and nobody has read is in its own account. */
static void note_client(const struct nlmsghdr *header, void *context) {
    look *look = context;
    struct unix_diag_msg row;
    struct unix_diag_rqlen lengths;
    if (header->nlmsg_len < NLMSG_LENGTH(sizeof row) || !read_lengths(header, &lengths)) return;
    memcpy(&row, NLMSG_DATA(header), sizeof row);
    uint32_t *found = bsearch(&row.udiag_ino, look->clients, look->count, sizeof look->clients[0], compare);
    if (!found || row.udiag_ino == 0 || look->is_told[found - look->clients]) return;
    look->is_told[found - look->clients] = 1;
    if (lengths.udiag_wqueue > 0) look->queue->with_data++;
    else look->queue->silent++;
}

int local_accept_queue_look(uint64_t inode, platform_accept_queue *queue) {
    request request;
    look look = {.queue = queue};
    memset(&request, 0, sizeof request);
    request.question.sdiag_family = AF_UNIX;
    request.question.udiag_states = 1U << state_listen;
    request.question.udiag_ino = (uint32_t)inode;
    request.question.udiag_show = UDIAG_SHOW_ICONS | UDIAG_SHOW_RQLEN;
    memset(request.question.udiag_cookie, 0xFF, sizeof request.question.udiag_cookie);
    if (socket_ask(&request, sizeof request, note_listener, &look) < 0) return -1;
    if (queue->waiting == 0) return 0;
    request.question.udiag_states = 1U << TCP_ESTABLISHED;
    request.question.udiag_show = UDIAG_SHOW_RQLEN;
    if (socket_dump(&request, sizeof request, note_client, &look) < 0) return -1;
    uint32_t told = queue->with_data + queue->silent;
    if (told < queue->waiting) queue->with_data += queue->waiting - told;
    return 0;
}
