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

    /// The probe for a service by the first two labels of its SRV name (RFC 2782): `_ntp`, `_udp`.
    package static func of(serviceLabel: some Collection<UInt8>, transport: Transport) -> ProbeKind {
        guard transport == .udp else { return .tcpConnect }
        return switch String(decoding: serviceLabel, as: UTF8.self).lowercased() {
        case "_dns", "_domain": .dns
        case "_ntp": .ntp
        case "_sip": .sipOptions
        case "_stun", "_turn": .stun
        default: .none
        }
    }

    var isDatagram: Bool {
        switch self {
        case .none, .tcpConnect: false
        case .dns, .ntp, .sipOptions, .stun: true
        }
    }
}
