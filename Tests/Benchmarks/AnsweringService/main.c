#define _GNU_SOURCE
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

/* A service that answers one client at once with a byte, waits until he leaves, and ends. It takes what it is started with:
   a listening socket as from systemd or as from inetd's "wait", or a connection as from inetd's "nowait". */

static int listens(int descriptor) {
    int value = 0;
    socklen_t size = sizeof value;
    return getsockopt(descriptor, SOL_SOCKET, SO_ACCEPTCONN, &value, &size) == 0 && value;
}

int main(void) {
    int given = getenv("LISTEN_FDS") ? 3 : 0;
    int client = listens(given) ? accept(given, NULL, NULL) : given;
    char bytes[256] = "!";
    if (client < 0 || write(client, bytes, 1) != 1) return 1;
    shutdown(client, SHUT_WR);
    while (read(client, bytes, sizeof bytes) > 0) {}
    return 0;
}
