#define _GNU_SOURCE
#include "include/process_watch.h"

#include <sys/syscall.h>
#include <unistd.h>

int platform_process_watch(int process) { return (int)syscall(SYS_pidfd_open, process, 0); }
