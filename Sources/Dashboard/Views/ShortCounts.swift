import ServiceCatalog
import Terminal

/// Instances by status as signs and numbers only, for a screen without a line for them.
struct ShortCounts {
    let counts: StatusCounts

    /// The worst, as far as there is room.
    func spans(within room: Int, on canvas: Canvas) -> [Span] {
        var rest = room
        var spans: [Span] = []
        for count in all(canvas) {
            rest -= canvas.columns(of: count.text) + (spans.isEmpty ? 0 : 1)
            if rest < 0 { break }
            if !spans.isEmpty { spans.append(Span(" ", canvas.theme[.text])) }
            spans.append(count)
        }
        return spans
    }

    /// Columns of the worst one alone.
    func fewestColumns(on canvas: Canvas) -> Int { all(canvas).first.map { canvas.columns(of: $0.text) } ?? 0 }

    private func all(_ canvas: Canvas) -> [Span] {
        Status.allCases.filter { counts[$0] > 0 && $0 != .withdrawn }.map { status in
            let sign = canvas.theme.sign(of: status, in: canvas.repertoire)
            return Span("\(sign)\(Numbers.grouped(counts[status]))", canvas.theme[status])
        }
    }
}
