import Dispatch
import Glibc
import Synchronization

/// Stands on a port of its own before a real server, and spoils what the server says as it is told to.
package final class Relay: Sendable {
    package enum Manner: Sendable {
        case faithful
        /// Over TCP, so many bytes of the answer, then the end of the connection.
        case cutting(after: Int)
        /// Over TCP, the byte of the answer at this place with another value.
        case corrupting(at: Int)
        /// These bytes instead of an answer, the same for every request.
        case saying([UInt8])
        /// Takes the request and never answers.
        case silent
        /// Ends every connection as soon as it has been asked.
        case hangingUp
    }

    package let port: UInt16
    private let server: UInt16
    private let listener: Int32
    private let datagrams: Int32
    private let manner: Mutex<Manner>
    /// For the next connection alone.
    private let nextManner = Mutex<Manner?>(nil)

    package init(to server: UInt16, _ manner: Manner = .faithful) throws(PeerError) {
        self.server = server
        self.manner = Mutex(manner)
        var found: (port: UInt16, listener: Int32, datagrams: Int32)?
        for _ in 0..<50 where found == nil {
            let tcp = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
            let udp = socket(AF_INET, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
            if let port = bindLoopback(tcp, port: 0), bindLoopback(udp, port: port) != nil, listen(tcp, 64) == 0 {
                found = (port, tcp, udp)
            } else {
                close(tcp)
                close(udp)
            }
        }
        guard let found else { throw .cannotStart("no free port on 127.0.0.1") }
        (port, listener, datagrams) = found
        // A serial queue has a thread of its own while it blocks.
        DispatchQueue(label: "relay.tcp").async { [weak self, listener] in
            defer { close(listener) }
            while true {
                let client = accept(listener, nil, nil)
                guard client >= 0 else { return }
                _ = fcntl(client, F_SETFD, FD_CLOEXEC)
                guard let self else { return }
                DispatchQueue(label: "relay.connection").async { self.serve(client) }
            }
        }
        DispatchQueue(label: "relay.udp").async { [weak self, datagrams] in
            defer { close(datagrams) }
            while let (request, client) = receive(datagrams) {
                guard let self else { return }
                self.answer(request, from: client)
            }
        }
    }

    deinit { stop() }

    package func behave(_ manner: Manner) { self.manner.withLock { $0 = manner } }

    /// Spoils the next connection over TCP; the others are treated as before.
    package func spoilNext(_ manner: Manner) { nextManner.withLock { $0 = manner } }

    /// Nobody listens on the port any more. Wakes the threads that wait there, which close the sockets.
    package func stop() {
        shutdown(listener, Int32(SHUT_RDWR))
        shutdown(datagrams, Int32(SHUT_RDWR))
    }
}

// MARK: - TCP

extension Relay {
    private func serve(_ client: Int32) {
        defer {
            // A process that was just started may hold the socket, too.
            shutdown(client, Int32(SHUT_RDWR))
            close(client)
        }
        var request = [UInt8](repeating: 0, count: 65_536)
        let count = read(client, &request, request.count)
        guard count > 0 else { return }
        switch nextManner.withLock({ $0.take() }) ?? manner.withLock({ $0 }) {
        case .faithful: pass(request.prefix(count), to: client)
        case .cutting(let limit): pass(request.prefix(count), to: client, atMost: limit)
        case .corrupting(let place): pass(request.prefix(count), to: client, corrupting: place)
        case .saying(let bytes): write(client, bytes)
        case .silent: _ = read(client, &request, request.count)
        case .hangingUp: break
        }
    }

    private func pass(
        _ request: ArraySlice<UInt8>, to client: Int32, atMost limit: Int = .max, corrupting place: Int? = nil
    ) {
        let upstream = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        defer { close(upstream) }
        guard withLoopbackAddress(port: server, { connect(upstream, $0, $1) }) == 0 else { return }
        write(upstream, Array(request))
        var left = limit
        var bytes = [UInt8](repeating: 0, count: 65_536)
        while left > 0 {
            var waiting = [pollfd(fd: upstream, events: Int16(POLLIN), revents: 0)]
            waiting.append(pollfd(fd: client, events: Int16(POLLIN), revents: 0))
            guard poll(&waiting, 2, -1) > 0 else { return }
            let isAnswer = waiting[0].revents != 0
            let count = read(isAnswer ? upstream : client, &bytes, bytes.count)
            guard count > 0 else { return }
            guard isAnswer else {
                write(upstream, Array(bytes.prefix(count)))
                continue
            }
            if let place, (limit - left..<limit - left + count).contains(place) {
                bytes[place - (limit - left)] ^= 0x41
            }
            write(client, Array(bytes.prefix(min(count, left))))
            left -= count
        }
    }

    private func write(_ descriptor: Int32, _ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }
}

// MARK: - UDP

extension Relay {
    private func answer(_ request: [UInt8], from client: sockaddr_in) {
        switch manner.withLock({ $0 }) {
        case .faithful, .cutting, .corrupting:
            let upstream = socket(AF_INET, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
            defer { close(upstream) }
            var patience = timeval(tv_sec: 1, tv_usec: 0)
            setsockopt(upstream, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
            guard withLoopbackAddress(port: server, { connect(upstream, $0, $1) }) == 0 else { return }
            send(upstream, request, request.count, 0)
            if let (answer, _) = receive(upstream) { reply(answer, to: client) }
        case .saying(let bytes): reply(bytes, to: client)
        case .silent, .hangingUp: break
        }
    }

    private func reply(_ bytes: [UInt8], to client: sockaddr_in) {
        var client = client
        withUnsafePointer(to: &client) {
            _ = $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                sendto(datagrams, bytes, bytes.count, 0, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }
}

/// The next packet and who sent it; nil when there will be none.
private func receive(_ descriptor: Int32) -> ([UInt8], sockaddr_in)? {
    var bytes = [UInt8](repeating: 0, count: 65_536)
    var sender = sockaddr_in()
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let count = withUnsafeMutablePointer(to: &sender) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { recvfrom(descriptor, &bytes, bytes.count, 0, $0, &size) }
    }
    return count > 0 ? (Array(bytes.prefix(count)), sender) : nil
}
