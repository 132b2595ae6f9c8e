import DNSCore

/// How long a record stays unless it is registered again (RFC 9664).
package struct Lease: Hashable, Sendable {
    package var expiresAt: Timestamp
    /// As it was granted last.
    package var length: Duration
    /// The key that registered the record, if it was signed.
    package var key: DomainName?

    package init(expiresAt: Timestamp, length: Duration, key: DomainName? = nil) {
        self.expiresAt = expiresAt
        self.length = length
        self.key = key
    }
}

/// The leases of a zone's SRV records.
package struct LeaseTable: Sendable {
    private struct Record: Hashable, Sendable {
        var owner: DomainName
        var location: ServiceLocation
    }

    private var leases: [Record: Lease] = [:]

    package init() {}

    package var isEmpty: Bool { leases.isEmpty }

    package subscript(instance: InstanceID, in catalog: Catalog) -> Lease? {
        guard !leases.isEmpty else { return nil }
        return self[catalog.owner(of: instance), catalog.record(of: instance)]
    }

    package subscript(owner: DomainName, location: ServiceLocation) -> Lease? {
        get { leases[Record(owner: owner, location: location)] }
        set { leases[Record(owner: owner, location: location)] = newValue }
    }
}

extension Catalog {
    /// An instance's SRV data.
    fileprivate func record(of instance: InstanceID) -> ServiceLocation {
        let (priority, weight, port) = location(of: instance)
        return ServiceLocation(priority: priority, weight: weight, port: port, target: target(of: instance))
    }
}
