import TLSDiagnosis

extension IdentityFault {
    /// What an error of the TLS library means; nil for one that is not about TLS, or only of its end.
    ///
    /// - Parameters:
    ///   - own: Our certificate, which the other side may complain of.
    ///   - time: Seconds since 1970.
    init?(_ error: any Error, own: PeerCertificate?, at time: Int64) {
        guard let diagnosis = TLSDiagnosis(error) else { return nil }
        switch diagnosis {
        case .distrusted: self = .unreadable
        case .noCertificate: self = .noCertificate
        case .oldVersion: self = .oldTLS
        case .notTLS: self = .notTLS
        case .closed: self = .closed
        case .alert("certificate required"): self = .certificateRequired
        case .alert(let complaint):
            guard let refusal = Refusal(complaint) else {
                self = .handshake("the other side says: \(complaint)")
                return
            }
            // Many say only that they do not take it; when it has expired, that is why.
            let isOver = own.map { $0.notAfter < time } ?? false
            self = .refused(isOver ? .expired : refusal, ownIssuer: own?.issuer)
        case .other(let text): self = .handshake(printable(text, limit: 200))
        }
    }
}

extension IdentityFault.Refusal {
    /// nil for an alert that is not about our certificate.
    init?(_ alert: String) {
        switch alert {
        case "unknown ca": self = .unknownAuthority
        case "certificate expired": self = .expired
        case "certificate revoked": self = .revoked
        case "access denied": self = .accessDenied
        case "bad certificate", "certificate unknown", "unsupported certificate", "no certificate": self = .unsaid
        default: return nil
        }
    }
}
