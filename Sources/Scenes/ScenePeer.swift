import DNSCore
import ServiceCatalog

/// Who answers at some endpoints, as far as probes see it.
enum ScenePeer: Hashable, Sendable {
    /// On the host that svctop runs on: a user, and what is known of its process.
    case owner(SocketOwner, PeerProcess)
    /// In TLS.
    case certificate(Certificate)

    struct Certificate: Hashable, Sendable {
        var pin: CertificatePin
        var names: [String]
        /// From when it is first shown.
        var lifetime: Duration
    }
}

extension ScenePeer.Certificate {
    func seen(since start: Timestamp) -> SeenCertificate {
        SeenCertificate(
            pin: pin, names: names, notBefore: start, notAfter: start.advanced(by: lifetime),
            isForService: !names.isEmpty)
    }
}
