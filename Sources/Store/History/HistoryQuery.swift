import DNSCore
import ServiceCatalog

/// Which events are wanted: the latest that fit.
package struct HistoryQuery: Hashable, Sendable {
    /// Empty for all.
    package var zones: [DomainName]
    /// The name of a service, of an instance of DNS-SD, or of what lies below.
    package var service: DomainName?
    package var since: Timestamp?
    package var limit: Int

    package init(zones: [DomainName] = [], service: DomainName? = nil, since: Timestamp? = nil, limit: Int) {
        self.zones = zones
        self.service = service
        self.since = since
        self.limit = limit
    }
}
