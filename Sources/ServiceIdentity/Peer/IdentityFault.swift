import DNSCore

/// Why there is no talking with the other side, or not with whom was meant.
public enum IdentityFault: Error, Hashable, Sendable {
    // What the other side has shown.

    case noCertificate
    /// Its certificate is none that can be read.
    case unreadable
    /// No authority that is trusted stands behind the certificate.
    case untrusted(issuer: String, pin: CertificatePin)
    /// Seconds since 1970.
    case expired(at: Int64)
    case notYetValid(from: Int64)
    /// An authority between the certificate and the one that is trusted, or that one itself, is out of its time.
    case issuerOutdated(issuer: String)
    /// The certificate is for other names.
    case wrongName(expected: [String], found: [String])
    /// The certificate is not meant for this role.
    case wrongUse(CertificateUse)
    /// None of the pins is its key, which is this.
    case wrongPin(found: CertificatePin)
    /// Less than TLS 1.3.
    case oldTLS
    /// Neither TLS nor anything like it came back.
    case notTLS
    /// The connection ended during the handshake.
    case closed
    /// Nothing came of the handshake in time.
    case silent

    // What the other side says of ours.

    /// It wants a certificate, and we have shown none.
    case certificateRequired
    /// It does not accept ours, which is by this issuer, if we have shown one.
    case refused(Refusal, ownIssuer: String?)

    // What is wrong here.

    /// Only pinned keys are to be trusted, and none is known.
    case noPins
    /// No name is known that the certificate has to bear.
    case noExpectedName
    /// A file of authorities.
    case badAuthorities(CredentialsFault)
    case badCredentials(CredentialsFault)
    /// A server without a certificate of its own.
    case noCredentials
    /// Anything else, in the words of the TLS library.
    case handshake(String)

    /// What an alert says of our certificate (RFC 8446 section 6.2).
    public enum Refusal: Hashable, Sendable {
        /// It does not know who issued ours.
        case unknownAuthority
        case expired
        case revoked
        /// Ours is in order, but we may not come in.
        case accessDenied
        /// It says no more than that it does not take it.
        case unsaid
    }
}
