import DNSCore

/// What a probe that says more than a connection has to know. An object, since most targets have none: a million of them
/// take no room for it.
package final class ProbeDetails: Sendable {
    /// The target's name without the dot at its end: for SNI, `Host` and `:authority`.
    package let host: String
    /// The name that was looked up: a certificate may be for it, or for the host.
    let service: DomainName
    package let path: String
    /// The HTTP statuses that are an answer.
    package let statuses: ClosedRange<UInt16>

    package init(host: String, service: DomainName, path: String? = nil, statuses: ClosedRange<UInt16>? = nil) {
        self.host = host
        self.service = service
        self.path = path ?? "/"
        self.statuses = statuses ?? 200...399
    }
}

extension ProbeDetails: Hashable {
    package static func == (a: ProbeDetails, b: ProbeDetails) -> Bool {
        a.host == b.host && a.service == b.service && a.path == b.path && a.statuses == b.statuses
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(host)
        hasher.combine(service)
        hasher.combine(path)
        hasher.combine(statuses)
    }
}
