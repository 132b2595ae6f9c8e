#pragma once

/* A pseudo terminal of the given size, both ends close-on-exec. */
int platform_pty_open(int *master, int *slave, int rows, int columns);
/* Changes the size that the terminal reports, which sends SIGWINCH to its foreground processes. */
int platform_pty_resize(int descriptor, int rows, int columns);
/* The terminal's size; -1 if the descriptor is no terminal or does not know. */
int platform_terminal_size(int descriptor, int *rows, int *columns);
