#pragma once

#include <stdint.h>

#include "probe_socket.h"

/* UDP in batches (recvmmsg(2), sendmmsg(2)), answered from the address that was asked. */

/* The way back to who has sent a datagram: the peer's address, and ours that it was sent to where the socket has several. */
typedef struct {
    uint64_t peer[4];
    uint64_t control[6];
    uint32_t peer_size;
    uint32_t control_size;
} platform_return_path;

/* A bound socket; port 0 is the kernel's choice. Nobody else may have the port, not even by SO_REUSEPORT. */
int platform_datagram_open(platform_peer address);
/* Another one at the address of one that is open, with datagrams spread over both: by SO_REUSEPORT, and only until
   `platform_datagram_close_group` is called for each. */
int platform_datagram_open_another(int descriptor);
void platform_datagram_close_group(int descriptor);
/* Makes an inherited descriptor ready; fails with ENOTSOCK or EPROTOTYPE for what is no UDP socket. */
int platform_datagram_adopt(int descriptor);
/* What the socket is bound to. */
int platform_datagram_address(int descriptor, platform_peer *address);

typedef struct platform_datagrams platform_datagrams;

/* Room for so many requests and answers; NULL without memory. */
platform_datagrams *platform_datagrams_make(uint32_t capacity, uint32_t request_size, uint32_t answer_size);
void platform_datagrams_free(platform_datagrams *batch);
/* Takes what has come, without waiting; what is longer than there is room for is cut off. Returns how many. */
int platform_datagrams_receive(platform_datagrams *batch, int descriptor);
const void *platform_datagrams_request(const platform_datagrams *batch, uint32_t index);
uint32_t platform_datagrams_request_size(const platform_datagrams *batch, uint32_t index);
/* Who has sent it; an IPv4 address in IPv6's clothes is told as what it is. */
platform_peer platform_datagrams_peer(const platform_datagrams *batch, uint32_t index);
platform_return_path platform_datagrams_return_path(const platform_datagrams *batch, uint32_t index);
/* Where the answer to a request is to be written. */
void *platform_datagrams_answer(platform_datagrams *batch, uint32_t index);
/* Says that the answer is there: sent by the next `platform_datagrams_send`. */
void platform_datagrams_queue(platform_datagrams *batch, uint32_t index, uint32_t size);
/* Sends the queued answers without waiting; what the kernel does not take is dropped. */
void platform_datagrams_send(platform_datagrams *batch, int descriptor);

/* Sends one answer without waiting. */
long platform_datagram_send(int descriptor, platform_return_path path, const void *bytes, uint32_t count);
