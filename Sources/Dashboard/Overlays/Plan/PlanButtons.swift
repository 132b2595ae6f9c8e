import Terminal

/// The lower part of a plan's dialog: what is to be typed, and the two buttons.
struct PlanButtons: View {
    let overlay: PlanOverlay
    let parts: PlanParts

    /// Columns that the field keeps, whatever is said beside it.
    private static let leastField = 12

    func draw(on canvas: inout Canvas) {
        if let demand = overlay.demand {
            draw(demand, on: &canvas)
            drawField(wanted: demand.text, on: &canvas)
        } else if let complaint = overlay.complaint {
            draw(complaint, on: &canvas)
        }
        canvas.button("Cancel", in: parts.cancel, isFocused: overlay.focus == .cancel)
        canvas.button(
            overlay.plan.buttonTitle, in: parts.confirm, isFocused: overlay.focus == .confirm, isReady: overlay.isReady)
    }

    private func draw(_ demand: (text: String, reason: String), on canvas: inout Canvas) {
        let theme = canvas.theme
        let lines = PlanDemand(demand, width: parts.demand.columns).lines
        for (row, line) in lines.prefix(parts.demand.rows).enumerated() {
            canvas.put(line, row: parts.demand.row + row, column: 0, style: theme[.text])
        }
        guard let first = lines.first, !parts.demand.isEmpty, first.hasPrefix(PlanDemand.opening + demand.text) else {
            return
        }
        let column = canvas.columns(of: PlanDemand.opening)
        canvas.put(demand.text, row: parts.demand.row, column: column, style: theme[.strong])
    }

    /// Beside the buttons where it fits, else above them.
    private func draw(_ complaint: PlanOverlay.Complaint, on canvas: inout Canvas) {
        let style = canvas.theme[.error]
        guard canvas.columns(of: complaint.text) >= parts.cancel.column else {
            canvas.put(complaint.text, row: parts.cancel.row, column: 0, style: style)
            return
        }
        let lines = wrapped(
            complaint.text, width: parts.text.columns, limit: max(1, parts.text.rows), repertoire: canvas.repertoire)
        let top = parts.cancel.row - lines.count
        canvas.fill(
            Rect(row: top, column: 0, rows: lines.count, columns: parts.text.columns), style: canvas.theme[.text])
        for (row, line) in lines.enumerated() { canvas.put(line, row: top + row, column: 0, style: style) }
    }

    private func drawField(wanted: String, on canvas: inout Canvas) {
        let theme = canvas.theme
        let isFocused = overlay.focus == .field
        let notes = overlay.complaint.map { [$0.text, $0.short] } ?? (overlay.isReady ? ["Enter sends"] : [])
        let room = parts.field.columns - 2 - Self.leastField
        let note = notes.first { canvas.columns(of: $0) + 2 <= room } ?? ""
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
        if let complaint = overlay.complaint, note.isEmpty { draw(complaint, on: &canvas) }
    }

    /// The first character that differs from what is wanted.
    private static func firstDifference(_ text: String, _ wanted: String) -> Int? {
        let (text, wanted) = (Array(text), Array(wanted))
        return text.indices.first { !wanted.indices.contains($0) || text[$0] != wanted[$0] }
    }
}
