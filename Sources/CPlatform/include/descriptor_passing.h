#pragma once

#include <stdint.h>
#include <sys/types.h>

#include "file_identity.h"

/* Packets between processes of this host, which may bring descriptors with them: Unix sockets of type SOCK_SEQPACKET, and
   SCM_RIGHTS (unix(7)). Every descriptor that is made or received here is close-on-exec. */

enum {
    /* What the kernel passes with one packet (SCM_MAX_FD). */
    PLATFORM_MOST_PASSED = 253,
};

/* Who is at the other end, as the kernel knows it. */
typedef struct {
    pid_t process;
    uid_t user;
    gid_t group;
} platform_packet_peer;

/* A non-blocking socket that listens at `path` with these permission bits. It takes the place of a socket that lies there
   if it `replaces`, and there is no moment without one; else that fails with EEXIST. Another file is left alone: ENOTSOCK. `made` becomes its file. */
int platform_packets_listen(const char *path, mode_t mode, int replaces, platform_file_identity *made);
/* Removes the file at `path` if it is `made`. */
void platform_packets_remove(const char *path, platform_file_identity made);
/* A connection that waits at the listener, non-blocking. */
int platform_packets_accept(int listener);
/* A connection to who listens at `path`. EAGAIN where so many wait there already that there is none within that time. */
int platform_packets_connect(const char *path, uint32_t milliseconds);
int platform_packets_peer(int connection, platform_packet_peer *peer);
/* A pidfd of the peer, ESRCH where it has ended. Before Linux 6.5, another process may have got its number meanwhile. */
int platform_packets_peer_watch(int connection);

/* Sends one packet without waiting, and never a SIGPIPE. */
int platform_packet_send(
    int connection, const void *bytes, uint32_t size, const int *passed, uint32_t passed_count);
/* Takes one packet without waiting: how many bytes, 0 where the peer has ended. `passed` has room for PLATFORM_MOST_PASSED.
   Of a packet that does not fit, or whose descriptors do not, nothing is kept, and it is EMSGSIZE. */
long platform_packet_receive(
    int connection, void *bytes, uint32_t capacity, int *passed, uint32_t *passed_count);
