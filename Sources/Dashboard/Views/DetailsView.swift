import DNSCore
import ServiceCatalog
import Terminal

/// The record under the cursor in full: what the zone says, what the probes say, what follows for clients.
struct DetailsView: View {
    let state: DashboardState

    private static let labelWidth = 9

    func draw(on canvas: inout Canvas) {
        guard let details = Self.details(of: state) else {
            canvas.rule(row: 0, title: "details")
            return
        }
        let lines = lines(details, on: &canvas)
        let rows = canvas.size.rows - 1
        let top = max(0, min(state.detailsTop, lines.count - rows))
        let note = [details.note, place(top, rows, lines.count)].filter { !$0.isEmpty }.joined(separator: "   ")
        canvas.rule(row: 0, title: details.title, titleStyle: canvas.theme[.strong], note: note)
        for (row, line) in lines.dropFirst(top).prefix(rows).enumerated() {
            canvas.put(line.label, row: row + 1, column: 1, width: Self.labelWidth, style: canvas.theme[.dim])
            canvas.put(line.spans, row: row + 1, column: 1 + Self.labelWidth)
        }
    }

    /// How many lines there are, though only some of them have room.
    static func lineCount(of state: DashboardState) -> Int {
        let blank = Theme(name: "", appearance: .dark, roles: [:], statuses: [:])
        var canvas = Canvas(Surface(state.layout.details.size), theme: blank, now: state.shownAt)
        return details(of: state).map { DetailsView(state: state).lines($0, on: &canvas).count } ?? 0
    }

    private static func details(of state: DashboardState) -> (any Details)? {
        switch state.selection {
        case .instance(let key): return InstanceDetails(state: state, key: key)
        case .group(let key) where state.arrangement.order.grouping.isByService:
            return ServiceDetails(state: state, key: key.service)
        case .group: return GroupDetails(state: state, group: state.rows.place(of: state.cursor.row).group)
        case nil: return nil
        }
    }

    /// `J K 3-9/20`, where not all lines have room.
    private func place(_ top: Int, _ rows: Int, _ count: Int) -> String {
        guard count > rows, rows > 0 else { return "" }
        let keys = [Action.detailsDown, .detailsUp].compactMap { state.keyMap.keys(for: $0).first?.description }
        return "\(keys.joined(separator: " ")) \(top + 1)-\(min(count, top + rows))/\(count)"
    }

    private struct Line {
        var label: String
        var spans: [Span]
    }

    private func lines(_ details: some Details, on canvas: inout Canvas) -> [Line] {
        let width = canvas.size.columns - Self.labelWidth - 2
        return details.facts(&canvas).flatMap { fact -> [Line] in
            switch fact.content {
            case .line(let spans, let mostLines):
                let parts = wrapped(spans, width: width, limit: mostLines, repertoire: canvas.repertoire)
                return parts.enumerated().map { Line(label: $0 == 0 ? fact.label : "", spans: $1) }
            case .text(let text, let style, let mostLines):
                let parts = wrapped(text, width: width, limit: mostLines, repertoire: canvas.repertoire)
                return parts.enumerated().map { Line(label: $0 == 0 ? fact.label : "", spans: [Span($1, style)]) }
            }
        }
    }
}

/// Something that the details tell.
struct Fact {
    enum Content {
        case text(String, Style, mostLines: Int)
        case line([Span], mostLines: Int)
    }

    var label: String
    var content: Content

    init(_ label: String, _ text: String, _ style: Style, mostLines: Int = 4) {
        self.label = label
        content = .text(text, style, mostLines: mostLines)
    }

    init(_ label: String, _ spans: [Span], mostLines: Int = 3) {
        self.label = label
        content = .line(spans, mostLines: mostLines)
    }
}

protocol Details {
    var title: String { get }
    var note: String { get }
    /// The most important first: a small pane shows only those.
    func facts(_ canvas: inout Canvas) -> [Fact]
}

extension DashboardState {
    mutating func scrollDetails(by step: Int) {
        let hidden = DetailsView.lineCount(of: self) - (layout.details.rows - 1)
        detailsTop = max(0, min(detailsTop + step, hidden))
    }
}

extension Timestamp {
    /// The time of day, with the date where it is not that of `now`.
    func moment(seenFrom now: Timestamp) -> String {
        date == now.date ? "\(timeOfDay)Z" : "\(date) \(timeOfDay)Z"
    }
}
