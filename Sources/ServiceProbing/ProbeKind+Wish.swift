import ServiceCatalog

extension ProbeWish.Method {
    /// The probe that is wished for, of one with this identity.
    package func kind(within identity: Identity) -> ProbeKind {
        switch self {
        case .tcp: .tcpConnect
        case .tls: .tls
        case .http: .http
        case .https: .https
        case .grpc: identity.pins.isEmpty ? .grpc : .grpcs
        case .none: .none
        }
    }
}
