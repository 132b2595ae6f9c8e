import DNSCore
import Synchronization

/// The zones that are served, each in its newest version: written by one, read by many.
package final class ZoneRegistry: Sendable {
    private struct Zones {
        var byApex: [DomainName: Zone] = [:]
        /// How many labels the apexes have, each number once, the most first: nothing else has to be looked for.
        var depths: [Int] = []

        mutating func noteDepths() { depths = Set(byApex.keys.map(\.labelCount)).sorted(by: >) }
    }

    private let zones = Mutex(Zones())

    package init() {}

    package func publish(_ zone: Zone) {
        // What the zone was before is let go outside of the lock.
        _ = zones.withLock { zones in
            let replaced = zones.byApex.updateValue(zone, forKey: zone.apex)
            if replaced == nil { zones.noteDepths() }
            return replaced
        }
    }

    package func withdraw(_ apex: DomainName) {
        _ = zones.withLock { zones in
            let withdrawn = zones.byApex.removeValue(forKey: apex)
            zones.noteDepths()
            return withdrawn
        }
    }

    package subscript(apex: DomainName) -> Zone? { zones.withLock { $0.byApex[apex] } }

    /// The zone that a name lies in: of several, the lowest.
    package func zone(of name: DomainName) -> Zone? {
        let labelCount = name.labelCount
        return zones.withLock { zones in
            for depth in zones.depths where depth <= labelCount {
                if let zone = zones.byApex[name.ancestor(labelCount: depth)] { return zone }
            }
            return nil
        }
    }

    package var apexes: [DomainName] { zones.withLock { $0.byApex.keys.sorted() } }
}
