#pragma once

/* What the first process of a PID namespace has to do, and no other: every orphan becomes its child. Runs this program once
   more with the same arguments, passes signals on to it, waits for whatever ends, and returns the exit code once it has
   ended itself: its own, or 128 and the signal's number. */
int platform_act_as_init(char *const *arguments);
