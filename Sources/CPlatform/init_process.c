#define _GNU_SOURCE
#include "include/init_process.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static const int passed_on[] = {SIGHUP, SIGINT, SIGQUIT, SIGUSR1, SIGUSR2, SIGTERM, SIGCONT, SIGTSTP, SIGWINCH};
static pid_t process;

static void pass_on(int number) {
    int error = errno;
    kill(process, number);
    errno = error;
}

static void catch_signals(void) {
    struct sigaction action, before;
    memset(&action, 0, sizeof action);
    action.sa_handler = pass_on;
    action.sa_flags = SA_RESTART;
    sigfillset(&action.sa_mask);
    for (size_t i = 0; i < sizeof passed_on / sizeof *passed_on; i++) {
        /* Whoever started us decided that it does nothing. */
        if (sigaction(passed_on[i], NULL, &before) == 0 && before.sa_handler == SIG_IGN) continue;
        sigaction(passed_on[i], &action, NULL);
    }
}

int platform_act_as_init(char *const *arguments) {
    /* Children of who ignores it cannot be waited for. */
    signal(SIGCHLD, SIG_DFL);
    process = fork();
    if (process == 0) {
        execv("/proc/self/exe", arguments);
        _exit(126);
    }
    if (process < 0) return 126;
    catch_signals();
    while (1) {
        int status;
        pid_t ended = waitpid(-1, &status, 0);
        if (ended == process) return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
        if (ended < 0 && errno != EINTR) return 126;
    }
}
