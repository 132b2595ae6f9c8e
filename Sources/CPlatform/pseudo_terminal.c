#define _GNU_SOURCE
#include "include/pseudo_terminal.h"

#include <errno.h>
#include <fcntl.h>
#include <pty.h>
#include <sys/ioctl.h>
#include <unistd.h>

int platform_pty_open(int *master, int *slave, int rows, int columns) {
    struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns};
    if (openpty(master, slave, NULL, NULL, &size) != 0) return -1;
    if (fcntl(*master, F_SETFD, FD_CLOEXEC) == 0 && fcntl(*slave, F_SETFD, FD_CLOEXEC) == 0) return 0;
    int error = errno;
    close(*master);
    close(*slave);
    errno = error;
    return -1;
}

int platform_pty_resize(int descriptor, int rows, int columns) {
    struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns};
    return ioctl(descriptor, TIOCSWINSZ, &size);
}

int platform_terminal_size(int descriptor, int *rows, int *columns) {
    struct winsize size;
    if (ioctl(descriptor, TIOCGWINSZ, &size) != 0) return -1;
    if (size.ws_row == 0 || size.ws_col == 0) {
        errno = ENOTTY;
        return -1;
    }
    *rows = size.ws_row;
    *columns = size.ws_col;
    return 0;
}
