#define _GNU_SOURCE
#include "include/terminal_guard.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <termios.h>
#include <unistd.h>

#include "include/held_stderr.h"

static atomic_int armed;
static int terminal_descriptor = -1;
static int screen_descriptor = -1;
static int null_descriptor = -1;
static char restore_sequence[512];
static size_t restore_length;
static struct termios remembered;
static struct sigaction previous[NSIG];
static const int crash_signals[] = {SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE, SIGABRT};

int platform_terminal_guard_remember(int terminal) { return tcgetattr(terminal, &remembered); }

void platform_terminal_guard_restore(void) {
    if (!atomic_exchange(&armed, 0)) return;
    int error = errno;
    if (null_descriptor >= 0) dup2(null_descriptor, screen_descriptor);
    ssize_t written = write(terminal_descriptor, restore_sequence, restore_length);
    (void)written;
    tcsetattr(terminal_descriptor, TCSANOW, &remembered);
    platform_stderr_release();
    errno = error;
}

void platform_terminal_guard_disarm(void) {
    if (!atomic_exchange(&armed, 0)) return;
    tcsetattr(terminal_descriptor, TCSADRAIN, &remembered);
    platform_stderr_release();
}

/* Restores, then lets the action that was there before have the signal: Swift's backtrace, or the end. */
static void on_crash(int number, siginfo_t *info, void *context) {
    (void)context;
    platform_terminal_guard_restore();
    sigaction(number, &previous[number], NULL);
    /* A fault happens again when the handler returns; what somebody sent does not. */
    if (info == NULL || info->si_code <= 0 || number == SIGABRT) raise(number);
}

static void install_once(void) {
    static int is_installed;
    if (is_installed) return;
    is_installed = 1;
    null_descriptor = open("/dev/null", O_RDWR | O_CLOEXEC);
    atexit(platform_terminal_guard_restore);
}

static void catch_crashes(void) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_sigaction = on_crash;
    action.sa_flags = SA_SIGINFO | SA_ONSTACK;
    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < sizeof crash_signals / sizeof *crash_signals; i++) {
        struct sigaction now;
        int number = crash_signals[i];
        if (sigaction(number, NULL, &now) == 0 && (now.sa_flags & SA_SIGINFO) && now.sa_sigaction == on_crash) continue;
        sigaction(number, &action, &previous[number]);
    }
}

void platform_terminal_guard_arm(int terminal, int screen, const char *sequence, size_t length) {
    install_once();
    catch_crashes();
    terminal_descriptor = terminal;
    screen_descriptor = screen;
    restore_length = length < sizeof restore_sequence ? length : sizeof restore_sequence;
    memcpy(restore_sequence, sequence, restore_length);
    platform_stderr_hold();
    atomic_store(&armed, 1);
}

int platform_signal_stack_install(void) {
    const size_t size = 64 * 1024;
    void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);
    if (memory == MAP_FAILED) return -1;
    stack_t stack = {.ss_sp = memory, .ss_size = size};
    return sigaltstack(&stack, NULL);
}
