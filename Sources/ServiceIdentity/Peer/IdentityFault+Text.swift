import DNSCore

extension IdentityFault: CustomStringConvertible {
    /// One sentence: what is wrong, what was expected, and what to do.
    public var description: String {
        switch self {
        case .noCertificate: "the other side has shown no certificate: it needs one of its own here"
        case .unreadable: "the other side's certificate cannot be read"
        case .untrusted(let issuer, let pin):
            "nobody trusted stands behind the other side's certificate, which is by \(issuer): "
                + "trust that authority, or pin the key, which is \(pin)"
        case .expired(let time):
            "the other side's certificate expired on \(UTCDate(seconds: time)): it has to be renewed there"
        case .notYetValid(let time):
            "the other side's certificate is not valid before \(UTCDate(seconds: time)): is the clock right?"
        case .issuerOutdated(let issuer):
            "the certificate of \(issuer), which stands behind the other side's, has expired or is not valid yet"
        case .wrongName(let expected, let found):
            "the other side's certificate is not for \(expected.joined(separator: " or ")), "
                + (found.isEmpty ? "it names nobody" : "but for \(found.joined(separator: ", "))")
        case .wrongUse(let use):
            "the other side's certificate is not meant for \(use == .server ? "servers" : "clients")"
        case .wrongPin(let pin): "the other side's key is not the pinned one: it is \(pin)"
        case .oldTLS: "the other side does not speak TLS 1.3, but something older"
        case .notTLS: "the other side does not speak TLS on this port"
        case .closed: "the other side closed the connection during the handshake: is TLS spoken there?"
        case .silent: "the other side does not answer the handshake: is TLS spoken there?"
        case .certificateRequired: "the other side wants a certificate of ours, and we have shown none: give one"
        case .refused(let refusal, let issuer): refusal.text(issuer)
        case .noPins: "only pinned keys are to be trusted, and none is known for the other side"
        case .noExpectedName: "no name is known that the other side's certificate has to bear"
        case .badAuthorities(let fault): "the authorities to trust: \(fault)"
        case .badCredentials(let fault): fault.description
        case .noCredentials: "who takes connections needs a certificate and its key"
        case .handshake(let reason): "TLS: \(reason)"
        }
    }
}

extension IdentityFault.Refusal {
    fileprivate func text(_ issuer: String?) -> String {
        let ours = "our certificate" + (issuer.map { ", which is by \($0)" } ?? "")
        return switch self {
        case .unknownAuthority: "the other side does not trust the authority behind \(ours)"
        case .expired: "the other side says that our certificate has expired: renew it"
        case .revoked: "the other side says that our certificate was revoked"
        case .accessDenied: "the other side knows us by our certificate, and does not let us in"
        case .unsaid: "the other side does not accept \(ours), and does not say why"
        }
    }
}
