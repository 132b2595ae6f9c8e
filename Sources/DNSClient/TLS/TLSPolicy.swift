import DNSCore

/// What a server has to prove before anything is said to it over TLS (RFC 8310).
public struct TLSPolicy: Hashable, Sendable {
    public enum Trust: Hashable, Sendable {
        /// A certificate for the server's name from an authority that this system trusts.
        case systemAuthorities
        /// A certificate for the server's name from an authority in this PEM file.
        case authorities(file: String)
        /// A certificate with one of the pinned keys, whoever issued it, for whatever name and time.
        case pinsOnly
        /// Anything: protects from those who listen, not from those who stand in between. Only when asked for.
        case anyone
    }

    public var trust: Trust
    /// If there are any, the server's key has to be one of them, in addition to what `trust` asks for.
    public var pins: Set<CertificatePin>
    /// The name in the certificate; the server's host where there is none.
    public var authenticationName: String?

    public init(
        trust: Trust = .systemAuthorities, pins: Set<CertificatePin> = [], authenticationName: String? = nil
    ) {
        self.trust = trust
        self.pins = pins
        self.authenticationName = authenticationName
    }

    /// One of these keys is all that is asked for, as with `kdig +tls-pin`.
    public static func pinned(_ pins: Set<CertificatePin>) -> TLSPolicy {
        TLSPolicy(trust: .pinsOnly, pins: pins)
    }
}
