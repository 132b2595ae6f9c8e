import Glibc
import ServiceSupervision

/// What a dormant service of the demonstration runs once it is started: it answers whoever comes, until it is told to end.
package enum DemoProgram {
    private static let firstDescriptor: Int32 = 3
    /// So long it prepares itself, that one can see it.
    private static let preparation: UInt32 = 900_000
    private static let answer = "HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 12\r\n\r\nsvctop demo\n"

    /// Serves the sockets that it was started with (`LISTEN_FDS`).
    package static func serve() {
        let count = getenv("LISTEN_FDS").flatMap { Int32(String(cString: $0)) } ?? 0
        guard (1...64).contains(count) else { return }
        let parent = getppid()
        usleep(preparation)
        ServiceManager.tell("READY=1")
        var watched = (0..<count).map { pollfd(fd: firstDescriptor + $0, events: Int16(POLLIN), revents: 0) }
        // Whoever has lost the demonstration has nobody left to tell it to end.
        while getppid() == parent {
            guard poll(&watched, nfds_t(watched.count), 1000) > 0 else { continue }
            for listener in watched where listener.revents & Int16(POLLIN) != 0 { serveOne(at: listener.fd) }
        }
    }

    private static func serveOne(at listener: Int32) {
        let connection = accept(listener, nil, nil)
        guard connection >= 0 else { return }
        defer { close(connection) }
        var patience = timeval(tv_sec: 2, tv_usec: 0)
        setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        var question = [UInt8](repeating: 0, count: 1024)
        guard recv(connection, &question, question.count, 0) > 0 else { return }
        var text = answer
        text.withUTF8 { bytes in _ = send(connection, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL)) }
    }
}
