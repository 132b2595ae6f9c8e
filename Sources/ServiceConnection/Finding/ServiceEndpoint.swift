import DNSCore

/// Where an instance of a service answers: one address of its target.
public struct ServiceEndpoint: Hashable, Sendable {
    /// The host that the SRV record names.
    public var target: DomainName
    public var address: IPAddress
    public var port: UInt16

    public init(target: DomainName, address: IPAddress, port: UInt16) {
        self.target = target
        self.address = address
        self.port = port
    }
}

extension ServiceEndpoint: CustomStringConvertible {
    /// `192.0.2.1:8080`, `[2001:db8::1]:8080`
    public var description: String {
        switch address {
        case .v4(let address): "\(address):\(port)"
        case .v6(let address): "[\(address)]:\(port)"
        }
    }
}
