import DNSCore
import ServiceCatalog

/// `[identity."_http._tcp.web.svc.internal"]`: who has to answer at a service's instances.
package struct IdentitySettings: Sendable {
    /// The SRV record's own name, or the name that is browsed.
    package var name: DomainName
    package var origin: Origin
    /// Numeric user ids on the instances' own host.
    package var users: Sourced<[Int]>?
    package var pins: Sourced<[CertificatePin]>?
    /// Whether the certificate has to be for the service or for its host.
    package var checksName: Sourced<Bool>?

    package var identity: Identity {
        Identity(
            users: Set((users?.value ?? []).compactMap { UInt32(exactly: $0) }), pins: Set(pins?.value ?? []),
            checksName: checksName?.value ?? false)
    }
}
