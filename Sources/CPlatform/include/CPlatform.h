#pragma once

/* What Swift cannot say, one header and one .c file per concern. Functions that can fail return -1 and set errno. */

#include "pty.h"
#include "wakeup.h"
