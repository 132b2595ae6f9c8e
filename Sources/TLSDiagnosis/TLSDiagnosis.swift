import NIOSSL

/// What an error of the TLS library is about; it says so in the text of its errors alone.
package enum TLSDiagnosis: Hashable, Sendable {
    /// The other side's certificate has not passed the check.
    case distrusted
    case noCertificate
    case oldVersion
    /// Neither TLS nor anything like it came.
    case notTLS
    /// The connection ended during the handshake.
    case closed
    /// What the other side complains of (RFC 8446 section 6.2), as `certificate expired`.
    case alert(String)
    /// Anything else, in the library's words.
    case other(String)

    /// nil for an error that is not about TLS, or only of its end.
    package init?(_ error: any Error) {
        switch error {
        case NIOSSLError.handshakeFailed(let cause): self.init(text: String(describing: cause))
        case NIOSSLError.uncleanShutdown, NIOSSLError.shutdownFailed: return nil
        case is NIOSSLError, is NIOSSLExtraError, is BoringSSLError: self.init(text: String(describing: error))
        default: return nil
        }
    }

    /// - Parameter text: Has reasons in it, such as `OPENSSL_internal:TLSV1_ALERT_UNKNOWN_CA`.
    init(text: String) {
        let reasons = text.split(separator: " ").filter { $0.contains("OPENSSL_internal:") }
            .compactMap { $0.split(separator: ":").last }
        let known: [Substring: TLSDiagnosis] = [
            "CERTIFICATE_VERIFY_FAILED": .distrusted, "PEER_DID_NOT_RETURN_A_CERTIFICATE": .noCertificate,
            "UNSUPPORTED_PROTOCOL": .oldVersion, "TLSV1_ALERT_PROTOCOL_VERSION": .oldVersion,
            "WRONG_VERSION_NUMBER": .notTLS, "HTTP_REQUEST": .notTLS, "HTTPS_PROXY_REQUEST": .notTLS,
        ]
        if let found = reasons.lazy.compactMap({ known[$0] }).first {
            self = found
        } else if text.contains("EOF during") {
            self = .closed
        } else if let alert = reasons.lazy.compactMap({ $0.split(separator: "_ALERT_", maxSplits: 1).dropFirst().first }
        )
        .first {
            self = .alert(Self.words(alert))
        } else {
            self = .other(reasons.isEmpty ? text : reasons.map(Self.words).joined(separator: ", "))
        }
    }

    private static func words(_ reason: Substring) -> String { reason.replacing("_", with: " ").lowercased() }
}
