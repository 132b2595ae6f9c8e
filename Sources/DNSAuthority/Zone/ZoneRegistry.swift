import DNSCore
import Synchronization

/// The zones that are served, each in its newest version: written by one, read by many.
package final class ZoneRegistry: Sendable {
    private let zones = Mutex<[DomainName: Zone]>([:])

    package init() {}

    package func publish(_ zone: Zone) { zones.withLock { $0[zone.apex] = zone } }

    package func withdraw(_ apex: DomainName) { _ = zones.withLock { $0.removeValue(forKey: apex) } }

    package subscript(apex: DomainName) -> Zone? { zones.withLock { $0[apex] } }

    /// The zone that a name lies in: of several, the lowest.
    package func zone(of name: DomainName) -> Zone? {
        zones.withLock { zones in
            var candidate: DomainName? = name
            while let apex = candidate {
                if let zone = zones[apex] { return zone }
                candidate = apex.parent
            }
            return nil
        }
    }

    package var apexes: [DomainName] { zones.withLock { $0.keys.sorted() } }
}
