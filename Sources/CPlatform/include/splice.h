#pragma once

/* Streams on their way from one socket to another: non-blocking, close-on-exec. */

/* The next connection that waits at a listener. */
int platform_accept(int listener);
/* A pipe, its end to read from first, with room for `capacity` bytes where the system allows. */
int platform_pipe_open(int ends[2], int capacity);
/* Moves bytes from or into a pipe within the kernel (splice(2)), without waiting. Returns how many, 0 at the end. */
long platform_splice(int from, int to, unsigned long count);
/* As splice, from and into memory; never raises SIGPIPE. */
long platform_receive(int descriptor, void *bytes, unsigned long count);
long platform_send(int descriptor, const void *bytes, unsigned long count);
/* Small packets go out at once, and a peer that has gone without a word is noticed in minutes; for TCP alone. */
void platform_stream_tune(int descriptor);
/* The next close(2) resets the connection: what was cut off does not look whole to the peer. */
void platform_stream_spoil(int descriptor);
