#pragma once

/* While a screen is drawn, what is written to stderr would spoil it and be lost. From hold to release it is kept in
   memory (up to a bound) if stderr is a terminal; release writes it there. */
void platform_stderr_hold(void);
/* Async-signal-safe. Does nothing if nothing is held. */
void platform_stderr_release(void);
