#define _GNU_SOURCE
#include "include/datagram_stamp.h"

#include <errno.h>
#include <linux/sockios.h>
#include <sys/ioctl.h>
#include <time.h>

int64_t platform_datagram_last_taken(int descriptor) {
    struct timespec last;
    if (ioctl(descriptor, SIOCGSTAMPNS_OLD, &last) == 0) return (int64_t)last.tv_sec * 1000000000 + last.tv_nsec;
    return errno == ENOENT ? 0 : -1;
}
