import ServiceCatalog
import Terminal

/// An event in a line of columns.
struct EventRow: View {
    let event: Event
    let columns: EventColumns

    func draw(on canvas: inout Canvas) {
        let theme = canvas.theme
        let line = EventLine(event)
        let left = columns.left
        canvas.put(event.at.timeOfDay, row: 0, column: left + 1, style: theme[.dim])
        if columns.hasDate { canvas.put(event.at.date, row: 0, column: 1, style: theme[.dim]) }
        canvas.put(line.sign(theme, canvas.repertoire), row: 0, column: left + 11, width: 1, style: line.style(theme))
        if canvas.size.columns < Self.narrow { return drawRest(line, on: &canvas) }
        canvas.put(line.word, row: 0, column: left + 13, width: EventLine.longestWord, style: line.style(theme))
        let service = columns.isAbsolute ? event.service.withoutFinalDot : event.service.shown(within: event.zone)
        var column = columns.start
        canvas.put(service, row: 0, column: column, width: columns.service, style: theme[.text])
        column += columns.service + columns.gap
        if !line.namesInstances {
            let instance = cutInTheMiddle(event.instance, width: columns.instance, repertoire: canvas.repertoire)
            canvas.put(instance, row: 0, column: column, width: columns.instance, style: theme[.text])
            column += columns.instance + columns.gap
        }
        canvas.put(line.text(within: canvas.size.columns - column), row: 0, column: column, style: theme[.dim])
    }

    /// On a narrow screen: what happened to which instance, then as much of the rest as there is room for.
    private func drawRest(_ line: EventLine, on canvas: inout Canvas) {
        let theme = canvas.theme
        var spans = [Span(line.word, line.style(theme))]
        if !line.namesInstances { spans.append(Span(" \(event.instance)", theme[.text])) }
        let text = line.text(within: canvas.size.columns - Self.restStart - canvas.columns(of: spans) - 1)
        if !text.isEmpty { spans.append(Span(" \(text)", theme[.dim])) }
        canvas.put(spans, row: 0, column: Self.restStart)
    }

    private static let narrow = 60
    private static let restStart = 13
}
