#pragma once

#include <stddef.h>

/* Gives the terminal back whatever happens: at exit(3), and when the process dies of SIGILL, SIGTRAP, SIGSEGV, SIGBUS,
   SIGFPE or SIGABRT (a Swift trap is one of them). There is one guard in a process.

   Remembers the modes that the terminal has now. */
int platform_terminal_guard_remember(int terminal);

/* From now on `sequence` is what the terminal needs to be as before. Holds stderr back.
   `screen` is the descriptor that the screen is drawn through; restoring closes it off, so that a thread which goes on
   drawing while another one dies does no harm. */
void platform_terminal_guard_arm(int terminal, int screen, const char *sequence, size_t length);

/* Writes the sequence, sets the modes, lets stderr go. Async-signal-safe; does nothing unless armed. */
void platform_terminal_guard_restore(void);

/* As restore for a terminal that has had its sequence already and is drawn to again later: after endwin(3). */
void platform_terminal_guard_disarm(void);

/* Gives the calling thread a stack of its own for signal handlers, so that running out of stack is caught as well. */
int platform_signal_stack_install(void);
