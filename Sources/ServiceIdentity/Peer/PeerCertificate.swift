import DNSCore
import X509

/// What the certificate of whoever is at the other end says of them. Nothing of it is proved by this alone.
public struct PeerCertificate: Hashable, Sendable {
    /// Of its key: stays the same when the certificate is renewed with the same key.
    public let pin: CertificatePin
    /// What its owner may call themselves (subjectAltName, RFC 5280 section 4.2.1.6).
    public let names: [PresentedName]
    /// Seconds since 1970, both included.
    public let notBefore: Int64
    public let notAfter: Int64
    /// Its subject and who has signed it, in one line: short, and only of characters that can be printed.
    public let subject: String
    public let issuer: String
    /// In hexadecimal, as openssl(1) shows it.
    public let serial: String
    /// What it may be used for; nil where it says nothing of that, and so may be used for anything.
    public let uses: Set<CertificateUse>?
    let certificate: Certificate
}

/// A role in TLS that a certificate can be meant for (extended key usage, RFC 5280 section 4.2.1.12).
public enum CertificateUse: Hashable, Sendable {
    case server
    case client
}

extension PeerCertificate {
    /// The services that it is of, each as `_http.web.svc.internal` (SRV-ID, RFC 4985): as they stand there. To be shown,
    /// ``names`` have a description.
    public var services: [String] { names.compactMap { if case .service(let name) = $0 { name } else { nil } } }

    /// The hosts, and services by their plain names, that it is of (DNS-ID).
    public var hosts: [String] { names.compactMap { if case .host(let name) = $0 { name } else { nil } } }

    public var addresses: [IPAddress] {
        names.compactMap { if case .address(let address) = $0 { address } else { nil } }
    }

    /// - Parameter time: seconds since 1970.
    public func isValid(at time: Int64) -> Bool { notBefore <= time && time <= notAfter }

    /// Whether less than a third of its life is left: time to renew it.
    public func isNearEnd(at time: Int64) -> Bool { Lifetime(from: notBefore, until: notAfter).isNearEnd(at: time) }
}
