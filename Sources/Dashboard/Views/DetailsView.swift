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
        canvas.rule(row: 0, title: details.title, titleStyle: canvas.theme[.strong], note: details.note)
        var row = 1
        for fact in details.facts(&canvas) where row < canvas.size.rows {
            row = draw(fact, row: row, on: &canvas)
        }
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

    private func draw(_ fact: Fact, row: Int, on canvas: inout Canvas) -> Int {
        let left = 1 + Self.labelWidth
        canvas.put(fact.label, row: row, column: 1, width: Self.labelWidth, style: canvas.theme[.dim])
        let lines = wrapped(
            fact.text, width: canvas.size.columns - left - 1, limit: min(fact.mostLines, canvas.size.rows - row),
            repertoire: canvas.repertoire)
        for (index, line) in lines.enumerated() {
            canvas.put(line, row: row + index, column: left, style: fact.style)
        }
        return row + max(1, lines.count)
    }
}

/// A line of the details.
struct Fact {
    var label: String
    var text: String
    var style: Style
    var mostLines = 4
}

protocol Details {
    var title: String { get }
    var note: String { get }
    /// The most important first: a small pane shows only those.
    func facts(_ canvas: inout Canvas) -> [Fact]
}
