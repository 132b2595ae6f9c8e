import DNSCore

/// Whom a connection is to be with. One name of it in the certificate is enough, and one of the keys.
public struct ExpectedPeer: Hashable, Sendable {
    /// Owner names of SRV records, as `_http._tcp.web.svc.internal.`; also with the instance of DNS-SD before.
    public var services: [DomainName]
    /// Names or addresses of hosts: the target that an SRV record names.
    public var hosts: [String]
    /// What the records say of the key (TLSA `3 1 1`, TXT `pin=`); where they say nothing, nothing is asked. A policy with
    /// pins of its own does not look at these.
    public var pins: Set<CertificatePin>

    public init(services: [DomainName] = [], hosts: [String] = [], pins: Set<CertificatePin> = []) {
        self.services = services
        self.hosts = hosts
        self.pins = pins
    }

    /// An instance of a service, as a client has found it.
    public init(service: DomainName, target: DomainName, pins: Set<CertificatePin> = []) {
        self.init(services: [service], hosts: [target.description], pins: pins)
    }

    /// For a server: whoever is vouched for.
    public static let anyone = ExpectedPeer()

    var isAnyone: Bool { services.isEmpty && hosts.isEmpty }
}
