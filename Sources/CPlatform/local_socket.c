#define _GNU_SOURCE
#include "include/local_socket.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

static int address_of(const char *path, struct sockaddr_un *address) {
    memset(address, 0, sizeof *address);
    address->sun_family = AF_UNIX;
    if (path[0] != 0 && strlen(path) < sizeof address->sun_path) {
        strcpy(address->sun_path, path);
        return 0;
    }
    errno = path[0] == 0 ? EINVAL : ENAMETOOLONG;
    return -1;
}

/* A socket for datagrams finds out whether there is a socket of any kind, and none that takes connections gets one. */
static int is_bound(const struct sockaddr_un *address) {
    int probe = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (probe < 0) return -1;
    int failed = connect(probe, (const struct sockaddr *)address, sizeof *address) < 0;
    int error = errno;
    close(probe);
    if (!failed || error == EPROTOTYPE || error == EPERM) return 1;
    errno = error;
    return error == ECONNREFUSED ? 0 : -1;
}

int platform_local_place(const char *path, platform_file_identity *identity) {
    struct sockaddr_un address;
    struct stat status;
    if (address_of(path, &address) < 0) return -1;
    if (lstat(path, &status) < 0) return errno == ENOENT ? PLATFORM_PLACE_FREE : -1;
    *identity = (platform_file_identity){status.st_dev, status.st_ino};
    if (!S_ISSOCK(status.st_mode)) return PLATFORM_PLACE_OTHER_FILE;
    int bound = is_bound(&address);
    return bound < 0 ? -1 : bound ? PLATFORM_PLACE_TAKEN : PLATFORM_PLACE_STALE;
}

int platform_local_remove(const char *path, const platform_file_identity *identity) {
    struct stat status;
    if (lstat(path, &status) < 0) return -1;
    if (S_ISSOCK(status.st_mode) && status.st_dev == identity->device && status.st_ino == identity->inode) {
        return unlink(path);
    }
    errno = ESTALE;
    return -1;
}

/* By way of a descriptor, so that it is this file whatever its path comes to lead to. */
static int set_file(int file, const platform_local_file *wanted, platform_file_identity *identity, int *step) {
    struct stat status;
    *step = PLATFORM_LOCAL_OWNER;
    if (fstat(file, &status) < 0) return -1;
    if (!S_ISSOCK(status.st_mode)) {
        errno = ESTALE;
        return -1;
    }
    *identity = (platform_file_identity){status.st_dev, status.st_ino};
    int is_theirs = wanted->owner != UINT32_MAX || wanted->group != UINT32_MAX;
    if (is_theirs && fchownat(file, "", wanted->owner, wanted->group, AT_EMPTY_PATH) < 0) return -1;
    *step = PLATFORM_LOCAL_MODE;
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", file);
    return chmod(link, wanted->mode & 07777);
}

static int place(int descriptor, const char *path, const platform_local_file *wanted,
                 platform_file_identity *identity, int *step) {
    struct sockaddr_un address;
    *step = PLATFORM_LOCAL_BIND;
    if (address_of(path, &address) < 0) return -1;
    /* What the file is made with: it is never more open than wanted. */
    if (fchmod(descriptor, wanted->mode & 0777) < 0) return -1;
    if (bind(descriptor, (struct sockaddr *)&address, sizeof address) < 0) return -1;
    int file = open(path, O_PATH | O_NOFOLLOW | O_CLOEXEC);
    int failed = file < 0 || set_file(file, wanted, identity, step) < 0;
    if (!failed && !wanted->is_datagram) {
        *step = PLATFORM_LOCAL_LISTEN;
        failed = listen(descriptor, SOMAXCONN) < 0;
    }
    int error = errno;
    if (file >= 0) close(file);
    if (failed && identity->inode != 0) platform_local_remove(path, identity);
    errno = error;
    return failed ? -1 : 0;
}

int platform_local_open(
    const char *path, const platform_local_file *file, platform_file_identity *identity, int *step) {
    *step = PLATFORM_LOCAL_SOCKET;
    *identity = (platform_file_identity){0, 0};
    int descriptor = socket(AF_UNIX, (file->is_datagram ? SOCK_DGRAM : SOCK_STREAM) | SOCK_CLOEXEC, 0);
    if (descriptor < 0 || place(descriptor, path, file, identity, step) == 0) return descriptor;
    int error = errno;
    close(descriptor);
    errno = error;
    return -1;
}
