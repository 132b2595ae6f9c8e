import DNSCore
import ServiceCatalog

/// `list --count`: how many instances there are, as grep and wc say it: a bare number, or a line a zone.
///
/// Of a zone that could not be read nobody knows the count, least of all that it is 0: there is no line, and null in JSON.
package struct CountReport {
    private let snapshot: Snapshot
    private let isIncluded: InstancePredicate?

    package init(_ snapshot: Snapshot, where isIncluded: InstancePredicate? = nil) {
        self.snapshot = snapshot
        self.isIncluded = isIncluded
    }

    package func write(to output: inout Output) {
        for zone in snapshot.zones where zone.freshness.learntAt != nil {
            if snapshot.zones.count > 1 { output.write("\(zone.name): ") }
            output.write("\(count(zone))\n")
        }
    }

    package func writeJSON(to output: inout Output) {
        var isFirst = true
        output.write("{\"zones\":[")
        for zone in snapshot.zones {
            if !isFirst { output.write(",") }
            isFirst = false
            output.write("{\"zone\":")
            output.write(json: zone.name.description)
            output.write(",\"serial\":\(zone.freshness.serial?.description ?? "null"),\"count\":")
            output.write(zone.freshness.learntAt == nil ? "null}" : "\(count(zone))}")
        }
        output.write("]}\n")
    }

    private func count(_ zone: ZoneSnapshot) -> Int {
        guard let isIncluded else { return zone.catalog.instanceCount }
        var count = 0
        zone.catalog.forEachInstance { count += isIncluded(zone, $0) ? 1 : 0 }
        return count
    }
}
