#pragma once

#include <stddef.h>
#include <stdint.h>

/* What the benchmarks need to be in C. */

/* IPv4, both numbers in host byte order. */
typedef struct {
    uint32_t address;
    uint16_t port;
} benchmark_endpoint;

typedef struct {
    size_t answered;
    size_t refused;
    /* Timed out, or could not be tried. */
    size_t failed;
    /* Nanoseconds of all probes together: the clock is read for each, as a prober has to. */
    uint64_t waited;
} benchmark_result;

/* The yardstick for svctop's prober, a plain epoll loop: connects to every endpoint once and resets the connection, with
   at most `window` (up to 1024) under way. */
benchmark_result benchmark_probe(const benchmark_endpoint *endpoints, size_t count, int window, int timeout_ms);

/* Listens on every endpoint, accepts and closes what comes. Calls `ready` once it does, then runs until the process is
   killed. Returns only with an error: -1 and errno. */
int benchmark_accept(const benchmark_endpoint *endpoints, size_t count, void (*ready)(void));

/* From now on, processes whose parent ends become children of this one. */
int benchmark_adopt_orphans(void);

/* The service behind forwarders: reads what comes, answers a single byte with one, and the end of a stream with one.
   Calls `ready` with its port, then runs until the process is killed. Returns only with an error: -1 and errno. */
int benchmark_sink(void (*ready)(uint16_t port));

/* Sends one stream to a port of 127.0.0.1, and waits for the answer at its end. */
int benchmark_stream(uint16_t port, uint64_t bytes);

/* Makes so many connections, `window` (up to 4096) at once: a byte there, a byte back, the end. */
int benchmark_connections(uint16_t port, int count, int window);

/* Calls at a port of 127.0.0.1, says a byte and waits for one: nanoseconds from before the call until then. */
int64_t benchmark_first_byte(uint16_t port);

/* Starts a program with a connection as its standard input and output: nanoseconds from before that until it says a byte. */
int64_t benchmark_start(const char *program);

/* Connects so many times and leaves at once, at each port of 127.0.0.1 in turn. */
int benchmark_scan(const uint16_t *ports, uint32_t port_count, uint32_t count);
