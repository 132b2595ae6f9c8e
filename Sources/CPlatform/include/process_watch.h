#pragma once

/* A close-on-exec descriptor that becomes readable when the child process has ended (pidfd). */
int platform_process_watch(int process);
