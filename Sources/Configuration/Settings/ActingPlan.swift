import DNSClient
import DNSCore

/// A zone as it may be changed.
package struct ActingPlan: Sendable {
    /// A key, and what it may change.
    package struct Key: Sendable {
        package var key: TSIGKey
        /// How many labels of the zone's name its scope gives; 0 where it has none.
        package var zoneLabels: Int
        /// The names of records; empty for all of the zone.
        package var names: [DomainName]
    }

    package var apex: DomainName
    /// Where updates go; nil where the user did not say.
    package var primary: Server?
    /// Those that may be used; empty where updates are not signed.
    package var keys: [Key]
    package var context: String?
    package var isProduction: Bool
}

extension Settings {
    /// How the zones that are followed may be changed, in the same order.
    package var actingPlans: [ActingPlan] {
        zones.map { zone in
            ActingPlan(
                apex: zone.apex, primary: zone.primary.flatMap { server(named: $0.value, for: zone.apex) },
                keys: updateKeys(of: zone), context: zone.context?.value, isProduction: zone.isProduction)
        }
    }

    /// A key of the command line is for everything, and then no other is used. Else those whose scope covers the zone or names
    /// in it, and those that its servers are asked with.
    private func updateKeys(of zone: ZoneSettings) -> [ActingPlan.Key] {
        if let label = commandKey?.value, let given = keys.first(where: { $0.label == label }) {
            return [ActingPlan.Key(key: given.key, zoneLabels: 0, names: [])]
        }
        let labels = zone.servers.value + [zone.primary?.value].compactMap(\.self)
        let ofServers = servers.filter { labels.contains($0.label) }.compactMap(\.key?.value)
        return keys.filter { $0.mayChange(zone.apex) || ofServers.contains($0.label) && $0.mayChangeAll(of: zone.apex) }
            .map { key in
                ActingPlan.Key(key: key.key, zoneLabels: key.closeness(to: zone.apex) ?? 0, names: key.names.value)
            }
    }
}

extension KeySettings {
    /// Whether its scope says that it is for records of a zone.
    fileprivate func mayChange(_ zone: DomainName) -> Bool {
        guard !names.value.isEmpty else { return closeness(to: zone) != nil }
        return isAllowed(for: zone) && names.value.contains { $0.isEqualOrBelow(zone) || $0.covers(zone) }
    }

    fileprivate func mayChangeAll(of zone: DomainName) -> Bool { names.value.isEmpty && isAllowed(for: zone) }
}

extension DomainName {
    /// Whether this is a wildcard above a zone.
    fileprivate func covers(_ zone: DomainName) -> Bool {
        var labels = labels
        guard let first = labels.next(), first.elementsEqual("*".utf8), let parent else { return false }
        return zone.isEqualOrBelow(parent)
    }
}
