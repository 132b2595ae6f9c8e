import DNSCore
import ServiceCatalog

/// A zone in one line: where its data came from, and how many instances have which status.
package struct ZoneSummary: CustomStringConvertible {
    private let zone: ZoneSnapshot
    private let now: Timestamp

    package init(_ zone: ZoneSnapshot, at now: Timestamp) {
        self.zone = zone
        self.now = now
    }

    package var description: String {
        let counts = zone.counts(at: now)
        let instances = zone.catalog.instanceCount
        let states = Status.allCases.filter { counts[$0] > 0 }.map { "\(counts[$0]) \($0.name)" }
        var text = "\(zone.name) \(origin): \(counted(instances, "instance")) of"
        text += " \(counted(zone.catalog.serviceCount, "service"))"
        if !states.isEmpty { text += ": " + states.joined(separator: ", ") }
        if let problem = zone.freshness.problem { text += "; \(problem.text)" }
        return text
    }

    private var origin: String {
        let freshness = zone.freshness
        var text = freshness.serial.map { "serial \($0) " } ?? ""
        text += "from \(freshness.server)"
        if let method = freshness.method { text += " by \(method.rawValue)" }
        if let key = freshness.key { text += ", key \(key)" }
        return text
    }
}

/// `1 service`, `2 services`
func counted(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }
