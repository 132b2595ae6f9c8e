import Terminal

/// Where the parts of a plan's dialog lie: the text gets what the field and the buttons leave.
struct PlanParts {
    /// The dialog without its frame.
    let inside: Size
    /// In the coordinates of the dialog's inside, like all of them.
    private(set) var text: Rect
    /// What is to be typed and why, then the field; empty where nothing is.
    private(set) var demand: Rect
    private(set) var field: Rect
    private(set) var cancel: Rect
    private(set) var confirm: Rect
    private let overlay: PlanOverlay
    /// The inside on the screen.
    private var origin = Position(row: 0, column: 0)

    private static let widest = 100
    private static let gap = 2

    init(inside size: Size, _ overlay: PlanOverlay) {
        self.overlay = overlay
        inside = size
        var rest = Rect(size)
        let buttons = rest.takeBottom(1)
        let isDemanding = overlay.demand != nil
        field = rest.takeBottom(isDemanding ? 1 : 0)
        demand = rest.takeBottom(isDemanding && size.rows >= 6 ? 1 : 0)
        _ = rest.takeBottom(size.rows >= 10 ? 1 : 0)
        text = rest
        let labels = ["Cancel", overlay.plan.buttonTitle].map { TextWidth.columns(of: $0) + 4 }
        let start = max(0, size.columns - labels[0] - labels[1] - Self.gap)
        cancel = Rect(row: buttons.row, column: start, rows: 1, columns: labels[0])
        confirm = Rect(row: buttons.row, column: cancel.right + Self.gap, rows: 1, columns: labels[1])
    }

    init(_ overlay: PlanOverlay, _ state: DashboardState) {
        let frame = Self.frame(of: overlay, in: state.layout.body)
        let inside = Dialog.inside(frame.size)
        self.init(inside: inside.size, overlay)
        origin = Position(row: frame.row + inside.row, column: frame.column + inside.column)
    }

    static func frame(of overlay: PlanOverlay, in body: Rect) -> Rect {
        let columns = min(body.columns, widest) - 4
        let extra = 2 + (overlay.demand == nil ? 0 : 2)
        return Dialog.frame(rows: overlay.textHeight(in: columns) + extra, columns: columns, in: body)
    }

    /// What a click on the screen is on.
    func target(at position: Position) -> PlanOverlay.Focus? {
        let position = Position(row: position.row - origin.row, column: position.column - origin.column)
        if cancel.contains(position) { return .cancel }
        if confirm.contains(position) { return .confirm }
        if field.contains(position) { return .field }
        guard text.contains(position) else { return nil }
        return overlay.offer(atLine: position.row - text.row, width: text.columns).map { .offer($0) }
    }
}

/// The lower part of a plan's dialog: what is to be typed, and the two buttons.
struct PlanButtons: View {
    let overlay: PlanOverlay
    let parts: PlanParts

    func draw(on canvas: inout Canvas) {
        let theme = canvas.theme
        if let demand = overlay.demand {
            let spans = [
                Span("Type ", theme[.text]), Span(demand.text, theme[.strong]),
                Span(" to confirm: \(demand.reason)", theme[.text]),
            ]
            canvas.put(spans, row: parts.demand.row, column: 0, width: parts.demand.isEmpty ? 0 : parts.demand.columns)
            drawField(wanted: demand.text, on: &canvas)
        } else if let complaint = overlay.complaint {
            canvas.put(
                complaint, row: parts.cancel.row, column: 0, width: parts.cancel.column - 1, style: theme[.error])
        }
        canvas.button("Cancel", in: parts.cancel, isFocused: overlay.focus == .cancel)
        canvas.button(
            overlay.plan.buttonTitle, in: parts.confirm, isFocused: overlay.focus == .confirm, isReady: overlay.isReady)
    }

    private func drawField(wanted: String, on canvas: inout Canvas) {
        let theme = canvas.theme
        let isFocused = overlay.focus == .field
        let note = overlay.complaint ?? (overlay.isReady ? "Enter sends" : "")
        let noteWidth = note.isEmpty ? 0 : canvas.columns(of: note) + 2
        canvas.put("›", row: parts.field.row, column: 0, style: theme[isFocused ? .prompt : .dim])
        let box = Rect(
            row: parts.field.row, column: 2, rows: 1, columns: max(8, parts.field.columns - 2 - noteWidth))
        canvas.draw(in: box) { canvas in
            if isFocused {
                canvas.draw(overlay.field, wrongFrom: Self.firstDifference(overlay.field.text, wanted))
            } else {
                canvas.put(overlay.field.text, row: 0, column: 0, style: theme[.dim])
            }
        }
        let style = theme[overlay.complaint == nil ? .suggestion : .error]
        canvas.put(right: note.isEmpty ? [] : [Span(note, style)], row: parts.field.row, from: box.right, margin: 0)
    }

    /// The first character that differs from what is wanted.
    private static func firstDifference(_ text: String, _ wanted: String) -> Int? {
        let (text, wanted) = (Array(text), Array(wanted))
        return text.indices.first { !wanted.indices.contains($0) || text[$0] != wanted[$0] }
    }
}
