import DNSCore

/// A server that has copies of zones, and is told about their changes.
package struct Secondary: Hashable, Sendable {
    package var address: IPAddress
    package var port: UInt16
    /// Signs what it is told (RFC 8945); an answer that is not signed with it does not count.
    package var key: TSIGKey?

    package init(_ address: IPAddress, port: UInt16 = 53, key: TSIGKey? = nil) {
        self.address = address
        self.port = port
        self.key = key
    }
}

/// As a log names it: `127.0.0.1:5353`
extension Secondary: CustomStringConvertible {
    package var description: String {
        if case .v6 = address { "[\(address)]:\(port)" } else { "\(address):\(port)" }
    }
}
