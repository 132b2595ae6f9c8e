import DNSCore
import ServiceCatalog
import Terminal

/// How a plan fares: journal, each update, each secondary, and what came of it all.
struct PlanRunView: View {
    let run: PlanRun
    /// The first line that is seen.
    let top: Int

    /// A line with its sign, which says the same as its colour.
    private struct Step {
        var sign: String
        var label: String
        var text: String
        var role: Role
    }

    private static let labelWidth = 12

    /// What came of it stands first: a small dialog shows no more.
    func draw(on canvas: inout Canvas) {
        var lines = heading(on: canvas) + [[]]
        for step in steps { lines += spans(of: step, on: canvas) }
        lines += conclusion(on: canvas)
        let first = max(0, min(top, lines.count - canvas.size.rows))
        for (row, line) in lines.dropFirst(first).prefix(canvas.size.rows).enumerated() {
            canvas.put(line, row: row)
        }
    }

    private var steps: [Step] {
        var steps = [
            run.entry.map { Step(sign: "✓", label: "journal", text: "entry \($0), on disk", role: .success) }
                ?? Step(sign: "…", label: "journal", text: "being written", role: .dim)
        ]
        for (index, update) in run.plan.updates.enumerated() {
            let zone = run.plan.updates.count > 1 ? "\(update.request.zone.withoutFinalDot) " : ""
            if let outcome = run.settled[index] {
                steps.append(
                    Step(sign: outcome.sign, label: "answer", text: zone + outcome.text, role: outcome.role))
            } else if index < run.sentCount {
                let text = "\(zone)sent to \(update.server), waiting for the answer"
                steps.append(Step(sign: "…", label: "update", text: text, role: .dim))
            } else {
                steps.append(Step(sign: "·", label: "update", text: "\(zone)not sent yet", role: .dim))
            }
        }
        for server in run.replicated {
            steps.append(Step(sign: "✓", label: "secondary", text: "\(server) shows it", role: .success))
        }
        return steps
    }

    private func spans(of step: Step, on canvas: Canvas) -> [[Span]] {
        let theme = canvas.theme
        let left = 2 + Self.labelWidth
        let texts = wrapped(
            step.text, width: canvas.size.columns - left, limit: 6, repertoire: canvas.repertoire)
        return (texts.isEmpty ? [""] : texts).enumerated().map { index, text in
            let label = index == 0 ? step.label : ""
            let head = label + String(repeating: " ", count: max(0, Self.labelWidth - label.count))
            return [
                Span(index == 0 ? "\(step.sign) " : "  ", theme[step.role]), Span(head, theme[.dim]),
                Span(text, theme[.text]),
            ]
        }
    }

    private func heading(on canvas: Canvas) -> [[Span]] {
        guard let outcome = run.outcome else { return [[Span("… Under way", canvas.theme[.strong])]] }
        let style = canvas.theme[outcome.role].adding(.bold)
        let text = "\(outcome.sign) \(outcome.heading)"
        return wrapped(text, width: canvas.size.columns, limit: 3, repertoire: canvas.repertoire).map {
            [Span($0, style)]
        }
    }

    /// What there is to say that no step has said.
    private func conclusion(on canvas: Canvas) -> [[Span]] {
        guard let outcome = run.outcome else { return [] }
        let isNew = !run.settled.values.contains { $0.text == outcome.text }
        let serial = outcome.serial.map { "The zone's serial is \($0)." }
        let text = [isNew ? outcome.text : nil, serial].compactMap(\.self).joined(separator: "  ")
        let lines = wrapped(text, width: canvas.size.columns, limit: 8, repertoire: canvas.repertoire)
        return [[]] + lines.map { [Span($0, canvas.theme[.text])] }
    }
}

extension PlanOutcome {
    fileprivate var sign: String {
        switch result {
        case .done: "✓"
        case .refused, .overtaken: "✗"
        case .unknown: "?"
        }
    }

    fileprivate var role: Role {
        switch result {
        case .done: .success
        case .refused, .overtaken: .error
        case .unknown: .warning
        }
    }

    fileprivate var heading: String {
        switch result {
        case .done: "Done"
        case .refused: "Refused: nothing was changed"
        case .overtaken: "Overtaken: somebody else changed the records first, theirs stay"
        case .unknown: "Unknown: it may or may not have been done"
        }
    }
}
