#pragma once

#include <linux/netlink.h>
#include <stdint.h>

/* Questions to the kernel about the sockets of this network namespace (sock_diag(7)), answered row by row. */

/* One row: a message of type SOCK_DIAG_BY_FAMILY, whole. */
typedef void (*socket_row)(const struct nlmsghdr *row, void *context);

/* Asks for all sockets that match: `request` begins with room for its header, which is filled in here. How many parts the
   answer came in: between two of them, rows that move within the kernel's table can be passed over or come twice. */
int socket_dump(void *request, uint32_t size, socket_row each, void *context);
/* Asks for one socket; ENOENT where there is none. */
int socket_ask(void *request, uint32_t size, socket_row each, void *context);

/* The payload of a row's attribute, `fixed` bytes after its header; NULL where it has none that is at least `least` long. */
const void *socket_row_attribute(
    const struct nlmsghdr *row, uint32_t fixed, uint16_t type, uint32_t least, uint32_t *length);
