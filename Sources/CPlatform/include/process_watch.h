#pragma once

#include <sys/types.h>

/* A close-on-exec descriptor that becomes readable when the child process has ended (pidfd). */
int platform_process_watch(int process);

/* How the process of a pidfd has ended, as wait(2) has it. A child of ours is waited for by that; of others, -1 where the
   kernel cannot tell (it can since Linux 6.15). */
int platform_process_exit_status(int watch);
