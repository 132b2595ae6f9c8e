import DNSCore

/// What is wrong with a server's TLS, or with what it was to be checked against.
public enum TLSFailure: Error, Hashable, Sendable {
    /// Expired, or not valid yet. Seconds since 1970.
    case expired(at: Int64)
    case notYetValid(until: Int64)
    /// No authority that is trusted stands behind the certificate, whose key is this, as a pin.
    case untrusted(key: CertificatePin?)
    /// The certificate is for other names.
    case wrongName(expected: String, found: [String])
    /// None of the pins is the server's key. The found one, as a pin.
    case wrongPin(found: CertificatePin)
    /// Neither TLS nor anything like it came back.
    case notTLS
    /// Our side: the CA file cannot be read, or holds no certificate.
    case badAuthorities(file: String, reason: String)
    case badName(String)
    /// A policy that asks for a pinned key without pinning one.
    case noPins
    case handshake(String)
}

extension TLSFailure: CustomStringConvertible {
    public var description: String {
        switch self {
        case .expired(let time): "TLS: the server's certificate expired on \(UTCDate(seconds: time))"
        case .notYetValid(let time):
            "TLS: the server's certificate is not valid before \(UTCDate(seconds: time)): is the clock right?"
        case .untrusted(let key):
            "TLS: nobody trusted stands behind the server's certificate: give its CA file, or pin its key"
                + (key.map { ", which is \($0)" } ?? "")
        case .wrongName(let expected, let found):
            "TLS: the server's certificate is not for '\(expected)'"
                + (found.isEmpty ? ": it names nobody" : ", but for \(found.joined(separator: ", "))")
        case .wrongPin(let found): "TLS: the server's key is not the pinned one; it is \(found)"
        case .notTLS: "TLS: the server does not speak TLS on this port"
        case .badAuthorities(let file, let reason): "TLS: CA file \(file): \(reason)"
        case .badName(let name): "TLS: '\(name)' cannot be the name in a certificate"
        case .noPins: "TLS: only pinned keys are to be trusted, and none is pinned"
        case .handshake(let reason): "TLS: \(reason)"
        }
    }
}
