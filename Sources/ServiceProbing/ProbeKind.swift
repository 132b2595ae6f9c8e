import ServiceCatalog

/// What is sent to an endpoint, and what counts as its answer.
package enum ProbeKind: UInt8, Sendable, Hashable {
    /// No way is known to make the service answer.
    case none
    /// A connection that is accepted is the answer; it is reset at once.
    case tcpConnect
    case dns
    case ntp
    case sipOptions
    case stun
    /// A TLS handshake that succeeds, whatever the certificate says: that is judged by others.
    case tls
    /// `GET` over HTTP/1.1; the status decides.
    case http
    case https
    /// `grpc.health.v1.Health/Check` over HTTP/2.
    case grpc
    case grpcs
    /// This host's kernel is asked who listens there; elsewhere, a connection is made and nothing is said.
    case lookOrConnect
    /// This host's kernel is asked who listens there; elsewhere, nothing is done.
    case look

    var isDatagram: Bool {
        switch self {
        case .dns, .ntp, .sipOptions, .stun: true
        case .none, .tcpConnect, .tls, .http, .https, .grpc, .grpcs, .lookOrConnect, .look: false
        }
    }

    /// Whether more is said on the connection once it is made.
    package var isConversation: Bool { self >= .tls && !isLook }

    /// Whether nothing is sent to what is on this host.
    package var isLook: Bool { self >= .lookOrConnect }

    package var usesTLS: Bool { self == .tls || self == .https || self == .grpcs }
}

/// What tells more of a service comes later, and last what does less to it than all others.
extension ProbeKind: Comparable {
    package static func < (a: ProbeKind, b: ProbeKind) -> Bool { a.rawValue < b.rawValue }
}

extension ProbeKind {
    /// The probe for a service by the first two labels of its SRV name (RFC 2782): `_ntp`, `_udp`.
    ///
    /// Over TCP a connection is all that is tried, so that nothing is written to anyone's log for being looked at; services
    /// that have TLS in their name are asked for their certificate.
    package static func of(serviceLabel: some Collection<UInt8>, transport: Transport) -> ProbeKind {
        let label = String(decoding: serviceLabel, as: UTF8.self).lowercased()
        guard transport == .udp else { return servicesInTLS.contains(label) ? .tls : .tcpConnect }
        return switch label {
        case "_dns", "_domain": .dns
        case "_ntp": .ntp
        case "_sip": .sipOptions
        case "_stun", "_turn": .stun
        default: .none
        }
    }

    /// Names of services that begin with a TLS handshake (IANA's registry, RFC 8314, RFC 7858, XEP-0368).
    private static let servicesInTLS: Set<String> = [
        "_amqps", "_domain-s", "_ftps", "_https", "_imaps", "_ipps", "_ircs-u", "_ldaps", "_nntps", "_pop3s",
        "_secure-mqtt", "_sips", "_stuns", "_submissions", "_syslog-tls", "_turns", "_xmpps-client", "_xmpps-server",
    ]

    /// Services that turn to TLS only after some words of their own: a handshake at once would be refused.
    package static let servicesWithStartTLS: Set<String> = [
        "_ftp", "_imap", "_jabber", "_ldap", "_msps", "_nntp", "_pop3", "_postgresql", "_sieve", "_sip", "_smtp",
        "_submission", "_xmpp-client", "_xmpp-server",
    ]
}
