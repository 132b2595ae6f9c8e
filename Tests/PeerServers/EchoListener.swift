import Dispatch
import Glibc

/// A TCP service on 127.0.0.1 that says back what it hears, and ends its side when the other has ended its own.
package final class EchoListener: Sendable {
    package let port: UInt16
    private let descriptor: Int32

    /// - Parameter greeting: said first to everyone who comes.
    package init(greeting: String = "", port: UInt16 = 0) throws(PeerError) {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var on: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
        guard let bound = bindLoopback(descriptor, port: port), listen(descriptor, 1024) == 0 else {
            throw .cannotStart("no listener on port \(port): \(errorText())")
        }
        self.port = bound
        // A serial queue has a thread of its own while it blocks.
        DispatchQueue(label: "echo.accept").async { [descriptor] in
            defer { close(descriptor) }
            while case let client = accept(descriptor, nil, nil), client >= 0 {
                _ = fcntl(client, F_SETFD, FD_CLOEXEC)
                DispatchQueue(label: "echo.connection").async { echo(client, greeting) }
            }
        }
    }

    deinit { stop() }

    /// Nobody listens any more; wakes the thread that waits there, which closes the socket.
    package func stop() { shutdown(descriptor, Int32(SHUT_RDWR)) }
}

private func echo(_ client: Int32, _ greeting: String) {
    defer { close(client) }
    var bytes = Array(greeting.utf8)
    var count = bytes.count
    bytes += [UInt8](repeating: 0, count: 1 << 16)
    repeat {
        var sent = 0
        while sent < count {
            let more = bytes[sent..<count].withUnsafeBytes {
                send(client, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard more > 0 else { return }
            sent += more
        }
        count = recv(client, &bytes, bytes.count, 0)
    } while count > 0
}
