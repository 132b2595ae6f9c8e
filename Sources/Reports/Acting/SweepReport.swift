import DNSCore
import ServiceCatalog
import Terminal

/// What a sweep does, a line for each instance.
package enum SweepReport {
    package enum Act: String, Hashable, Sendable {
        case would = "would withdraw"
        case withdrew
        /// Another has changed the records first.
        case overtaken = "did not withdraw"
        case failed = "could not withdraw"
        case unknown = "may have withdrawn"
    }

    /// `withdrew web2:8080 of _http._tcp.example.: down for 2h (connection refused)`
    package static func line(
        _ act: Act, _ finding: StaleSweep.Finding, at now: Timestamp, because text: String? = nil
    ) -> String {
        let reason = text ?? outage(finding, now)
        return Sanitiser.visible("\(act.rawValue) \(finding.title) of \(finding.service): \(reason)")
    }

    package static func spared(_ finding: StaleSweep.Finding, at now: Timestamp) -> String {
        Sanitiser.visible(
            "kept \(finding.title) of \(finding.service): the last of its service, \(outage(finding, now)); --even-last"
                + " takes it, too")
    }

    package static func refused(_ zone: DomainName, _ refusal: StaleSweep.Refusal) -> String {
        Sanitiser.visible("left \(zone) alone: \(refusal)")
    }

    private static func outage(_ finding: StaleSweep.Finding, _ now: Timestamp) -> String {
        "down for \(ElapsedTime(now.duration(since: finding.health.since))) (\(finding.health.reason))"
    }
}

/// A span of time in its two largest units: `2h13m`, `41d`.
package struct ElapsedTime: CustomStringConvertible {
    package let description: String

    package init(_ duration: Duration) {
        var rest = max(0, duration.components.seconds)
        var parts: [String] = []
        for (length, unit) in [(86_400, "d"), (3600, "h"), (60, "m"), (1, "s")] as [(Int64, String)] {
            if rest >= length || length == 1 && parts.isEmpty { parts.append("\(rest / length)\(unit)") }
            rest %= length
            if !parts.isEmpty, parts.count == 2 || rest < length / 60 { break }
        }
        description = parts.prefix(2).joined()
    }
}
