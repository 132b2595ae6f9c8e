import DNSCore

/// What a service's certificate said when a probe met it.
package struct SeenCertificate: Hashable, Sendable {
    package var pin: CertificatePin
    /// Services, hosts and addresses that it is for, as text; bounded.
    package var names: [String]
    package var notBefore: Timestamp
    package var notAfter: Timestamp
    /// Whether one of its names is the service's or the target's.
    package var isForService: Bool

    package init(
        pin: CertificatePin, names: [String], notBefore: Timestamp, notAfter: Timestamp, isForService: Bool
    ) {
        self.pin = pin
        self.names = names
        self.notBefore = notBefore
        self.notAfter = notAfter
        self.isForService = isForService
    }
}
