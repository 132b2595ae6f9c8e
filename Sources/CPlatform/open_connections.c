#define _GNU_SOURCE
#include "include/open_connections.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/inet_diag.h>
#include <linux/rtnetlink.h>
#include <linux/unix_diag.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "socket_dump.h"

/* What a connection's own side has not closed; the kernel's number of the state of a listening socket. */
enum { state_listen = 10, open_states = 1 << TCP_ESTABLISHED | 1 << TCP_CLOSE_WAIT | 1 << TCP_FIN_WAIT1 | 1 << TCP_FIN_WAIT2 |
                     1 << TCP_CLOSING | 1 << TCP_LAST_ACK };

typedef struct {
    const uint16_t *ports;
    uint32_t *counts;
    uint32_t count;
} port_counts;

static int compare_ports(const void *left, const void *right) {
    return (int)*(const uint16_t *)left - (int)*(const uint16_t *)right;
}

static void count_port(const struct nlmsghdr *header, void *context) {
    port_counts *counts = context;
    struct inet_diag_msg row;
    if (header->nlmsg_len < NLMSG_LENGTH(sizeof row)) return;
    memcpy(&row, NLMSG_DATA(header), sizeof row);
    /* Without a process to hold it, it waits to be accepted, or its own side has closed it. */
    int waits = row.idiag_state == TCP_ESTABLISHED || row.idiag_state == TCP_CLOSE_WAIT;
    if (row.idiag_inode == 0 && !waits) return;
    uint16_t port = ntohs(row.id.idiag_sport);
    const uint16_t *found = bsearch(&port, counts->ports, counts->count, sizeof port, compare_ports);
    if (!found) return;
    uint32_t *mine = &counts->counts[found - counts->ports];
    if (*mine < UINT32_MAX) (*mine)++;
}

/* The kernel looks for the port by halves, with a program of its own (inet_diag bytecode), so that what nobody asked for is
   not copied, or little of it: each leaf of that tree is a range of ports. It checks a program in time with the square of its
   length. Jumps are counted from an operation; one right behind the end takes the row, one further passes it over. */
enum { most_leaves = 64, leaf_size = 20, fork_size = 8 };

static uint32_t filter_size(uint32_t leaves) { return (leaf_size + fork_size) * leaves - fork_size; }

static void put_leaf(char *at, const char *end, uint16_t first, uint16_t last) {
    uint16_t left = (uint16_t)(end - at);
    struct inet_diag_bc_op leaf[5] = {
        {.code = INET_DIAG_BC_S_GE, .yes = 8, .no = (uint16_t)(left + 4)},
        {.no = first},
        {.code = INET_DIAG_BC_S_LE, .yes = 8, .no = (uint16_t)(left - 8 + 4)},
        {.no = last},
        {.code = INET_DIAG_BC_JMP, .yes = 4, .no = (uint16_t)(left - 16)},
    };
    memcpy(at, leaf, sizeof leaf);
}

static void put_filter(char *at, const char *end, const uint16_t *ports, uint32_t count, uint32_t leaves) {
    if (leaves == 1) {
        put_leaf(at, end, ports[0], ports[count - 1]);
        return;
    }
    uint32_t lower_leaves = leaves / 2, lower = count * lower_leaves / leaves;
    uint32_t size = filter_size(lower_leaves);
    struct inet_diag_bc_op fork[2] = {
        {.code = INET_DIAG_BC_S_LE, .yes = fork_size, .no = (uint16_t)(fork_size + size)},
        {.no = ports[lower - 1]},
    };
    memcpy(at, fork, sizeof fork);
    put_filter(at + fork_size, end, ports, lower, lower_leaves);
    put_filter(at + fork_size + size, end, ports + lower, count - lower, leaves - lower_leaves);
}

typedef struct {
    struct nlmsghdr header;
    struct inet_diag_req_v2 question;
    struct rtattr filter_header;
    char filter[];
} port_request;

int platform_open_connections(const uint16_t *ports, uint32_t *counts, uint32_t count) {
    port_counts context = {ports, counts, count};
    if (count == 0) return 0;
    memset(counts, 0, count * sizeof *counts);
    uint32_t leaves = count < most_leaves ? count : most_leaves;
    uint32_t size = (uint32_t)sizeof(port_request) + filter_size(leaves);
    port_request *request = calloc(1, size);
    if (!request) return -1;
    request->question.sdiag_protocol = IPPROTO_TCP;
    request->question.idiag_states = open_states;
    request->filter_header.rta_type = INET_DIAG_REQ_BYTECODE;
    request->filter_header.rta_len = (uint16_t)RTA_LENGTH(filter_size(leaves));
    put_filter(request->filter, request->filter + filter_size(leaves), ports, count, leaves);
    request->question.sdiag_family = AF_INET;
    int parts = socket_dump(request, size, count_port, &context);
    request->question.sdiag_family = AF_INET6;
    if (parts >= 0) parts = socket_dump(request, size, count_port, &context);
    int error = errno;
    free(request);
    errno = error;
    return parts < 0 ? -1 : 0;
}

typedef struct {
    const char *const *paths;
    uint32_t *counts;
    uint32_t count;
} path_counts;

/* A listening socket stands for those that wait at it, which are in no table; any other one for itself. */
static uint32_t connections_of(const struct nlmsghdr *header) {
    struct unix_diag_msg row;
    struct unix_diag_rqlen lengths = {0};
    memcpy(&row, NLMSG_DATA(header), sizeof row);
    if (row.udiag_state != state_listen) return 1;
    const void *found = socket_row_attribute(header, sizeof row, UNIX_DIAG_RQLEN, sizeof lengths, NULL);
    if (found) memcpy(&lengths, found, sizeof lengths);
    return lengths.udiag_rqueue;
}

static void count_path(const struct nlmsghdr *header, void *context) {
    path_counts *counts = context;
    uint32_t length = 0;
    const char *name = socket_row_attribute(header, sizeof(struct unix_diag_msg), UNIX_DIAG_NAME, 1, &length);
    if (!name) return;
    length = (uint32_t)strnlen(name, length);
    for (uint32_t i = 0; i < counts->count; i++) {
        if (strlen(counts->paths[i]) != length || memcmp(counts->paths[i], name, length) != 0) continue;
        uint32_t more = connections_of(header);
        counts->counts[i] += more < UINT32_MAX - counts->counts[i] ? more : UINT32_MAX - counts->counts[i];
    }
}

int platform_open_local_connections(const char *const *paths, uint32_t *counts, uint32_t count) {
    path_counts context = {paths, counts, count};
    if (count == 0) return 0;
    memset(counts, 0, count * sizeof *counts);
    struct {
        struct nlmsghdr header;
        struct unix_diag_req question;
    } request;
    memset(&request, 0, sizeof request);
    request.question.sdiag_family = AF_UNIX;
    /* What has a listener's name and is connected is the listener's end: a client's has none, as a rule. */
    request.question.udiag_states = 1U << TCP_ESTABLISHED | 1U << state_listen;
    request.question.udiag_show = UDIAG_SHOW_NAME | UDIAG_SHOW_RQLEN;
    return socket_dump(&request, sizeof request, count_path, &context) < 0 ? -1 : 0;
}
