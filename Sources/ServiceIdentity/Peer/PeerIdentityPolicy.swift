import DNSCore

/// What the other side has to prove before anything is said to it, or heard from it.
public struct PeerIdentityPolicy: Hashable, Sendable {
    public enum Trust: Hashable, Sendable {
        /// A certificate that an authority in one of these PEM files has issued.
        case authorities(files: [String])
        /// A certificate that an authority has issued which this system trusts.
        case system
        /// A certificate with one of the pinned keys, whoever issued it, for whatever name and time (RFC 7671 section
        /// 5.1). Records that are not signed are as good as the way on which they came.
        case pinsOnly
    }

    /// Which of the expected names the certificate has to bear one of.
    public enum NameRule: Hashable, Sendable {
        /// Of the services: an SRV-ID, or a DNS-ID of the name without the labels of service and protocol.
        case service
        /// Of the hosts: a DNS-ID or an address. For certificates that know of no services.
        case host
        case serviceOrHost
    }

    public var trust: Trust
    public var name: NameRule
    /// If there are any, the key has to be one of them, beside what `trust` asks for; what records say of keys, which
    /// anybody may have written, counts only where there are none.
    public var pins: Set<CertificatePin>

    public init(trust: Trust, name: NameRule = .service, pins: Set<CertificatePin> = []) {
        self.trust = trust
        self.name = name
        self.pins = pins
    }

    /// One of these keys, or without any of those in the records, is all that is asked for.
    public static func pinned(_ pins: Set<CertificatePin> = []) -> PeerIdentityPolicy {
        PeerIdentityPolicy(trust: .pinsOnly, pins: pins)
    }
}
