import DNSCore
import ServiceCatalog

/// Something that was tried, and what became of it.
public struct FailedAttempt: Hashable, Sendable {
    public var target: DomainName
    public var port: UInt16
    /// Nothing where the target has none.
    public var address: IPAddress?
    public var fault: ConnectionFault
}

extension FailedAttempt: CustomStringConvertible {
    public var description: String {
        guard let address else { return "\(target.withoutFinalDot):\(port): \(fault)" }
        let endpoint = ServiceEndpoint(target: target, address: address, port: port)
        return "\(target.withoutFinalDot) at \(endpoint): \(fault)"
    }
}
