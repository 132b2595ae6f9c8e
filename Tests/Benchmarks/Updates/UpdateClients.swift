import DNSCore
import Glibc

/// Some clients of a server on loopback, each over a UDP socket of its own and with one update on its way.
struct UpdateClients: ~Copyable {
    private var sockets: [pollfd] = []
    private var numbers: [Int]

    init(count: Int, port: UInt16) throws {
        numbers = Array(repeating: Int(Clock.now * 1e6), count: count)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        for _ in 0..<count {
            let descriptor = socket(AF_INET, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
            sockets.append(pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0))
            let result = withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
                }
            }
            guard result == 0 else { throw BenchmarkError("connect: \(String(cString: strerror(errno)))") }
        }
    }

    deinit { for socket in sockets { close(socket.fd) } }

    /// Updates answered a second.
    mutating func rate(seconds: Double) throws -> Double {
        let started = Clock.now
        for client in sockets.indices { try ask(client) }
        var done = 0
        while Clock.now - started < seconds {
            guard poll(&sockets, nfds_t(sockets.count), 5000) > 0 else {
                throw BenchmarkError("no answer to an update")
            }
            for client in sockets.indices where sockets[client].revents != 0 {
                try readAnswer(client)
                done += 1
                try ask(client)
            }
        }
        return Double(done) / (Clock.now - started)
    }

    private mutating func ask(_ client: Int) throws {
        numbers[client] += 1
        let request = try UpdateLoad.request(client: client, number: numbers[client])
            .encoded(id: UInt16(truncatingIfNeeded: client))
        guard send(sockets[client].fd, request, request.count, 0) == request.count else {
            throw BenchmarkError("send: \(String(cString: strerror(errno)))")
        }
    }

    private func readAnswer(_ client: Int) throws {
        var answer = [UInt8](repeating: 0, count: 512)
        let count = recv(sockets[client].fd, &answer, answer.count, 0)
        guard count >= 12, answer[3] & 0xF == 0 else {
            throw BenchmarkError("the server answers with code \(answer[3] & 0xF)")
        }
    }
}
