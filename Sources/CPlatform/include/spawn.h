#pragma once

#include <stdint.h>
#include <sys/types.h>

/* fork(2) and exec(3) as a service manager does them. The child gets standard input, output and error, the descriptors
   that are handed over, and no other; signals have their default actions and none is blocked. */

typedef struct {
    /* Looked for in PATH where it holds no slash. */
    const char *program;
    /* Both end with NULL. */
    char *const *arguments;
    char *const *environment;
    /* Where it starts; NULL for where we are. */
    const char *folder;
    /* They become 3, 4 and so on; LISTEN_PID, which the environment is not to have, names the child. */
    const int *descriptors;
    uint32_t descriptor_count;
    /* Its standard input and output; -1 for ours. */
    int standard_input;
    int standard_output;
    /* RLIMIT_NOFILE, which may be raised again as far as ours; 0 for ours. */
    uint64_t open_files;
    /* What the child is sent when the thread that has called ends; 0 for nothing. */
    int signal_at_our_end;
    /* Whom it runs as, where we may change that. */
    uint8_t changes_user;
    uid_t user;
    gid_t group;
    const gid_t *groups;
    uint32_t group_count;
} platform_spawn_request;

/* Where starting a program failed. */
enum {
    PLATFORM_SPAWN_FORK = 1,
    PLATFORM_SPAWN_DESCRIPTORS,
    PLATFORM_SPAWN_USER,
    PLATFORM_SPAWN_FOLDER,
    PLATFORM_SPAWN_EXEC,
    PLATFORM_SPAWN_LIMITS,
};

/* Starts a program as the leader of a process group of its own, and returns once exec(3) has worked. `watch` becomes a
   pidfd. Where it fails, `step` says at what, and nothing is left to wait for. */
pid_t platform_spawn(const platform_spawn_request *request, int *watch, int *step);

/* The program in this process's place, which keeps its number. Returns only where that fails: `step` and errno say at what,
   and what was open from 3 on may be something else by then. */
void platform_become(const platform_spawn_request *request, int *step);

/* Sends a signal to the process of a pidfd, or to no one where that has been waited for. */
int platform_process_signal(int watch, int number);

/* "TERM"; NULL for what is no signal. */
const char *platform_signal_name(int number);

/* Waits until the child has ended, kills what is left of its process group while nobody else can have its number, and
   forgets it. The exit code, or 128 and the signal's number; -1 where it cannot be known. `by_signal` is told which it is. */
int platform_process_finish(pid_t process, int *by_signal);
