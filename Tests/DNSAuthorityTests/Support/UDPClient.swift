import Glibc
import Testing

/// Sends single datagrams to one port, and waits for what comes back.
final class UDPClient {
    let descriptor: Int32

    /// - Parameter host: 127.0.0.1 and its like, or ::1.
    init(host: String = "127.0.0.1", port: UInt16) throws {
        if host.contains(":") {
            descriptor = socket(AF_INET6, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
            var address = sockaddr_in6()
            address.sin6_family = sa_family_t(AF_INET6)
            address.sin6_port = port.bigEndian
            try #require(inet_pton(AF_INET6, host, &address.sin6_addr) == 1)
            try connect(&address)
        } else {
            descriptor = socket(AF_INET, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = port.bigEndian
            try #require(inet_pton(AF_INET, host, &address.sin_addr) == 1)
            try connect(&address)
        }
    }

    deinit { close(descriptor) }

    private func connect<Address>(_ address: inout Address) throws {
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<Address>.size))
            }
        }
        try #require(result == 0)
    }

    func send(_ bytes: [UInt8]) { _ = Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) }

    /// The next datagram; nil when none comes within the time.
    func receive(milliseconds: Int32 = 5000) -> [UInt8]? {
        var waiting = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        guard poll(&waiting, 1, milliseconds) > 0 else { return nil }
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &bytes, bytes.count, 0)
        return count < 0 ? nil : Array(bytes.prefix(count))
    }

    /// The answer to a request, which is sent again where it seems lost.
    func ask(_ request: [UInt8]) throws -> [UInt8] {
        for _ in 0..<5 {
            send(request)
            while let answer = receive(milliseconds: 1000) {
                if answer.prefix(2) == request.prefix(2) { return answer }
            }
        }
        return try #require(nil, "no answer")
    }
}
