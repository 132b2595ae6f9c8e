#pragma once

#include <stdint.h>

/* When whoever reads a datagram socket has last taken one that had come (nanoseconds since 1970); 0 for not since this was
   first asked. -1 where the kernel does not tell. */
int64_t platform_datagram_last_taken(int descriptor);
