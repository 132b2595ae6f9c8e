import DNSCore
import ServiceCatalog
import Terminal

/// A plan written out: the records, what is to be known, and every message, in words or as nsupdate reads it.
struct PlanDocument: Sendable {
    let paragraphs: [PlanParagraph]

    init(_ plan: Plan, asCommands: Bool) {
        var text = Self.records(of: plan)
        text += Self.remarks(on: plan)
        text += asCommands ? Self.commands(of: plan) : Self.steps(of: plan)
        paragraphs = text
    }

    func height(in width: Int) -> Int { paragraphs.reduce(0) { $0 + $1.height(in: width) } }

    /// The lines that an offer's box takes.
    func lines(ofOffer number: Int, width: Int) -> Range<Int>? {
        var line = 0
        for paragraph in paragraphs {
            let height = paragraph.height(in: width)
            if case .offer(number, _) = paragraph { return line..<line + height }
            line += height
        }
        return nil
    }

    /// - Parameter top: The first line that is seen.
    func draw(_ plan: Plan, focus: Int?, from top: Int, on canvas: inout Canvas) {
        var row = -top
        for paragraph in paragraphs {
            if row >= canvas.size.rows { return }
            let height = paragraph.height(in: canvas.size.columns)
            if row + height > 0 { paragraph.draw(plan, focus: focus, from: row, on: &canvas) }
            row += height
        }
    }
}

extension PlanDocument {
    private static func records(of plan: Plan) -> [PlanParagraph] {
        var text: [PlanParagraph] = []
        var last: Plan.Line?
        for line in plan.lines {
            if line.service != last?.service || line.zone != last?.zone {
                if last != nil { text.append(.blank) }
                text.append(.service(line.service.withoutFinalDot))
            }
            text.append(.record(line))
            last = line
        }
        return text
    }

    /// What should make one hesitate stands before what is only to be known.
    private static func remarks(on plan: Plan) -> [PlanParagraph] {
        var text = plan.warnings.map { PlanParagraph.alarm($0) }
        text += plan.notes.map { .note($0) }
        let offers = plan.offers.enumerated().map { PlanParagraph.offer($0, $1.text) }
        return [text, offers].filter { !$0.isEmpty }.flatMap { [.blank] + $0 }
    }

    private static func steps(of plan: Plan) -> [PlanParagraph] {
        plan.finalUpdates.flatMap { update in
            [.blank, heading(of: update)] + update.request.prerequisites.flatMap(condition)
                + update.request.changes.map(step)
        }
    }

    private static func commands(of plan: Plan) -> [PlanParagraph] {
        plan.finalUpdates.flatMap { update in
            [.blank, heading(of: update)]
                + update.commands.split(separator: "\n").map { .command(String($0)) }
        }
    }

    private static func heading(of update: Plan.Update) -> PlanParagraph {
        let signature = update.key.map { "key \($0)" } ?? "not signed"
        return .heading("to \(update.server), \(signature)", note: update.request.zone.withoutFinalDot)
    }

    private static func condition(_ prerequisite: Prerequisite) -> [PlanParagraph] {
        switch prerequisite {
        case .exists(let name, let type): return [.step("only if", "\(name) has \(type) records", .condition)]
        case .equals(let name, let data):
            let type = data.first.map { "\($0.type)" } ?? ""
            let count = data.count == 1 ? "this one" : "these \(data.count)"
            return [.step("only if", "the \(type) records of \(name) are exactly \(count):", .condition)]
                + data.map { .continuation("  \($0)") }
        case .doesNotExist(let name, let type): return [.step("only if", "\(name) has no \(type) record", .condition)]
        case .nameInUse(let name): return [.step("only if", "\(name) has records", .condition)]
        case .nameNotInUse(let name): return [.step("only if", "\(name) has no records", .condition)]
        }
    }

    private static func step(_ change: UpdateRequest.Change) -> PlanParagraph {
        switch change {
        case .add(let name, let ttl, let data): .step("add", "\(name) \(ttl) \(data.type) \(data)", .addition)
        case .deleteRRset(let name, let type): .step("delete", "\(name) \(type), all records", .removal)
        case .deleteAll(let name): .step("delete", "\(name), all records of every type", .removal)
        case .delete(let name, let data): .step("delete", "\(name) \(data.type) \(data)", .removal)
        }
    }
}
