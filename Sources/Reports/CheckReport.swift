import DNSCore
import ServiceCatalog
import Terminal

/// `svctop check`: one line with performance data and an exit code, as monitoring plugins give them.
///
/// What is counted are the instances with a problem: from `impostor` to `degraded`, all that is worse than `unknown`. Without
/// a threshold of its own, it is critical when a service has lost all its instances. An impostor always is.
package struct CheckReport {
    /// Exit codes of monitoring plugins.
    package enum State: Int32, Comparable, Sendable {
        case ok = 0
        case warning = 1
        case critical = 2
        case unknown = 3

        package static func < (a: State, b: State) -> Bool { a.rawValue < b.rawValue }
    }

    package let state: State
    /// Without a line feed; one line whatever the zone holds.
    package let line: String

    package init(
        _ snapshot: Snapshot, warning: AlertRange = .anything, critical: AlertRange? = nil,
        where isIncluded: InstancePredicate? = nil
    ) {
        let tally = ProblemTally(snapshot, where: isIncluded)
        let unread = snapshot.zones.filter { !$0.isCurrent(at: snapshot.at) }
        let state = Self.state(tally, unread, warning, critical)
        let text = Self.text(tally, unread)
        let data = Self.performanceData(tally, warning: warning, critical: critical)
        self.state = state
        let shown = Sanitiser.visible(text).map { $0 == "|" ? "/" : $0 }
        line = "SVCTOP \(state.name) - \(String(shown)) | \(data)"
    }

    private static func state(
        _ tally: ProblemTally, _ unread: [ZoneSnapshot], _ warning: AlertRange, _ critical: AlertRange?
    ) -> State {
        let isBeyond = critical.map { $0.alerts(on: tally.problems, of: tally.total) } ?? !tally.lostServices.isEmpty
        let isCritical = isBeyond || tally.counts[.impostor] > 0
        if isCritical, tally.total > 0 { return .critical }
        if !unread.isEmpty || tally.total == 0 || tally.isNothingKnown { return .unknown }
        return warning.alerts(on: tally.problems, of: tally.total) ? .warning : .ok
    }

    private static func text(_ tally: ProblemTally, _ unread: [ZoneSnapshot]) -> String {
        var sentences = unread.map { zone in
            "\(zone.name) could not be read: \(zone.freshness.problem?.text ?? "no answer from \(zone.freshness.server)")"
        }
        if tally.total > 0 {
            sentences.append(tally.description)
        } else if unread.isEmpty {
            sentences.append("no instances to check")
        }
        return sentences.joined(separator: "; ")
    }

    private static func performanceData(_ tally: ProblemTally, warning: AlertRange, critical: AlertRange?) -> String {
        let total = tally.total
        let thresholds = "\(warning.description(of: total));\(critical?.description(of: total) ?? "")"
        var data = ["up=\(tally.counts[.up]);;;0;\(total)", "problems=\(tally.problems);\(thresholds);0;\(total)"]
        for status in Status.allCases where status != .up && status != .withdrawn {
            data.append("\(status)=\(tally.counts[status]);;;0;\(total)")
        }
        let services = tally.serviceCount
        data.append("services=\(services) lost_services=\(tally.lostServices.count);;;0;\(services)")
        return data.joined(separator: " ")
    }
}

extension CheckReport.State {
    package var name: String {
        switch self {
        case .ok: "OK"
        case .warning: "WARNING"
        case .critical: "CRITICAL"
        case .unknown: "UNKNOWN"
        }
    }
}
