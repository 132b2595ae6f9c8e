#define _GNU_SOURCE
#include "include/spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/close_range.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "include/process_watch.h"

enum { first_descriptor = 3, pid_name_length = sizeof "LISTEN_PID=" - 1 };

typedef struct {
    int step;
    int error;
} failure;

/* What is made before fork(2), after which nothing may allocate. */
typedef struct {
    char **environment;
    int *copies;
    char pid[pid_name_length + 24];
} preparation;

/* MARK: In the child */

static void write_pid(char *at, pid_t pid) {
    char digits[24];
    int count = 0;
    do {
        digits[count++] = (char)('0' + pid % 10);
        pid /= 10;
    } while (pid > 0);
    while (count > 0) *at++ = digits[--count];
    *at = 0;
}

/* nohup(1): who started us decided that a hang-up ends nothing. */
static void reset_signals(void) {
    struct sigaction action, usual;
    memset(&usual, 0, sizeof usual);
    usual.sa_handler = SIG_DFL;
    for (int number = 1; number < NSIG; number++) {
        if (number == SIGHUP && sigaction(number, NULL, &action) == 0 && action.sa_handler == SIG_IGN) continue;
        sigaction(number, &usual, NULL);
    }
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

static int place_standard_streams(const platform_spawn_request *request) {
    if (request->standard_input >= 0 && dup2(request->standard_input, STDIN_FILENO) < 0) return -1;
    return request->standard_output >= 0 ? dup2(request->standard_output, STDOUT_FILENO) : 0;
}

static int limit_open_files(const platform_spawn_request *request) {
    struct rlimit limit;
    if (request->open_files == 0) return 0;
    if (getrlimit(RLIMIT_NOFILE, &limit) < 0) return -1;
    limit.rlim_cur = request->open_files;
    if (limit.rlim_max < limit.rlim_cur) limit.rlim_max = limit.rlim_cur;
    return setrlimit(RLIMIT_NOFILE, &limit);
}

/* Copies first, for the places that the descriptors go to may be those of others among them. */
static int place_descriptors(const platform_spawn_request *request, int *copies, int *report) {
    int end = first_descriptor + (int)request->descriptor_count;
    *report = fcntl(*report, F_DUPFD_CLOEXEC, end);
    if (*report < 0 || place_standard_streams(request) < 0) return -1;
    for (uint32_t i = 0; i < request->descriptor_count; i++) {
        copies[i] = fcntl(request->descriptors[i], F_DUPFD_CLOEXEC, end);
        if (copies[i] < 0) return -1;
    }
    for (uint32_t i = 0; i < request->descriptor_count; i++) {
        if (dup2(copies[i], first_descriptor + (int)i) < 0) return -1;
    }
    return (int)syscall(SYS_close_range, end, ~0U, CLOSE_RANGE_CLOEXEC);
}

/* By the kernel's own calls: the C library's would have every thread change, and here is none but this. */
static int change_user(const platform_spawn_request *request) {
    if (!request->changes_user) return 0;
    if (syscall(SYS_setgroups, request->group_count, request->groups) < 0) return -1;
    if (syscall(SYS_setresgid, request->group, request->group, request->group) < 0) return -1;
    return (int)syscall(SYS_setresuid, request->user, request->user, request->user);
}

/* To be asked after the change of user, which makes the kernel forget it. */
static int follow_parent(const platform_spawn_request *request, pid_t parent) {
    if (request->signal_at_our_end == 0) return 0;
    if (prctl(PR_SET_PDEATHSIG, request->signal_at_our_end) < 0) return -1;
    if (getppid() != parent) _exit(127);
    return 0;
}

/* Returns only where it fails: at which step. */
static int change_into(const platform_spawn_request *request, preparation *made, int *report, pid_t parent) {
    reset_signals();
    write_pid(made->pid + pid_name_length, getpid());
    if (place_descriptors(request, made->copies, report) < 0) return PLATFORM_SPAWN_DESCRIPTORS;
    if (limit_open_files(request) < 0) return PLATFORM_SPAWN_LIMITS;
    if (change_user(request) < 0 || follow_parent(request, parent) < 0) return PLATFORM_SPAWN_USER;
    if (request->folder && chdir(request->folder) < 0) return PLATFORM_SPAWN_FOLDER;
    execvpe(request->program, request->arguments, made->environment);
    return PLATFORM_SPAWN_EXEC;
}

static _Noreturn void become(const platform_spawn_request *request, preparation *made, int report, pid_t parent) {
    failure failed;
    setpgid(0, 0);
    failed.step = change_into(request, made, &report, parent);
    failed.error = errno;
    ssize_t written = write(report, &failed, sizeof failed);
    (void)written;
    _exit(127);
}

/* MARK: In the parent */

static int prepare(const platform_spawn_request *request, preparation *made) {
    size_t count = 0;
    while (request->environment[count]) count++;
    strcpy(made->pid, "LISTEN_PID=");
    made->environment = calloc(count + 2, sizeof *made->environment);
    made->copies = calloc(request->descriptor_count + 1, sizeof *made->copies);
    if (!made->environment || !made->copies) return -1;
    memcpy(made->environment, request->environment, count * sizeof *made->environment);
    if (request->descriptor_count > 0) made->environment[count] = made->pid;
    return 0;
}

/* What the child has to say; nothing, where the pipe has closed with exec(3). */
static failure read_failure(int report) {
    failure failed = {0};
    ssize_t count;
    do {
        count = read(report, &failed, sizeof failed);
    } while (count < 0 && errno == EINTR);
    if (count != (ssize_t)sizeof failed) memset(&failed, 0, sizeof failed);
    return failed;
}

static pid_t fork_into(const platform_spawn_request *request, preparation *made, const int ends[2]) {
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, &before);
    pid_t parent = getpid();
    pid_t process = fork();
    if (process == 0) become(request, made, ends[1], parent);
    int error = errno;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    errno = error;
    return process;
}

static pid_t start(const platform_spawn_request *request, preparation *made, int *watch, failure *failed) {
    int ends[2];
    *failed = (failure){.step = PLATFORM_SPAWN_FORK};
    if (prepare(request, made) < 0 || pipe2(ends, O_CLOEXEC) < 0) {
        failed->error = errno;
        return -1;
    }
    pid_t process = fork_into(request, made, ends);
    failed->error = errno;
    close(ends[1]);
    if (process > 0) *failed = read_failure(ends[0]);
    close(ends[0]);
    if (process > 0 && failed->error == 0) {
        *watch = platform_process_watch(process);
        if (*watch >= 0) return process;
        *failed = (failure){.step = PLATFORM_SPAWN_FORK, .error = errno};
        kill(process, SIGKILL);
    }
    if (process > 0) waitpid(process, NULL, 0);
    return -1;
}

pid_t platform_spawn(const platform_spawn_request *request, int *watch, int *step) {
    preparation made = {0};
    failure failed;
    /* Children of who ignores it cannot be waited for. */
    struct sigaction action;
    if (sigaction(SIGCHLD, NULL, &action) == 0 && action.sa_handler == SIG_IGN) signal(SIGCHLD, SIG_DFL);
    pid_t process = start(request, &made, watch, &failed);
    free(made.environment);
    free(made.copies);
    *step = failed.step;
    errno = failed.error;
    return process;
}

void platform_become(const platform_spawn_request *request, int *step) {
    preparation made = {0};
    int kept = STDERR_FILENO;
    *step = PLATFORM_SPAWN_FORK;
    if (prepare(request, &made) == 0) *step = change_into(request, &made, &kept, getppid());
    int error = errno;
    free(made.environment);
    free(made.copies);
    errno = error;
}

int platform_process_signal(int watch, int number) {
    return (int)syscall(SYS_pidfd_send_signal, watch, number, NULL, 0);
}

int platform_process_finish(pid_t process, int *by_signal) {
    siginfo_t end;
    int result;
    memset(&end, 0, sizeof end);
    do {
        result = waitid(P_PID, (id_t)process, &end, WEXITED | WNOWAIT);
    } while (result < 0 && errno == EINTR);
    if (result < 0) return -1;
    kill(-process, SIGKILL);
    while (waitid(P_PID, (id_t)process, &end, WEXITED) < 0 && errno == EINTR) {}
    *by_signal = end.si_code != CLD_EXITED;
    return *by_signal ? 128 + end.si_status : end.si_status;
}

const char *platform_signal_name(int number) { return sigabbrev_np(number); }
