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

    /// A piece of a line.
    private struct Piece {
        var text: String
        var role: Role
        var isBold = false
    }

    /// What came of it stands first: a small dialog shows no more.
    func draw(on canvas: inout Canvas) {
        let lines = lines(width: canvas.size.columns, repertoire: canvas.repertoire)
        let rows = canvas.size.rows
        let first = max(0, min(top, lines.count - rows))
        // What is further down is told of in the last row.
        let isCutOff = lines.count - first > rows
        let seen = isCutOff ? rows - 1 : rows
        for (row, line) in lines.dropFirst(first).prefix(seen).enumerated() {
            let spans = line.map { piece in
                let style = canvas.theme[piece.role]
                return Span(piece.text, piece.isBold ? style.adding(.bold) : style)
            }
            canvas.put(spans, row: row)
        }
        if isCutOff {
            let text = "↓ \(lines.count - first - seen) more"
            canvas.put(right: [Span(text, canvas.theme[.key])], row: rows - 1, from: 0, margin: 0)
        }
    }

    func height(in width: Int) -> Int { lines(width: width, repertoire: .unicode).count }

    private func lines(width: Int, repertoire: Repertoire) -> [[Piece]] {
        heading(width, repertoire) + [[]] + steps.flatMap { pieces(of: $0, width, repertoire) }
            + conclusion(width, repertoire)
    }

    private var steps: [Step] { run.plan.starts.isEmpty ? updateSteps : startSteps }

    private var startSteps: [Step] {
        run.plan.starts.enumerated().map { index, start in
            if let outcome = run.settled[index] {
                return Step(sign: outcome.sign, label: "start", text: outcome.text, role: outcome.role)
            }
            guard index < run.sentCount else {
                return Step(sign: "·", label: "start", text: "\(start.service), not asked for yet", role: .dim)
            }
            let text = "\(start.service): \(start.standIn.path) was asked, waiting until it runs"
            return Step(sign: "…", label: "start", text: text, role: .dim)
        }
    }

    private var updateSteps: [Step] {
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

    private func pieces(of step: Step, _ width: Int, _ repertoire: Repertoire) -> [[Piece]] {
        let texts = wrapped(step.text, width: width - 2 - Self.labelWidth, limit: 6, repertoire: repertoire)
        return (texts.isEmpty ? [""] : texts).enumerated().map { index, text in
            let label = index == 0 ? step.label : ""
            let head = label + String(repeating: " ", count: max(0, Self.labelWidth - label.count))
            return [
                Piece(text: index == 0 ? "\(step.sign) " : "  ", role: step.role), Piece(text: head, role: .dim),
                Piece(text: text, role: .text),
            ]
        }
    }

    private func heading(_ width: Int, _ repertoire: Repertoire) -> [[Piece]] {
        guard let outcome = run.outcome else { return [[Piece(text: "… Under way", role: .strong)]] }
        return wrapped(
            "\(outcome.sign) \(heading(of: outcome))", width: width, limit: 3, repertoire: repertoire
        )
        .map { [Piece(text: $0, role: outcome.role, isBold: true)] }
    }

    private func heading(of outcome: PlanOutcome) -> String {
        run.plan.starts.isEmpty ? outcome.heading(isBegun: isBegun) : outcome.headingOfStart(isBegun: isBegun)
    }

    /// Some of it was carried out before the rest was not.
    private var isBegun: Bool { run.settled.values.contains { $0.result == .done } }

    /// What there is to say that no step has said.
    private func conclusion(_ width: Int, _ repertoire: Repertoire) -> [[Piece]] {
        guard let outcome = run.outcome else { return [] }
        let isNew = !run.settled.values.contains { $0.text == outcome.text }
        let serial = outcome.serial.map { "The zone's serial is \($0)." }
        let text = [isNew ? outcome.text : nil, serial].compactMap(\.self).joined(separator: "  ")
        return [[]]
            + wrapped(text, width: width, limit: 8, repertoire: repertoire).map { [Piece(text: $0, role: .text)] }
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

    fileprivate func headingOfStart(isBegun: Bool) -> String {
        switch result {
        case .done: "Started"
        case .refused where isBegun: "Started in part"
        case .refused where !wasSent: "Not asked: nothing was started"
        case .refused, .overtaken: "Not started"
        case .unknown: "Unknown: it may or may not run"
        }
    }

    fileprivate func heading(isBegun: Bool) -> String {
        switch result {
        case .done: "Done"
        case .refused where isBegun: "Done in part: the rest was not changed"
        case .refused where !wasSent: "Not sent: nothing was changed"
        case .refused: "Refused: nothing was changed"
        case .overtaken: "Overtaken: somebody else changed the records first, theirs stay"
        case .unknown: "Unknown: it may or may not have been done"
        }
    }
}
