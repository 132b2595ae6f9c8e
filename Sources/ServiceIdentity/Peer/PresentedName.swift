import DNSCore

/// A name in a certificate (a presented identifier, RFC 9525). Common names are none.
public enum PresentedName: Hashable, Sendable {
    /// SRV-ID (RFC 4985): a service at a name, as `_http.web.svc.internal`.
    case service(String)
    /// DNS-ID: the name of a host, or the plain one of a service. The whole first label may be `*`.
    case host(String)
    case address(IPAddress)
}

extension PresentedName: CustomStringConvertible {
    /// At most 253 characters, and only those that can be printed.
    public var description: String {
        switch self {
        case .service(let name), .host(let name): printable(name, limit: 253)
        case .address(let address): address.description
        }
    }
}

/// A text from a certificate as it can be shown in one line of a message.
func printable(_ text: String, limit: Int) -> String {
    let bytes = text.utf8.prefix(limit).map { (0x20...0x7E).contains($0) ? $0 : UInt8(ascii: "?") }
    return String(decoding: bytes, as: UTF8.self) + (text.utf8.count > limit ? "..." : "")
}
