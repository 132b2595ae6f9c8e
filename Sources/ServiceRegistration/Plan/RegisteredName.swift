import DNSClient
import DNSCore

/// One name that a service has in DNS: the SRV record, and what lies beside it.
public struct RegisteredName: Hashable, Sendable {
    /// The service's name, `_http._tcp.web.svc.internal.` (RFC 2782).
    public let service: DomainName
    /// In the form of DNS-SD (RFC 6763), this instance's name: SRV and TXT lie at it below the service's name, and a PTR
    /// record there points to it.
    public let instance: String?
    /// Where SRV and TXT records lie.
    public let owner: DomainName
    /// Names with the same label and protocol are on one port; its name for whoever takes the sockets over
    /// (`LISTEN_FDNAMES`).
    public var label: String
    public let transport: ServiceTransport
    /// Signs what is sent for this name (RFC 8945).
    public var key: TSIGKey?
    public var priority: UInt16 = 0
    public var weight: UInt16 = 0
    /// Of all records at the name. Seconds.
    public var ttl: UInt32 = 60
    /// This port and no other; without one it is found.
    public var port: UInt16?
    /// Where is listened for it; without any, where it is for all names of the plan.
    public var listening: [IPAddress] = []
    /// More for the TXT record: `key=value` each (RFC 6763 section 6).
    public var texts: [String] = []
    /// SHA-256 of the keys that the service may show by TLS: published as TXT `pin=`, and as TLSA `3 1 1` where the key may
    /// do that.
    public var pins: [CertificatePin] = []

    /// - Parameters:
    ///   - service: begins with `_SERVICE._tcp` or `_SERVICE._udp`.
    ///   - label: the service's own label without its underscore where none is given: `http`.
    public init(
        _ service: DomainName, instance: String? = nil, label: String? = nil, key: TSIGKey? = nil
    ) throws(RegistrationError) {
        guard let kind = ServiceKind(service) else {
            throw .plan("\(service) is no service's name: it has to begin like _http._tcp.")
        }
        do throws(NameError) {
            owner = try instance.map { text throws(NameError) in try service.prepending(text.utf8) } ?? service
        } catch {
            throw .plan("\(instance ?? "") cannot be the name of an instance: \(error)")
        }
        self.service = service
        self.instance = instance
        self.label = label ?? kind.name
        self.key = key
        transport = kind.transport
        guard Self.isLabel(self.label) else {
            throw .plan("'\(self.label)' cannot name a port: up to 255 printable ASCII characters, and no colon")
        }
    }

    /// What systemd takes in `FileDescriptorName=`.
    private static func isLabel(_ text: String) -> Bool {
        (1...255).contains(text.utf8.count)
            && text.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: ":") }
    }
}
