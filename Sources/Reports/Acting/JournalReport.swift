import DNSCore
import ServiceCatalog
import Terminal

/// The journal for people: an entry a line, or one entry in full.
package struct JournalReport {
    private let entries: [JournalEntry]

    /// - Parameter entries: oldest first.
    package init(_ entries: [JournalEntry]) { self.entries = entries }

    package func write(to output: inout Output) {
        let rows = [["ENTRY", "TIME", "USER", "ACTION", "RECORDS", "STATE", "OUTCOME"]] + entries.map(\.row)
        let widths = (0..<6).map { column in rows.map { TextWidth.columns(of: $0[column]) }.max() ?? 0 }
        for row in rows {
            for (cell, width) in zip(row, widths) {
                output.write(cell)
                output.write(UInt8(ascii: " "), times: width - TextWidth.columns(of: cell) + 2)
            }
            output.write(row[6])
            output.write("\n")
        }
    }

    package func writeJSON(to output: inout Output) {
        output.write("[")
        for (index, entry) in entries.enumerated() {
            output.write(index == 0 ? "\n" : ",\n")
            output.write(entry.document)
        }
        output.write("\n]\n")
    }
}

extension JournalEntry {
    fileprivate var row: [String] {
        [
            "\(number)", "\(draft.at.date)T\(draft.at.timeOfDay)Z", draft.user, draft.action.text(of: self), records,
            reversedBy == nil ? state.rawValue : "undone", outcome,
        ].map { Sanitiser.visible($0) }
    }

    private var records: String {
        guard let first = draft.lines.first else { return "-" }
        let rest = draft.lines.count - 1
        return "\(first.title) of \(first.service)" + (rest > 0 ? " and \(rest) more" : "")
    }

    private var outcome: String {
        if let reversedBy { return "by entry \(reversedBy)" }
        return state == .planned ? "not known: on its way, or svctop has ended" : bareText
    }

    /// What happened, without the word that says how it ended.
    private var bareText: String {
        let prefix = "\(state.rawValue): "
        return text.hasPrefix(prefix) ? String(text.dropFirst(prefix.count)) : text
    }

    /// All of it, for `svctop journal N`.
    package var report: String {
        var lines = [
            "entry \(number): \(draft.action.text(of: self)) by \(draft.user) at \(draft.at)",
            (text.isEmpty ? state.rawValue : "\(state.rawValue): \(bareText)")
                + (serial.map { " (serial \($0))" } ?? ""),
        ]
        if let reversedBy { lines.append("undone by entry \(reversedBy)") }
        lines += draft.lines.map { "  \($0.title) of \($0.service) (\($0.status)): \($0.record)" }
        for (position, (update, inverse)) in zip(draft.updates, draft.inverses).enumerated() {
            let key = update.key.map { "signed with \($0)" } ?? "not signed"
            let isDone = position < updatesDone ? "done" : "not done"
            lines += ["", "update at \(update.server), \(key), \(isDone):"] + Self.indented("\(update.request)")
            lines += ["taken back by:"] + Self.indented("\(inverse)")
        }
        return lines.map { Sanitiser.visible($0) }.joined(separator: "\n") + "\n"
    }

    private static func indented(_ text: String) -> [String] { text.split(separator: "\n").map { "  \($0)" } }

    package var document: JSONValue {
        [
            "entry": .integer(number), "time": .text(draft.at.description), "user": .text(draft.user),
            "action": .text(draft.action.name), "state": .text(state.rawValue), "text": .text(text),
            "serial": JSONValue(serial?.rawValue), "settled_at": JSONValue(settledAt?.description),
            "updates_done": .integer(Int64(updatesDone)), "reverses": JSONValue(draft.reverses),
            "reversed_by": JSONValue(reversedBy), "undoable": .truth(isUndoable),
            "records": .list(draft.lines.map(\.document)), "updates": .list(draft.updates.map(\.document)),
        ]
    }
}

extension AdminAction {
    /// `weight 20`, `undo 7`
    fileprivate func text(of entry: JournalEntry) -> String {
        switch self {
        case .renew(let ttl?): "renew \(ttl)"
        case .weight(let weight): "weight \(weight)"
        case .priority(let priority): "priority \(priority)"
        case .undo, .redo: entry.draft.reverses.map { "\(name) \($0)" } ?? name
        case .withdraw, .renew, .drain, .start: name
        }
    }
}
