import ServiceCatalog
import Terminal

/// An event in a line of columns.
struct EventRow: View {
    let event: Event
    /// Whether the date is told where there is room.
    var isDated = false

    func draw(on canvas: inout Canvas) {
        let theme = canvas.theme
        let line = EventLine(event)
        let hasDate = isDated && canvas.size.columns >= 100
        canvas.put(event.at.timeOfDay, row: 0, column: hasDate ? 12 : 1, style: theme[.dim])
        if hasDate { canvas.put(event.at.date, row: 0, column: 1, style: theme[.dim]) }
        let left = hasDate ? 11 : 0
        canvas.put(line.sign(theme, canvas.repertoire), row: 0, column: left + 11, width: 1, style: line.style(theme))
        if canvas.size.columns < Self.narrow { return drawRest(line, on: &canvas) }
        canvas.put(line.word, row: 0, column: left + 13, width: EventLine.longestWord, style: line.style(theme))
        let service = event.service.shown(within: event.zone)
        let widths = Self.widths(in: canvas.size.columns)
        var column = left + Self.textStart
        canvas.put(service, row: 0, column: column, width: widths.service, style: theme[.text])
        column += widths.service + 2
        if widths.instance > 0, !line.namesInstances {
            canvas.put(event.instance, row: 0, column: column, width: widths.instance, style: theme[.text])
            column += widths.instance + 2
        } else if !line.namesInstances {
            column = canvas.put(event.instance, row: 0, column: column, style: theme[.text]) + 2
        }
        canvas.put(line.text, row: 0, column: column, style: theme[.dim], overflow: .ellipsis)
    }

    /// On a narrow screen: what happened to which instance, then as much of the rest as there is room for.
    private func drawRest(_ line: EventLine, on canvas: inout Canvas) {
        let theme = canvas.theme
        var spans = [Span(line.word, line.style(theme))]
        if !line.namesInstances { spans.append(Span(" \(event.instance)", theme[.text])) }
        if !line.text.isEmpty { spans.append(Span(" \(line.text)", theme[.dim])) }
        canvas.put(spans, row: 0, column: 13)
    }

    private static let narrow = 60
    private static let textStart = 25

    /// No column for the instance where there is no room for one: it is followed by the text at once.
    private static func widths(in columns: Int) -> (service: Int, instance: Int) {
        switch columns {
        case 110...: (24, 26)
        case 76...: (16, 18)
        default: (14, 0)
        }
    }
}
