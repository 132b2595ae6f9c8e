#define _GNU_SOURCE
#include "include/datagrams.h"

#include <arpa/inet.h>
#include <endian.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* MARK: Sockets */

typedef union {
    struct sockaddr any;
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
} socket_address;

_Static_assert(sizeof(socket_address) <= sizeof(((platform_return_path *)0)->peer), "room for an address");
_Static_assert(CMSG_SPACE(sizeof(struct in6_pktinfo)) <= sizeof(((platform_return_path *)0)->control),
               "room for one's own");

static socklen_t address_of(platform_peer peer, socket_address *address) {
    memset(address, 0, sizeof *address);
    if (!peer.is_v6) {
        address->v4.sin_family = AF_INET;
        address->v4.sin_port = htons(peer.port);
        address->v4.sin_addr.s_addr = htonl((uint32_t)peer.low);
        return sizeof address->v4;
    }
    uint64_t halves[2] = {htobe64(peer.high), htobe64(peer.low)};
    address->v6.sin6_family = AF_INET6;
    address->v6.sin6_port = htons(peer.port);
    memcpy(&address->v6.sin6_addr, halves, sizeof halves);
    return sizeof address->v6;
}

static platform_peer peer_of(const socket_address *address) {
    platform_peer peer = {0};
    if (address->any.sa_family == AF_INET) {
        peer.low = ntohl(address->v4.sin_addr.s_addr);
        peer.port = ntohs(address->v4.sin_port);
        return peer;
    }
    uint64_t halves[2];
    memcpy(halves, &address->v6.sin6_addr, sizeof halves);
    peer.port = ntohs(address->v6.sin6_port);
    if (IN6_IS_ADDR_V4MAPPED(&address->v6.sin6_addr)) {
        peer.low = be64toh(halves[1]) & 0xFFFFFFFF;
        return peer;
    }
    peer.high = be64toh(halves[0]);
    peer.low = be64toh(halves[1]);
    peer.is_v6 = 1;
    return peer;
}

static int bound_address(int descriptor, socket_address *address) {
    socklen_t size = sizeof *address;
    memset(address, 0, sizeof *address);
    return getsockname(descriptor, &address->any, &size);
}

static int set(int descriptor, int level, int option, int value) {
    return setsockopt(descriptor, level, option, &value, sizeof value);
}

static int is_wildcard(const socket_address *address) {
    if (address->any.sa_family == AF_INET) return address->v4.sin_addr.s_addr == htonl(INADDR_ANY);
    return IN6_IS_ADDR_UNSPECIFIED(&address->v6.sin6_addr);
}

/* A socket with more than one address has to be told which of them was asked. */
static int make_ready(int descriptor) {
    socket_address address;
    if (bound_address(descriptor, &address) < 0) return -1;
    int is_v6 = address.any.sa_family == AF_INET6;
    set(descriptor, SOL_SOCKET, SO_RCVBUF, 1 << 20);
    /* A forged ICMP message does not get answers cut into fragments. */
    if (!is_v6) set(descriptor, IPPROTO_IP, IP_MTU_DISCOVER, IP_PMTUDISC_OMIT);
    if (!is_wildcard(&address)) return 0;
    return is_v6 ? set(descriptor, IPPROTO_IPV6, IPV6_RECVPKTINFO, 1) : set(descriptor, IPPROTO_IP, IP_PKTINFO, 1);
}

static int open_socket(const socket_address *address, socklen_t size, int is_shared) {
    int descriptor = socket(address->any.sa_family, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (descriptor < 0) return -1;
    int failed = address->any.sa_family == AF_INET6 && set(descriptor, IPPROTO_IPV6, IPV6_V6ONLY, 1) < 0;
    failed = failed || (is_shared && set(descriptor, SOL_SOCKET, SO_REUSEPORT, 1) < 0);
    failed = failed || bind(descriptor, &address->any, size) < 0 || make_ready(descriptor) < 0;
    if (!failed) return descriptor;
    int error = errno;
    close(descriptor);
    errno = error;
    return -1;
}

int platform_datagram_open(platform_peer peer) {
    socket_address address;
    socklen_t size = address_of(peer, &address);
    return open_socket(&address, size, 0);
}

int platform_datagram_open_another(int descriptor) {
    socket_address address;
    if (bound_address(descriptor, &address) < 0 || set(descriptor, SOL_SOCKET, SO_REUSEPORT, 1) < 0) return -1;
    return open_socket(&address, address.any.sa_family == AF_INET ? sizeof address.v4 : sizeof address.v6, 1);
}

void platform_datagram_close_group(int descriptor) { set(descriptor, SOL_SOCKET, SO_REUSEPORT, 0); }

int platform_datagram_adopt(int descriptor) {
    int type = 0;
    socklen_t size = sizeof type;
    socket_address address;
    if (getsockopt(descriptor, SOL_SOCKET, SO_TYPE, &type, &size) < 0 || bound_address(descriptor, &address) < 0) {
        return -1;
    }
    if (type != SOCK_DGRAM || (address.any.sa_family != AF_INET && address.any.sa_family != AF_INET6)) {
        errno = EPROTOTYPE;
        return -1;
    }
    if (fcntl(descriptor, F_SETFD, FD_CLOEXEC) < 0) return -1;
    return make_ready(descriptor);
}

int platform_datagram_address(int descriptor, platform_peer *peer) {
    socket_address address;
    if (bound_address(descriptor, &address) < 0) return -1;
    *peer = peer_of(&address);
    return 0;
}

/* MARK: Batches */

struct platform_datagrams {
    uint32_t capacity;
    uint32_t request_size;
    uint32_t answer_size;
    uint32_t queued;
    struct mmsghdr *received;
    struct mmsghdr *answers;
    struct iovec *request_pieces;
    struct iovec *answer_pieces;
    platform_return_path *paths;
    uint8_t *requests;
    uint8_t *answer_bytes;
};

platform_datagrams *platform_datagrams_make(uint32_t capacity, uint32_t request_size, uint32_t answer_size) {
    platform_datagrams *batch = calloc(1, sizeof *batch);
    if (!batch) return NULL;
    batch->capacity = capacity;
    batch->request_size = request_size;
    batch->answer_size = answer_size;
    batch->received = calloc(capacity, sizeof *batch->received);
    batch->answers = calloc(capacity, sizeof *batch->answers);
    batch->request_pieces = calloc(capacity, sizeof *batch->request_pieces);
    batch->answer_pieces = calloc(capacity, sizeof *batch->answer_pieces);
    batch->paths = calloc(capacity, sizeof *batch->paths);
    batch->requests = calloc(capacity, request_size);
    batch->answer_bytes = calloc(capacity, answer_size);
    if (!batch->received || !batch->answers || !batch->request_pieces || !batch->answer_pieces || !batch->paths ||
        !batch->requests || !batch->answer_bytes) {
        platform_datagrams_free(batch);
        return NULL;
    }
    for (uint32_t i = 0; i < capacity; i++) {
        batch->request_pieces[i].iov_base = batch->requests + (size_t)i * request_size;
        batch->request_pieces[i].iov_len = request_size;
        struct msghdr *header = &batch->received[i].msg_hdr;
        header->msg_iov = &batch->request_pieces[i];
        header->msg_iovlen = 1;
        header->msg_name = batch->paths[i].peer;
        header->msg_namelen = sizeof batch->paths[i].peer;
        header->msg_control = batch->paths[i].control;
        header->msg_controllen = sizeof batch->paths[i].control;
        batch->answers[i].msg_hdr.msg_iov = &batch->answer_pieces[i];
        batch->answers[i].msg_hdr.msg_iovlen = 1;
    }
    return batch;
}

void platform_datagrams_free(platform_datagrams *batch) {
    if (!batch) return;
    free(batch->received);
    free(batch->answers);
    free(batch->request_pieces);
    free(batch->answer_pieces);
    free(batch->paths);
    free(batch->requests);
    free(batch->answer_bytes);
    free(batch);
}

/* Turns what the kernel says of the address that was asked into what tells it where to answer from. */
static uint32_t own_address(struct msghdr *header) {
    if (header->msg_flags & MSG_CTRUNC) return 0;
    struct cmsghdr *control = CMSG_FIRSTHDR(header);
    if (!control) return 0;
    if (control->cmsg_level == IPPROTO_IP && control->cmsg_type == IP_PKTINFO) {
        /* The route decides about the interface. */
        ((struct in_pktinfo *)CMSG_DATA(control))->ipi_ifindex = 0;
        return CMSG_SPACE(sizeof(struct in_pktinfo));
    }
    if (control->cmsg_level == IPPROTO_IPV6 && control->cmsg_type == IPV6_PKTINFO) {
        struct in6_pktinfo *info = (struct in6_pktinfo *)CMSG_DATA(control);
        if (!IN6_IS_ADDR_LINKLOCAL(&info->ipi6_addr)) info->ipi6_ifindex = 0;
        return CMSG_SPACE(sizeof(struct in6_pktinfo));
    }
    return 0;
}

int platform_datagrams_receive(platform_datagrams *batch, int descriptor) {
    batch->queued = 0;
    int count = recvmmsg(descriptor, batch->received, batch->capacity, MSG_DONTWAIT, NULL);
    for (int i = 0; i < count; i++) {
        struct msghdr *header = &batch->received[i].msg_hdr;
        batch->paths[i].peer_size = header->msg_namelen;
        batch->paths[i].control_size = header->msg_controllen ? own_address(header) : 0;
        header->msg_namelen = sizeof batch->paths[i].peer;
        header->msg_controllen = sizeof batch->paths[i].control;
    }
    return count < 0 ? 0 : count;
}

const void *platform_datagrams_request(const platform_datagrams *batch, uint32_t index) {
    return batch->request_pieces[index].iov_base;
}

uint32_t platform_datagrams_request_size(const platform_datagrams *batch, uint32_t index) {
    return batch->received[index].msg_len;
}

platform_peer platform_datagrams_peer(const platform_datagrams *batch, uint32_t index) {
    socket_address address;
    memcpy(&address, batch->paths[index].peer, sizeof address);
    return peer_of(&address);
}

platform_return_path platform_datagrams_return_path(const platform_datagrams *batch, uint32_t index) {
    return batch->paths[index];
}

void *platform_datagrams_answer(platform_datagrams *batch, uint32_t index) {
    return batch->answer_bytes + (size_t)index * batch->answer_size;
}

static void address_answer(struct msghdr *header, platform_return_path *path) {
    header->msg_name = path->peer;
    header->msg_namelen = path->peer_size;
    header->msg_control = path->control_size ? path->control : NULL;
    header->msg_controllen = path->control_size;
}

void platform_datagrams_queue(platform_datagrams *batch, uint32_t index, uint32_t size) {
    uint32_t place = batch->queued++;
    batch->answer_pieces[place].iov_base = platform_datagrams_answer(batch, index);
    batch->answer_pieces[place].iov_len = size < batch->answer_size ? size : batch->answer_size;
    address_answer(&batch->answers[place].msg_hdr, &batch->paths[index]);
}

void platform_datagrams_send(platform_datagrams *batch, int descriptor) {
    uint32_t sent = 0;
    while (sent < batch->queued) {
        int count = sendmmsg(descriptor, batch->answers + sent, batch->queued - sent, MSG_DONTWAIT | MSG_NOSIGNAL);
        if (count > 0) {
            sent += (uint32_t)count;
        } else if (errno == EAGAIN || errno == ENOBUFS) {
            break;
        } else if (errno != EINTR) {
            sent++;
        }
    }
    batch->queued = 0;
}

long platform_datagram_send(int descriptor, platform_return_path path, const void *bytes, uint32_t count) {
    struct iovec piece = {.iov_base = (void *)bytes, .iov_len = count};
    struct msghdr header = {.msg_iov = &piece, .msg_iovlen = 1};
    address_answer(&header, &path);
    return sendmsg(descriptor, &header, MSG_DONTWAIT | MSG_NOSIGNAL);
}
