#define _GNU_SOURCE
#include "include/descriptor_passing.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#include "include/process_watch.h"

enum { longest_path = sizeof ((struct sockaddr_un *)0)->sun_path };

static int close_failed(int descriptor) {
    int error = errno;
    close(descriptor);
    errno = error;
    return -1;
}

static int address_of(const char *path, struct sockaddr_un *address) {
    *address = (struct sockaddr_un){.sun_family = AF_UNIX};
    if (strlen(path) >= longest_path) {
        errno = ENAMETOOLONG;
        return -1;
    }
    strcpy(address->sun_path, path);
    return 0;
}

/* MARK: Listening */

static int listen_beside(int descriptor, const char *path, mode_t mode, platform_file_identity *made) {
    struct sockaddr_un address;
    struct stat file;
    if (address_of(path, &address) < 0) return -1;
    /* Of a process that had our number, and did not come as far as to rename it. */
    unlink(path);
    if (bind(descriptor, (struct sockaddr *)&address, sizeof address) < 0) return -1;
    if (chmod(path, mode) < 0 || lstat(path, &file) < 0 || listen(descriptor, SOMAXCONN) < 0) {
        int error = errno;
        unlink(path);
        errno = error;
        return -1;
    }
    *made = (platform_file_identity){.device = file.st_dev, .inode = file.st_ino};
    return 0;
}

/* What is no socket is nobody's to replace. */
static int move_to(const char *path, const char *beside, int replaces) {
    struct stat there;
    int is_there = lstat(path, &there) == 0;
    int is_socket = is_there && S_ISSOCK(there.st_mode);
    if (renameat2(AT_FDCWD, beside, AT_FDCWD, path, replaces && is_socket ? 0 : RENAME_NOREPLACE) == 0) return 0;
    int error = is_there && !is_socket ? ENOTSOCK : errno;
    unlink(beside);
    errno = error;
    return -1;
}

int platform_packets_listen(const char *path, mode_t mode, int replaces, platform_file_identity *made) {
    char beside[longest_path];
    if (snprintf(beside, sizeof beside, "%s.%d", path, (int)getpid()) >= (int)sizeof beside) {
        errno = ENAMETOOLONG;
        return -1;
    }
    int descriptor = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (descriptor < 0) return -1;
    if (listen_beside(descriptor, beside, mode, made) < 0) return close_failed(descriptor);
    return move_to(path, beside, replaces) < 0 ? close_failed(descriptor) : descriptor;
}

void platform_packets_remove(const char *path, platform_file_identity made) {
    struct stat there;
    if (lstat(path, &there) == 0 && there.st_dev == made.device && there.st_ino == made.inode) unlink(path);
}

int platform_packets_accept(int listener) {
    int descriptor;
    do {
        descriptor = accept4(listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
    } while (descriptor < 0 && (errno == EINTR || errno == ECONNABORTED));
    return descriptor;
}

/* MARK: Connecting */

int platform_packets_connect(const char *path, uint32_t milliseconds) {
    struct sockaddr_un address;
    struct timeval patience = {.tv_sec = milliseconds / 1000, .tv_usec = (milliseconds % 1000) * 1000 + 1};
    if (address_of(path, &address) < 0) return -1;
    int descriptor = socket(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0);
    if (descriptor < 0) return -1;
    setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    int result;
    do {
        result = connect(descriptor, (struct sockaddr *)&address, sizeof address);
    } while (result < 0 && errno == EINTR);
    return result < 0 ? close_failed(descriptor) : descriptor;
}

int platform_packets_peer(int connection, platform_packet_peer *peer) {
    struct ucred credentials;
    socklen_t size = sizeof credentials;
    if (getsockopt(connection, SOL_SOCKET, SO_PEERCRED, &credentials, &size) < 0) return -1;
    *peer = (platform_packet_peer){credentials.pid, credentials.uid, credentials.gid};
    return 0;
}

/* Newer than the headers may be. */
enum { option_peer_pidfd = 77 };

int platform_packets_peer_watch(int connection) {
    int watch = -1;
    socklen_t size = sizeof watch;
    if (getsockopt(connection, SOL_SOCKET, option_peer_pidfd, &watch, &size) == 0) {
        fcntl(watch, F_SETFD, FD_CLOEXEC);
        return watch;
    }
    platform_packet_peer peer;
    if (errno != ENOPROTOOPT || platform_packets_peer(connection, &peer) < 0) return -1;
    return platform_process_watch(peer.process);
}

/* MARK: Packets */

typedef union {
    struct cmsghdr header;
    char bytes[CMSG_SPACE(PLATFORM_MOST_PASSED * sizeof(int))];
} ancillary;

static void attach(struct msghdr *message, ancillary *control, const int *passed, uint32_t count) {
    if (count == 0) return;
    memset(control, 0, sizeof *control);
    message->msg_control = control;
    message->msg_controllen = CMSG_SPACE(count * sizeof *passed);
    struct cmsghdr *header = CMSG_FIRSTHDR(message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(count * sizeof *passed);
    memcpy(CMSG_DATA(header), passed, count * sizeof *passed);
}

int platform_packet_send(
    int connection, const void *bytes, uint32_t size, const int *passed, uint32_t passed_count) {
    if (passed_count > PLATFORM_MOST_PASSED) {
        errno = EMSGSIZE;
        return -1;
    }
    ancillary control;
    struct iovec piece = {.iov_base = (void *)bytes, .iov_len = size};
    struct msghdr message = {.msg_iov = &piece, .msg_iovlen = 1};
    attach(&message, &control, passed, passed_count);
    ssize_t sent;
    do {
        sent = sendmsg(connection, &message, MSG_DONTWAIT | MSG_NOSIGNAL);
    } while (sent < 0 && errno == EINTR);
    return sent < 0 ? -1 : 0;
}

static void collect(struct msghdr *message, int *passed, uint32_t *passed_count) {
    for (struct cmsghdr *header = CMSG_FIRSTHDR(message); header; header = CMSG_NXTHDR(message, header)) {
        if (header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_RIGHTS) continue;
        size_t count = (header->cmsg_len - CMSG_LEN(0)) / sizeof *passed;
        for (size_t i = 0; i < count && *passed_count < PLATFORM_MOST_PASSED; i++) {
            memcpy(&passed[(*passed_count)++], CMSG_DATA(header) + i * sizeof *passed, sizeof *passed);
        }
    }
}

long platform_packet_receive(
    int connection, void *bytes, uint32_t capacity, int *passed, uint32_t *passed_count) {
    ancillary control;
    struct iovec piece = {.iov_base = bytes, .iov_len = capacity};
    struct msghdr message = {
        .msg_iov = &piece, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
    ssize_t count;
    *passed_count = 0;
    do {
        count = recvmsg(connection, &message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
    } while (count < 0 && errno == EINTR);
    if (count < 0) return -1;
    collect(&message, passed, passed_count);
    int is_whole = (message.msg_flags & (MSG_TRUNC | MSG_CTRUNC)) == 0;
    if (is_whole && count > 0) return count;
    while (*passed_count > 0) close(passed[--*passed_count]);
    errno = EMSGSIZE;
    return is_whole ? 0 : -1;
}
