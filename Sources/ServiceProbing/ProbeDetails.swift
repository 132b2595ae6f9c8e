/// What a probe that says more than a connection has to know.
package struct ProbeDetails: Hashable, Sendable {
    /// The target's name without the dot at its end: for SNI, `Host` and `:authority`.
    package var host: String
    /// Other names that the certificate may be for: `web.svc.internal`.
    package var serviceName: String
    /// The name of an SRV-ID that it may have (RFC 4985): `_http.web.svc.internal`.
    package var serviceIdentifier: String
    package var path: String
    /// The HTTP statuses that are an answer.
    package var statuses: ClosedRange<UInt16>

    package init(
        host: String, serviceName: String = "", serviceIdentifier: String = "", path: String = "/",
        statuses: ClosedRange<UInt16> = 200...399
    ) {
        self.host = host
        self.serviceName = serviceName
        self.serviceIdentifier = serviceIdentifier
        self.path = path
        self.statuses = statuses
    }
}
