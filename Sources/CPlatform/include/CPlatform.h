#pragma once

/* What Swift cannot say, one header and one .c file per concern. Functions that can fail return -1 and set errno. */

#include "accepted.h"
#include "datagram_stamp.h"
#include "datagrams.h"
#include "descriptor_passing.h"
#include "epoll.h"
#include "held_stderr.h"
#include "init_process.h"
#include "listener_gate.h"
#include "listeners.h"
#include "memory_file.h"
#include "notify_socket.h"
#include "probe_socket.h"
#include "process_watch.h"
#include "pseudo_terminal.h"
#include "signal_pipe.h"
#include "socket_owner.h"
#include "spawn.h"
#include "splice.h"
#include "terminal_guard.h"
#include "wakeup.h"
