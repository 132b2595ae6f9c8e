import Glibc

/// Asks 127.0.0.1 for a zone's SOA over and over until it is answered: how a test knows that a server is up.
///
/// A few bytes by hand, so that this needs nothing of what is under test.
package struct SOAPoll: ~Copyable {
    private let descriptor: Int32
    private let query: [UInt8]

    package init(zone: String, port: UInt16) {
        let descriptor = socket(AF_INET, Int32(SOCK_DGRAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue), 0)
        _ = withLoopbackAddress(port: port) { connect(descriptor, $0, $1) }
        self.descriptor = descriptor
        let id = UInt16.random(in: 0 ... .max)
        query = [UInt8(id >> 8), UInt8(id & 0xFF), 0, 0, 0, 1, 0, 0, 0, 0, 0, 0] + wireName(zone) + [0, 6, 0, 1]
    }

    deinit { close(descriptor) }

    package func ask() { send(descriptor, query, query.count, Int32(MSG_NOSIGNAL)) }

    /// Whether an answer has come that is authoritative, without error and not empty.
    package func isAnswered() -> Bool {
        var answer = [UInt8](repeating: 0, count: 1500)
        let count = recv(descriptor, &answer, answer.count, 0)
        return count > query.count && answer[0] == query[0] && answer[1] == query[1]
            && answer[2] & 0x84 == 0x84 && answer[3] & 0x0F == 0 && (answer[6], answer[7]) != (0, 0)
    }
}

private func wireName(_ name: String) -> [UInt8] {
    name.split(separator: ".").flatMap { [UInt8($0.utf8.count)] + Array($0.utf8) } + [0]
}
