import DNSCore
import ServiceCatalog

/// A plan and what came of it, as one JSON document.
package struct PlanDocument {
    private let plan: Plan
    private let progress: [PlanProgress]
    private let isDryRun: Bool

    /// - Parameter progress: all that was told while it was carried out; nothing for one that was not.
    package init(_ plan: Plan, progress: [PlanProgress] = [], isDryRun: Bool = false) {
        self.plan = plan
        self.progress = progress
        self.isDryRun = isDryRun
    }

    package func write(to output: inout Output) {
        output.write(value)
        output.write("\n")
    }

    package var value: JSONValue {
        [
            "action": .text(plan.action.name), "dry_run": .truth(isDryRun), "reverses": JSONValue(plan.reverses),
            "records": .list(plan.lines.map(\.document)), "updates": .list(plan.finalUpdates.map(\.document)),
            "left_alone": .list(plan.offers.filter { !$0.isTaken }.map { .text($0.text) }),
            "warnings": .list(plan.warnings.map(JSONValue.text)), "notes": .list(plan.notes.map(JSONValue.text)),
            "entry": JSONValue(entry), "outcome": outcome.map(\.document) ?? nil,
            "replicated": .list(replicas.map(JSONValue.text)),
        ]
    }

    private var entry: Int64? {
        for case .journaled(let entry) in progress { return entry }
        return nil
    }

    private var outcome: PlanOutcome? {
        for case .finished(let outcome) in progress { return outcome }
        return nil
    }

    private var replicas: [String] {
        progress.compactMap { if case .replicated(let server) = $0 { server } else { nil } }
    }
}

extension PlanOutcome {
    fileprivate var document: JSONValue {
        ["result": .text(result.rawValue), "text": .text(text), "serial": JSONValue(serial?.rawValue)]
    }
}

extension Plan.Line {
    var document: JSONValue {
        [
            "zone": .text(zone.description), "service": .text(service.description), "instance": .text(title),
            "record": .text(record), "status": .text(status.name), "share_before": JSONValue(shareBefore),
            "share_after": JSONValue(shareAfter), "last_serving": .truth(isLastServing),
        ]
    }
}

extension Plan.Update {
    var document: JSONValue {
        [
            "zone": .text(request.zone.description), "server": .text(server), "key": JSONValue(key),
            "prerequisites": .list(request.prerequisites.map { .text($0.description) }),
            "changes": .list(request.changes.map { .text($0.description) }),
        ]
    }
}
