import DNSCore

/// How a service is reached.
public enum ServiceTransport: String, Hashable, Sendable {
    case tcp
    case udp
}

/// What the first two labels of a service's name say (RFC 2782).
struct ServiceKind: Hashable, Sendable {
    /// `http` of `_http._tcp`.
    let name: String
    let transport: ServiceTransport

    /// - Returns: nil for a name that begins otherwise, or with a protocol that is not listened with here.
    init?(_ service: DomainName) {
        var labels = service.labels
        guard let first = labels.next(), first.count > 1, first.first == UInt8(ascii: "_"),
            let second = labels.next(), second.first == UInt8(ascii: "_"),
            let name = String(validating: first.dropFirst(), as: UTF8.self),
            let text = String(validating: second.dropFirst(), as: UTF8.self),
            let transport = ServiceTransport(rawValue: text.lowercased())
        else { return nil }
        self.name = name.lowercased()
        self.transport = transport
    }
}
