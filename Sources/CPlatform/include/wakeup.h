#pragma once

/* An eventfd that lets any thread end another one's poll(2). Returns the descriptor. */
int platform_wakeup_open(void);
/* Makes the descriptor readable; any number of calls until it is drained count as one. */
void platform_wakeup_signal(int descriptor);
void platform_wakeup_drain(int descriptor);
