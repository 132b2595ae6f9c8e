import Glibc

/// Sockets of ours that a program shares.
package enum HandedSockets {
    /// Blocking, as programs expect them: those that want it otherwise set it so, for all that share the socket.
    package static func prepare(_ sockets: [HandedDescriptor]) {
        for socket in sockets {
            let flags = fcntl(socket.descriptor, F_GETFL)
            if flags >= 0 { _ = fcntl(socket.descriptor, F_SETFL, flags & ~O_NONBLOCK) }
        }
    }
}
