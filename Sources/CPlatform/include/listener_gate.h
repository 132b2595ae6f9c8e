#pragma once

#include <stdint.h>

/* Lets nobody new reach a TCP listener, for a moment: what knocks is dropped without a word, and knocks again a second later.
   Connections that are there already are not concerned. -1 for what is no TCP listener. */
int platform_listener_gate_close(int descriptor);
int platform_listener_gate_open(int descriptor);
