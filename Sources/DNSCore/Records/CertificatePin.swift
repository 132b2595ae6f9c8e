import Crypto

/// The SHA-256 of a certificate's public key (SubjectPublicKeyInfo), in Base64 as text: what `kdig +tls-pin` takes.
public struct CertificatePin: Hashable, Sendable {
    /// 32 bytes.
    public let digest: [UInt8]

    /// - Returns: nothing unless there are 32 bytes.
    public init?(digest: [UInt8]) {
        guard digest.count == 32 else { return nil }
        self.digest = digest
    }

    /// - Parameter publicKey: a SubjectPublicKeyInfo in DER (RFC 5280 section 4.1).
    public init(publicKey: some Sequence<UInt8>) {
        digest = Array(SHA256.hash(data: Array(publicKey)))
    }
}

extension CertificatePin: LosslessStringConvertible {
    public init?(_ text: String) {
        guard let digest = Base64.decode(text) else { return nil }
        self.init(digest: digest)
    }

    public var description: String { Base64.encode(digest) }
}
