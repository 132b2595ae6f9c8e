import DNSCore
import ServiceCatalog
import Terminal

/// A plan written out: the records, what is to be known, and every message, in words or as nsupdate reads it.
struct PlanDocument: Sendable {
    let paragraphs: [PlanParagraph]
    private let measures = PlanMeasures()

    init(_ plan: Plan, asCommands: Bool) {
        var text = Self.alarms(of: plan)
        text += Self.records(of: plan)
        text += Self.remarks(on: plan)
        text += asCommands ? Self.commands(of: plan) : Self.steps(of: plan)
        paragraphs = text
    }

    func height(in width: Int) -> Int { starts(width).last ?? 0 }

    /// Where each paragraph starts, and where the last one ends.
    private func starts(_ width: Int) -> [Int] {
        measures.starts(in: width) { paragraphs.map { $0.height(in: width) } }
    }

    /// Where the first message starts: what is above does not depend on how it is told.
    func firstMessage(in width: Int) -> Int {
        let index = paragraphs.firstIndex { if case .heading = $0 { true } else { false } }
        return index.map { starts(width)[$0] } ?? 0
    }

    /// The lines that an offer's box takes.
    func lines(ofOffer number: Int, width: Int) -> Range<Int>? {
        let index = paragraphs.firstIndex { if case .offer(number, _) = $0 { true } else { false } }
        return index.map { starts(width)[$0]..<starts(width)[$0 + 1] }
    }

    /// - Parameter top: The first line that is seen.
    func draw(_ plan: Plan, focus: Int?, from top: Int, on canvas: inout Canvas) {
        let starts = starts(canvas.size.columns)
        var index = Self.lastIndex(in: starts, atOrBefore: top)
        while index < paragraphs.count, starts[index] - top < canvas.size.rows {
            paragraphs[index].draw(plan, focus: focus, from: starts[index] - top, on: &canvas)
            index += 1
        }
    }
}

extension PlanDocument {
    /// Of ascending numbers, the place of the last that is not greater; 0 where all are.
    private static func lastIndex(in starts: [Int], atOrBefore top: Int) -> Int {
        var (low, high) = (0, starts.count)
        while high - low > 1 {
            let middle = low + (high - low) / 2
            if starts[middle] <= top { low = middle } else { high = middle }
        }
        return low
    }

    /// What should make one hesitate stands before all else.
    private static func alarms(of plan: Plan) -> [PlanParagraph] {
        plan.warnings.isEmpty ? [] : plan.warnings.map { .alarm($0) } + [.blank]
    }

    private static func records(of plan: Plan) -> [PlanParagraph] {
        let badges = Dictionary(plan.losses.map { ([$0.zone, $0.service], $0.extent.badge) }) { first, _ in first }
        var text: [PlanParagraph] = []
        var last: Plan.Line?
        for line in plan.lines {
            if line.service != last?.service || line.zone != last?.zone {
                if last != nil { text.append(.blank) }
                let badge = badges[[line.zone, line.service]] ?? nil
                text.append(.service(line.service.withoutFinalDot, badge: badge))
            }
            text.append(.record(line))
            last = line
        }
        return text
    }

    private static func remarks(on plan: Plan) -> [PlanParagraph] {
        let notes = plan.notes.map { PlanParagraph.note($0) }
        let offers = plan.offers.enumerated().map { PlanParagraph.offer($0, $1.text) }
        return [notes, offers].filter { !$0.isEmpty }.flatMap { [.blank] + $0 }
    }

    /// What is done before what it depends on: the conditions may be many.
    private static func steps(of plan: Plan) -> [PlanParagraph] {
        plan.finalUpdates.flatMap { update in
            [.blank, heading(of: update)] + update.request.changes.map(step)
                + update.request.prerequisites.flatMap(condition)
        } + plan.starts.flatMap(steps)
    }

    private static func steps(of start: Plan.Start) -> [PlanParagraph] {
        [
            .blank, .heading("to the stand-in at \(start.standIn.path)", note: "uid \(start.standIn.user)"),
            .step("start", start.service, .addition),
            .step("only if", "uid \(start.standIn.user) listens there", .condition),
        ]
    }

    private static func commands(of plan: Plan) -> [PlanParagraph] {
        plan.finalUpdates.flatMap { update in
            [.blank, heading(of: update)]
                + update.commands.split(separator: "\n").map { .command(String($0)) }
        }
    }

    private static func heading(of update: Plan.Update) -> PlanParagraph {
        let signature = update.key.map { "key \($0.withoutFinalDot)" } ?? "not signed"
        return .heading("to \(update.server), \(signature)", note: update.request.zone.withoutFinalDot)
    }

    private static func condition(_ prerequisite: Prerequisite) -> [PlanParagraph] {
        switch prerequisite {
        case .exists(let name, let type):
            return [.step("only if", "\(name.withoutFinalDot) has \(type) records", .condition)]
        case .equals(let name, let data):
            let type = data.first.map { "\($0.type)" } ?? ""
            let count = data.count == 1 ? "this one" : "these \(data.count)"
            return [
                .step("only if", "the \(type) records of \(name.withoutFinalDot) are exactly \(count):", .condition)
            ]
                + data.map { .continuation("  \($0)") }
        case .doesNotExist(let name, let type):
            return [.step("only if", "\(name.withoutFinalDot) has no \(type) record", .condition)]
        case .nameInUse(let name): return [.step("only if", "\(name.withoutFinalDot) has records", .condition)]
        case .nameNotInUse(let name):
            return [.step("only if", "\(name.withoutFinalDot) has no records", .condition)]
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

extension Plan.Loss.Extent {
    /// At the service's title; nil where the record's own line says it.
    fileprivate var badge: String? {
        switch self {
        case .lastServing: nil
        case .everyServing: "NOTHING SERVES"
        case .everything: "NOTHING LEFT"
        }
    }
}
