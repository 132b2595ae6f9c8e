#pragma once

/* Signals as bytes in a pipe: SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP, SIGCONT, SIGWINCH, SIGUSR2 are caught from open to
   close. Returns the end to poll. One at a time in a process.

   If nobody reads while three signals that ask the process to end come in, the third ends it, terminal restored. */
int platform_signals_open(void);
/* As open, for somebody who passes signals on to another process: SIGUSR1 too, and SIGWINCH only where a process sends it. */
int platform_signals_open_to_pass_on(void);
/* The next signal, 0 if there is none. */
int platform_signals_next(void);
/* Gives every signal the action that it had before. */
void platform_signals_close(void);

/* Lets the calling thread have every signal: threads that a pool made start with most of them blocked. */
void platform_signals_unblock(void);

/* Stops the process as Ctrl-Z does, with the rest of its process group if asked; returns once it goes on. At once if
   nobody could let it go on. To be called with SIGTSTP not blocked. */
void platform_stop_process(int with_group);
