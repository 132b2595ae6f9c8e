import DNSCore

/// Who has sent a request, and by what way.
package struct Requester: Hashable, Sendable {
    package enum Transport: Hashable, Sendable {
        /// UDP: the sender's address is not proven.
        case datagram
        case stream
        case tls
    }

    package var address: IPAddress
    package var port: UInt16
    package var transport: Transport
    /// What the request was signed with and has been verified by; nil for an unsigned one.
    package var key: DomainName?

    package init(address: IPAddress, port: UInt16, transport: Transport, key: DomainName? = nil) {
        self.address = address
        self.port = port
        self.transport = transport
        self.key = key
    }
}

/// As a log names it: `127.0.0.1:4711, key web.example.`
extension Requester: CustomStringConvertible {
    package var description: String {
        let place = if case .v6 = address { "[\(address)]:\(port)" } else { "\(address):\(port)" }
        return key.map { "\(place), key \($0)" } ?? place
    }
}
