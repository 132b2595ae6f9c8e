import DNSCore
import ServiceCatalog
import Terminal

/// A plan for people, before they are asked: what it is about, what is sent where, and what should make one hesitate.
package struct PlanReport {
    private let plan: Plan

    package init(_ plan: Plan) { self.plan = plan }

    package var text: String {
        var blocks = [head]
        blocks += plan.finalUpdates.map(Self.text)
        blocks.append(remarks)
        let text = blocks.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }.joined(separator: "\n\n")
        return text.split(separator: "\n", omittingEmptySubsequences: false).map { Sanitiser.visible(String($0)) }
            .joined(separator: "\n") + "\n"
    }

    private var head: [String] {
        [plan.title] + plan.lines.map { "  \($0.text)" }
    }

    private static func text(_ update: Plan.Update) -> [String] {
        let signature = update.key.map { "signed with \($0)" } ?? "not signed"
        return ["update of \(update.request.zone) at \(update.server), \(signature):"]
            + (update.request.prerequisites.map(\.description) + update.request.changes.map(\.description))
            .flatMap { $0.split(separator: "\n") }.map { "  \($0)" }
    }

    private var remarks: [String] {
        plan.warnings.map { "warning: \($0)" } + plan.notes.map { "note: \($0)" }
            + plan.offers.filter { !$0.isTaken }.map { "left alone: \($0.text)" }
    }
}

extension Plan {
    /// `withdraw 2 records`
    var title: String {
        let records = lines.count == 1 ? "1 record" : "\(lines.count) records"
        return switch action {
        case .renew(let ttl?): "renew \(records) with TTL \(ttl)"
        case .weight(let weight): "set the weight of \(records) to \(weight)"
        case .priority(let priority): "set the priority of \(records) to \(priority)"
        case .undo, .redo: "\(action.name) entry \(reverses.map(String.init) ?? "?"): \(records)"
        case .withdraw, .renew, .drain, .start: "\(action.name) \(records)"
        }
    }
}

extension Plan.Line {
    /// `web2:8080 of _http._tcp.example. (down, share 25% to 0%): RECORD`
    fileprivate var text: String {
        let share =
            shareBefore == nil && shareAfter == nil
            ? "" : ", share \(Self.percent(shareBefore)) to \(Self.percent(shareAfter))"
        return "\(title) of \(service) (\(status)\(share)): \(record)"
    }

    private static func percent(_ share: Double?) -> String {
        guard let share else { return "none" }
        var field = FieldText()
        field.append(percent: share)
        return String(decoding: field.bytes, as: UTF8.self)
    }
}
