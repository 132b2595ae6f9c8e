import DNSCore
import ServiceCatalog
import Terminal

/// A piece of a plan as it is read: one line, more where it does not fit.
enum PlanParagraph: Hashable, Sendable {
    case blank
    case heading(String, note: String)
    /// Above the records of a service, with what becomes of it where that is grave.
    case service(String, badge: String?)
    case record(Plan.Line)
    /// In the danger role.
    case alarm(String)
    case warning(String)
    case note(String)
    /// What is done, and to which record.
    case step(String, String, Step)
    /// What goes on below a step.
    case continuation(String)
    /// As nsupdate reads it.
    case command(String)
    /// By its number in the plan, with its text.
    case offer(Int, String)

    enum Step: Hashable, Sendable {
        case condition
        case removal
        case addition
    }
}

extension PlanParagraph {
    private static let stepWidth = 9
    private static let statusWidth = 14

    /// Columns before the text of every line of it.
    private var indent: Int {
        switch self {
        case .blank, .heading, .service, .command: 0
        case .record: 2
        case .alarm, .warning, .note: 2
        case .step, .continuation: Self.stepWidth
        case .offer: 4
        }
    }

    /// What may take several lines.
    private var text: String {
        switch self {
        case .blank: ""
        case .heading(let text, _), .service(let text, _), .alarm(let text), .warning(let text), .note(let text),
            .step(_, let text, _), .continuation(let text), .command(let text), .offer(_, let text):
            text
        case .record(let line): line.record
        }
    }

    /// Lines that it takes in so many columns.
    func height(in width: Int) -> Int {
        switch self {
        case .blank, .heading, .service: return 1
        case .record: return 1 + Self.lines(text, width - indent)
        default: return Self.lines(text, width - indent)
        }
    }

    private static let mostLines = 64

    private static func lines(_ text: String, _ width: Int) -> Int {
        if TextWidth.columns(of: text) <= width { return 1 }
        return max(1, wrapped(text, width: width, limit: mostLines, repertoire: .unicode).count)
    }
}

// MARK: - Drawing

extension PlanParagraph {
    /// Draws its lines from `first` on, in rows from 0; rows outside of the canvas are cut off.
    func draw(_ plan: Plan, focus: Int?, from row: Int, on canvas: inout Canvas) {
        let theme = canvas.theme
        let width = canvas.size.columns
        switch self {
        case .blank: break
        case .heading(let text, let note):
            guard (0..<canvas.size.rows).contains(row) else { return }
            canvas.rule(row: row, title: text, titleStyle: theme[.title], note: note)
        case .service(let text, let badge):
            let right = badge.map { [Span($0, theme[.dialogDanger].adding(.reverse))] } ?? []
            let room = width - (right.isEmpty ? 0 : canvas.columns(of: right) + 2)
            canvas.put(text, row: row, column: 0, width: max(0, room), style: theme[.group])
            canvas.put(right: right, row: row, from: 0, margin: 0)
        case .record(let line): draw(line, row, on: &canvas)
        case .alarm(let text):
            canvas.put("!", row: row, column: 0, style: theme[.dialogDanger])
            put(text, row, theme[.dialogDanger], on: &canvas)
        case .warning(let text):
            canvas.put("!", row: row, column: 0, style: theme[.warning])
            put(text, row, theme[.warning], on: &canvas)
        case .note(let text):
            canvas.put("·", row: row, column: 0, style: theme[.dim])
            put(text, row, theme[.text], on: &canvas)
        case .step(let word, let text, let step):
            let style = theme[step == .removal ? .removed : step == .addition ? .added : .dim]
            canvas.put(word, row: row, column: 0, width: Self.stepWidth - 1, style: style)
            put(text, row, theme[.text], on: &canvas)
        case .continuation(let text), .command(let text): put(text, row, theme[.text], on: &canvas)
        case .offer(let index, let text):
            let isTaken = plan.offers.indices.contains(index) && plan.offers[index].isTaken
            let style = theme[focus == index ? .buttonFocused : .text]
            canvas.put(isTaken ? "[x]" : "[ ]", row: row, column: 0, style: style)
            put(text, row, theme[.text], on: &canvas)
        }
    }

    private func put(_ text: String, _ row: Int, _ style: Style, on canvas: inout Canvas) {
        let width = canvas.size.columns - indent
        let fits = TextWidth.columns(of: text) <= width
        let lines = fits ? [text] : wrapped(text, width: width, limit: Self.mostLines, repertoire: .unicode)
        for (offset, line) in lines.enumerated() {
            canvas.put(line, row: row + offset, column: indent, width: width, style: style)
        }
    }

    /// `✗ down   dc1:389      45% → 0%`, and the record below.
    private func draw(_ line: Plan.Line, _ row: Int, on canvas: inout Canvas) {
        let theme = canvas.theme
        let sign = theme.sign(of: line.status, in: canvas.repertoire)
        canvas.put("\(sign) \(line.status)", row: row, column: 0, width: Self.statusWidth, style: theme[line.status])
        let isNarrow = canvas.size.columns < PlanParts.narrow
        var right = line.shares(inColumns: !isNarrow).map { [Span($0, theme[.strong])] } ?? []
        if line.isLastServing {
            let mark = isNarrow ? "LAST" : "LAST SERVING INSTANCE"
            right = [Span(mark, theme[.dialogDanger].adding(.reverse)), Span("  ", theme[.text])] + right
        }
        let room = canvas.size.columns - Self.statusWidth - canvas.columns(of: right) - 1
        canvas.put(line.title, row: row, column: Self.statusWidth, width: room, style: theme[.strong])
        canvas.put(right: right, row: row, from: Self.statusWidth, margin: 0)
        put(line.record, row + 1, theme[.dim], on: &canvas)
    }
}

extension Plan.Line {
    private static let shareWidth = 4

    /// `45% → 0%`, `45% → gone`; nil where there is nothing to share.
    /// - Parameter inColumns: as wide for every line, so that they stand below each other.
    func shares(inColumns: Bool) -> String? {
        guard shareBefore != nil || shareAfter != nil else { return nil }
        let text = { (share: Double?, none: String) in share.map { "\(Numbers.percent($0))%" } ?? none }
        let (before, after) = (text(shareBefore, "new"), text(shareAfter, "gone"))
        let blanks = { (text: String) in
            String(repeating: " ", count: inColumns ? max(0, Self.shareWidth - text.count) : 0)
        }
        return "\(blanks(before))\(before) → \(after)\(blanks(after))"
    }
}
