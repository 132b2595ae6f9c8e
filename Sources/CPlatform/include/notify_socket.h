#pragma once

#include <stdint.h>
#include <sys/types.h>

/* Both ends of sd_notify(3). */

/* A datagram socket at a name in no file system, which the kernel chooses: `name` becomes "@" and the rest of it. Whoever
   sends to it is told by the kernel, not by himself. */
int platform_notify_open(char *name, uint32_t capacity);

/* The name of one that is open already, from whom it may be. -1 for another kind of socket. */
int platform_notify_name(int descriptor, char *name, uint32_t capacity);

/* Takes a datagram without waiting, cut off at `capacity`: how many bytes, -1 where none is there. Descriptors that come with it
   are closed where `descriptors` has no room for them (it may be NULL), and close-on-exec else; `descriptor_count` is told how
   many there are. `sender` and `user` are 0 and -1 where the kernel does not tell. */
long platform_notify_receive(
    int descriptor, void *bytes, uint32_t capacity, pid_t *sender, uid_t *user, int *descriptors, uint32_t *descriptor_count);

/* Says something to who listens at a path, or at `@NAME` for a name in no file system. For one who does not read, it waits
   five seconds at most. */
int platform_notify_send(const char *name, const void *bytes, uint32_t size);
