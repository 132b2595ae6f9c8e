import Glibc
import NIOSSL

/// What the errors of the TLS library mean for whoever reads them.
enum TLSErrorMeaning {
    /// nil for an error that is not about TLS, or only of its end.
    static func fault(_ error: any Error, own certificate: PeerCertificate?) -> IdentityFault? {
        switch error {
        case let error as IdentityFault: error
        case NIOSSLError.handshakeFailed(let cause): fault(in: String(describing: cause), certificate)
        case NIOSSLError.uncleanShutdown, NIOSSLError.shutdownFailed: nil
        case is NIOSSLError, is NIOSSLExtraError, is BoringSSLError:
            fault(in: String(describing: error), certificate)
        default: nil
        }
    }

    private static func fault(in text: String, _ certificate: PeerCertificate?) -> IdentityFault {
        let has = { (reason: String) in text.contains(reason) }
        // What we do not like.
        if has("PEER_DID_NOT_RETURN_A_CERTIFICATE") { return .noCertificate }
        if has("UNSUPPORTED_PROTOCOL") || has("ALERT_PROTOCOL_VERSION") { return .oldTLS }
        if has("WRONG_VERSION_NUMBER") || has("HTTP_REQUEST") || has("HTTPS_PROXY_REQUEST") { return .notTLS }
        if has("EOF during") { return .closed }
        // What the other side does not like: the names of its alerts.
        if has("ALERT_CERTIFICATE_REQUIRED") { return .certificateRequired }
        let refusals: [(String, IdentityFault.Refusal)] = [
            ("ALERT_UNKNOWN_CA", .unknownAuthority), ("ALERT_CERTIFICATE_EXPIRED", .expired),
            ("ALERT_CERTIFICATE_REVOKED", .revoked), ("ALERT_ACCESS_DENIED", .accessDenied),
            ("ALERT_BAD_CERTIFICATE", .unsaid), ("ALERT_CERTIFICATE_UNKNOWN", .unsaid),
            ("ALERT_UNSUPPORTED_CERTIFICATE", .unsaid), ("ALERT_NO_CERTIFICATE", .unsaid),
        ]
        if let refusal = refusals.first(where: { has($0.0) }) {
            return .refused(isOutdated(certificate) ? .expired : refusal.1, ownIssuer: certificate?.issuer)
        }
        return .handshake(reasons(in: text))
    }

    /// Many say only that they do not take it; when it has expired, that is why.
    private static func isOutdated(_ certificate: PeerCertificate?) -> Bool {
        certificate.map { $0.notAfter < Int64(time(nil)) } ?? false
    }

    /// `OPENSSL_internal:SOME_REASON` without what is around it.
    private static func reasons(in text: String) -> String {
        let causes = text.split(separator: " ").filter { $0.contains("OPENSSL_internal:") }
            .compactMap { $0.split(separator: ":").last }
            .map { $0.replacing("_", with: " ").lowercased() }
        return causes.isEmpty ? printable(text, limit: 200) : causes.joined(separator: ", ")
    }
}
