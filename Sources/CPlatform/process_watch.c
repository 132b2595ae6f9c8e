#define _GNU_SOURCE
#include "include/process_watch.h"

#include <errno.h>
#include <stdint.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* As the kernel's <linux/pidfd.h> has it, which may be older here than the kernel. */
typedef struct {
    uint64_t mask, control_group;
    uint32_t numbers[11];
    int32_t exit_status;
} pidfd_info;

enum { info_exit = 1 << 3 };
#define PIDFD_GET_INFO_OF_THIS_SIZE _IOWR(0xFF, 11, pidfd_info)

int platform_process_watch(int process) { return (int)syscall(SYS_pidfd_open, process, 0); }

/* A child of ours is waited for by that. */
static int status_of_child(int watch) {
    siginfo_t end;
    memset(&end, 0, sizeof end);
    if (waitid(P_PIDFD, (id_t)watch, &end, WEXITED | WNOHANG) < 0 || end.si_pid == 0) return -1;
    return end.si_code == CLD_EXITED ? (end.si_status & 0xFF) << 8 : end.si_status & 0x7F;
}

int platform_process_exit_status(int watch) {
    pidfd_info info;
    int status = status_of_child(watch);
    if (status >= 0) return status;
    memset(&info, 0, sizeof info);
    info.mask = info_exit;
    if (ioctl(watch, PIDFD_GET_INFO_OF_THIS_SIZE, &info) < 0) return -1;
    if (info.mask & info_exit) return info.exit_status;
    errno = ENODATA;
    return -1;
}
