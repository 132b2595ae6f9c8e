import DNSCore
import ServiceCatalog

/// Which events are wanted: the latest that fit.
package struct HistoryQuery: Hashable, Sendable {
    /// Empty for all.
    package var zones: [DomainName]
    /// A service or all services below a name, relative to their zone or absolute; or what an instance is called.
    package var service: String?
    package var since: Timestamp?
    package var limit: Int

    package init(zones: [DomainName] = [], service: String? = nil, since: Timestamp? = nil, limit: Int) {
        self.zones = zones
        self.service = service
        self.since = since
        self.limit = limit
    }
}
