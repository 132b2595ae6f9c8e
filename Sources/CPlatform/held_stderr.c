#define _GNU_SOURCE
#include "include/held_stderr.h"

#include <fcntl.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static const off_t limit = 256 * 1024;
static int kept = -1;
static int real_stderr = -1;
static atomic_int is_held;

/* A sealed size bounds the memory: writes beyond it fail. */
static int open_bounded_memory(void) {
    int descriptor = memfd_create("stderr", MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (descriptor < 0) return -1;
    if (ftruncate(descriptor, limit) == 0 && fcntl(descriptor, F_ADD_SEALS, F_SEAL_GROW | F_SEAL_SHRINK) == 0)
        return descriptor;
    close(descriptor);
    return -1;
}

void platform_stderr_hold(void) {
    if (atomic_load(&is_held) || !isatty(STDERR_FILENO)) return;
    if (kept < 0) kept = open_bounded_memory();
    if (real_stderr < 0) real_stderr = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
    if (kept < 0 || real_stderr < 0 || lseek(kept, 0, SEEK_SET) != 0) return;
    atomic_store(&is_held, 1);
    dup2(kept, STDERR_FILENO);
}

static void write_all(const char *bytes, size_t count) {
    while (count > 0) {
        ssize_t written = write(STDERR_FILENO, bytes, count);
        if (written <= 0) return;
        bytes += written;
        count -= (size_t)written;
    }
}

void platform_stderr_release(void) {
    if (!atomic_exchange(&is_held, 0)) return;
    dup2(real_stderr, STDERR_FILENO);
    off_t end = lseek(kept, 0, SEEK_CUR);
    char buffer[512];
    for (off_t at = 0; at < end;) {
        size_t wanted = end - at < (off_t)sizeof buffer ? (size_t)(end - at) : sizeof buffer;
        ssize_t count = pread(kept, buffer, wanted, at);
        if (count <= 0) break;
        write_all(buffer, (size_t)count);
        at += count;
    }
    static const char note[] = "\n(of what was written to stderr, only the first 256 KiB were kept)\n";
    if (limit - end < 4096) write_all(note, sizeof note - 1);
}
