import Glibc

/// A TCP service on 127.0.0.1 that can be killed and started again on its port.
package final class Listener {
    package private(set) var port: UInt16 = 0
    package private(set) var descriptor: Int32 = -1

    /// Nobody accepts: so many may call, one after the other.
    private static let backlog: Int32 = 4096

    /// - Parameter port: 0 is the kernel's choice.
    package init(port: UInt16 = 0) throws(PeerError) {
        self.port = port
        try start()
    }

    deinit { stop() }

    package func stop() {
        if descriptor >= 0 { close(descriptor) }
        descriptor = -1
    }

    package func start() throws(PeerError) {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var on: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
        guard let bound = bindLoopback(descriptor, port: port), listen(descriptor, Self.backlog) == 0 else {
            throw .cannotStart("no listener on port \(port): \(errorText())")
        }
        port = bound
    }

    /// The socket of the next who connects, which is the caller's to close; waits for him.
    package func acceptNext() throws(PeerError) -> Int32 {
        let client = accept(descriptor, nil, nil)
        guard client >= 0 else { throw .cannotStart("accept: \(errorText())") }
        _ = fcntl(client, F_SETFD, FD_CLOEXEC)
        return client
    }

    /// As the kernel numbers its socket.
    package var inode: UInt64 {
        var status = stat()
        return fstat(descriptor, &status) == 0 ? UInt64(status.st_ino) : 0
    }

    /// Whether somebody has connected since the start.
    package var wasCalled: Bool {
        var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        return poll(&waiting, 1, 0) > 0
    }
}
