import DNSCore

/// Why a certificate and a key cannot be used to say who we are.
public enum CredentialsFault: Error, Hashable, Sendable {
    /// A file that is missing, or cannot be read.
    case unreadable(file: String, reason: String)
    /// A file without what it should hold in PEM form.
    case noCertificate(file: String)
    case noKey(file: String)
    case mismatch(certificate: String, key: String)
    /// Seconds since 1970.
    case expired(file: String, at: Int64)
}

extension CredentialsFault: CustomStringConvertible {
    public var description: String {
        switch self {
        case .unreadable(let file, let reason): "\(file): \(reason)"
        case .noCertificate(let file): "\(file) holds no certificate in PEM form"
        case .noKey(let file): "\(file) holds no private key in PEM form, or one with a passphrase"
        case .mismatch(let certificate, let key):
            "the key in \(key) is not that of the certificate in \(certificate): give the two that were made together"
        case .expired(let file, let time):
            "the certificate in \(file) expired on \(UTCDate(seconds: time)): renew it"
        }
    }
}
