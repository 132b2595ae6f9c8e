#include "include/wakeup.h"

#include <sys/eventfd.h>

int platform_wakeup_open(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }

void platform_wakeup_signal(int descriptor) { eventfd_write(descriptor, 1); }

void platform_wakeup_drain(int descriptor) {
    eventfd_t count;
    eventfd_read(descriptor, &count);
}
