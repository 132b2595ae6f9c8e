import DNSCore

/// What a probe that says more than a connection has to know.
package struct ProbeDetails: Hashable, Sendable {
    /// The target's name without the dot at its end: for SNI, `Host` and `:authority`.
    package var host: String
    /// The name that was looked up: a certificate may be for it, or for the host.
    package var service: DomainName
    package var path: String
    /// The HTTP statuses that are an answer.
    package var statuses: ClosedRange<UInt16>

    package init(
        host: String, service: DomainName, path: String = "/", statuses: ClosedRange<UInt16> = 200...399
    ) {
        self.host = host
        self.service = service
        self.path = path
        self.statuses = statuses
    }
}
