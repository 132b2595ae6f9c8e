#define _GNU_SOURCE
#include "include/signal_pipe.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

#include "include/terminal_guard.h"

/* The last one only where signals are passed on. */
static const int caught[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP, SIGCONT, SIGWINCH, SIGUSR2, SIGUSR1};
enum { caught_count = sizeof caught / sizeof *caught };
static struct sigaction previous[caught_count];
static int ends[2] = {-1, -1};
static int is_open;
static int passes_on;
static atomic_int unread_requests_to_end;

static int asks_to_end(int number) {
    return number == SIGINT || number == SIGTERM || number == SIGHUP || number == SIGQUIT;
}

static void on_signal(int number, siginfo_t *info, void *context) {
    (void)context;
    int error = errno;
    /* That our terminal has another size now concerns nobody else. */
    if (passes_on && number == SIGWINCH && info->si_code > 0) return;
    if (!passes_on && asks_to_end(number) && atomic_fetch_add(&unread_requests_to_end, 1) >= 2) {
        platform_terminal_guard_restore();
        signal(number, SIG_DFL);
        raise(number);
    }
    unsigned char byte = (unsigned char)number;
    ssize_t written = write(ends[1], &byte, 1);
    (void)written;
    errno = error;
}

static int open_signals(void) {
    if (is_open) {
        errno = EBUSY;
        return -1;
    }
    if (ends[0] < 0 && pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0) return -1;
    while (platform_signals_next() != 0) {}
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_sigaction = on_signal;
    action.sa_flags = SA_RESTART | SA_SIGINFO;
    sigemptyset(&action.sa_mask);
    for (int i = 0; i < caught_count; i++) {
        sigaction(caught[i], NULL, &previous[i]);
        if (caught[i] == SIGUSR1 && !passes_on) continue;
        /* nohup: who started the process decided that a hang-up does not end it. */
        if (caught[i] == SIGHUP && previous[i].sa_handler == SIG_IGN) continue;
        sigaction(caught[i], &action, NULL);
    }
    is_open = 1;
    return ends[0];
}

int platform_signals_open(void) {
    passes_on = 0;
    return open_signals();
}

int platform_signals_open_to_pass_on(void) {
    passes_on = 1;
    return open_signals();
}

int platform_signals_next(void) {
    unsigned char byte;
    if (read(ends[0], &byte, 1) != 1) return 0;
    if (asks_to_end(byte)) atomic_store(&unread_requests_to_end, 0);
    return byte;
}

void platform_signals_close(void) {
    if (!is_open) return;
    for (int i = 0; i < caught_count; i++) sigaction(caught[i], &previous[i], NULL);
    is_open = 0;
}

void platform_stop_process(int with_group) {
    struct sigaction on_stop, on_continue, action;
    memset(&action, 0, sizeof action);
    sigemptyset(&action.sa_mask);
    action.sa_handler = SIG_DFL;
    sigaction(SIGCONT, &action, &on_continue);
    action.sa_handler = SIG_IGN;
    sigaction(SIGTSTP, &action, &on_stop);
    if (with_group) kill(0, SIGTSTP);
    action.sa_handler = SIG_DFL;
    sigaction(SIGTSTP, &action, NULL);
    /* To this thread, so that the stop has happened when the call returns. */
    raise(SIGTSTP);
    sigaction(SIGTSTP, &on_stop, NULL);
    sigaction(SIGCONT, &on_continue, NULL);
}

void platform_signals_unblock(void) {
    sigset_t none;
    sigemptyset(&none);
    pthread_sigmask(SIG_SETMASK, &none, NULL);
}
