import Terminal

/// A horizontal bar in halves of a cell: a thick line on a thin one.
enum ShareBar {
    /// - Parameter fraction: 0 to 1. Little is never drawn as nothing, nor nearly all as all.
    static func spans(
        _ fraction: Double, width: Int, _ theme: Theme, in repertoire: Repertoire, isDim: Bool = false
    ) -> [Span] {
        var halves = Int((fraction * Double(width * 2)).rounded())
        if fraction > 0 { halves = max(1, halves) }
        if fraction < 1 { halves = min(width * 2 - 1, halves) }
        halves = max(0, min(width * 2, halves))
        let (whole, half, none) = repertoire == .ascii ? ("=", "-", ".") : ("━", "╾", "─")
        let filled = String(repeating: whole, count: halves / 2) + (halves % 2 == 1 ? half : "")
        return [
            Span(filled, theme[isDim ? .dim : .shareBar]),
            Span(String(repeating: none, count: width - (halves + 1) / 2), theme[.border]),
        ]
    }
}
