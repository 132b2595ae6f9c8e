import Glibc
import Testing

/// Sends bytes to a port of 127.0.0.1 and gives back what is answered.
struct DatagramExchange: ~Copyable {
    private let descriptor: Int32

    init(port: UInt16) throws {
        descriptor = socket(AF_INET, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        try #require(result == 0)
        var patience = timeval(tv_sec: 10, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    }

    deinit { close(descriptor) }

    /// - Returns: nil when there is no answer within 10 seconds.
    func exchange(_ request: [UInt8]) throws -> [UInt8]? {
        try #require(send(descriptor, request, request.count, 0) == request.count)
        var answer = [UInt8](repeating: 0, count: 65_535)
        while true {
            let count = recv(descriptor, &answer, answer.count, 0)
            guard count > 2 else { return nil }
            // One that comes late belongs to another request.
            if answer[0] == request[0], answer[1] == request[1] { return Array(answer.prefix(count)) }
        }
    }
}
