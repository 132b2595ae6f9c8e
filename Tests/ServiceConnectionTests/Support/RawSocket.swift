import Dispatch
import DNSCore
import Glibc

@testable import ServiceConnection

/// A blocking socket in a test's own hands.
final class RawSocket: Sendable {
    let descriptor: Int32

    struct Failure: Error {
        var code: Int32
    }

    init(port: UInt16) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        let (_, address) = ServiceEndpoint.loopback.address.socketAddress(port: port)
        try connect(address)
    }

    init(unix path: String) throws {
        descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        try connect(unixSocketAddress(path) ?? [])
    }

    init(adopting descriptor: Int32) { self.descriptor = descriptor }

    private func connect(_ address: [UInt8]) throws {
        guard withSocketAddress(address, { Glibc.connect(descriptor, $0, $1) }) == 0 else {
            throw Failure(code: errno)
        }
    }

    deinit { close(descriptor) }

    func say(_ text: String) throws { try say(Array(text.utf8)) }

    func say(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { throw Failure(code: errno) }
            rest = rest.dropFirst(count)
        }
    }

    /// Nothing more is said.
    func endSaying() { shutdown(descriptor, Int32(SHUT_WR)) }

    /// The next bytes; none at the end.
    func hear(atMost limit: Int = 1 << 16) throws -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: limit)
        let count = recv(descriptor, &bytes, limit, 0)
        guard count >= 0 else { throw Failure(code: errno) }
        return Array(bytes.prefix(count))
    }

    func hearAll() throws -> [UInt8] { try hear(exactly: .max) }

    /// So many bytes, or all up to the end.
    func hear(exactly count: Int) throws -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < count {
            let more = try hear(atMost: min(1 << 16, count - bytes.count))
            if more.isEmpty { break }
            bytes += more
        }
        return bytes
    }

    func hearText(_ count: Int) throws -> String { String(decoding: try hear(exactly: count), as: UTF8.self) }

    /// Sends as long as the other side takes it; returns how much that was.
    func fill(upTo limit: Int, quietFor pause: Int32 = 300) -> Int {
        _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
        let chunk = [UInt8](repeating: 7, count: 1 << 16)
        var total = 0
        while total < limit {
            let count = send(descriptor, chunk, chunk.count, Int32(MSG_NOSIGNAL))
            if count > 0 {
                total += count
                continue
            }
            var ready = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
            if poll(&ready, 1, pause) == 0 { break }
        }
        _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) & ~O_NONBLOCK)
        return total
    }

    /// The next `close` resets the connection.
    func reset() {
        var now = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &now, socklen_t(MemoryLayout<linger>.size))
        shutdown(descriptor, Int32(SHUT_RD))
        var address = sockaddr()
        // To disconnect it resets it now (connect(2), AF_UNSPEC).
        address.sa_family = sa_family_t(AF_UNSPEC)
        Glibc.connect(descriptor, &address, socklen_t(MemoryLayout<sockaddr>.size))
    }
}

extension ServiceEndpoint {
    static let loopback = ServiceEndpoint(
        target: .root, address: .v4(IPv4Address(rawValue: 0x7F00_0001)), port: 0)
}

/// Runs what blocks on a thread of its own.
func onThread<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        DispatchQueue(label: "test").async { continuation.resume(with: Result { try body() }) }
    }
}

/// Waits for something that comes about by itself, looking again and again; fails after twenty seconds.
func until(_ condition: () async throws -> Bool) async throws {
    let deadline = ContinuousClock.now.advanced(by: .seconds(20))
    while try await !condition() {
        guard ContinuousClock.now < deadline else { throw NeverHappened() }
        try await Task.sleep(for: .milliseconds(2))
    }
}

struct NeverHappened: Error {}
