import ServiceCatalog
import Terminal

/// One zone: where its data comes from, how old it is, what keeps it from being newer.
struct ZoneLineView: View {
    let zone: ZoneSnapshot
    let context: Premises.Context?
    /// Said in the first line only: it holds for all of them.
    let isReadOnly: Bool
    /// Kept at the right edge, whatever else there is.
    let right: [Span]

    private var freshness: ZoneFreshness { zone.freshness }

    /// A piece of the line; where there is no room, those of the highest rank go first.
    private struct Piece {
        var rank: Int
        var spans: [Span]
    }

    func draw(on canvas: inout Canvas) {
        if hasBanner(at: canvas.now) {
            drawBanner(on: &canvas)
            return
        }
        var room = canvas.size.columns
        if canvas.put(right: right, row: 0, from: 12) { room -= canvas.columns(of: right) + 2 }
        var column = drawName(in: room, on: &canvas)
        var pieces = freshness.progress.map { progress($0, on: canvas) } ?? pieces(withSerials: true, on: &canvas)
        if freshness.progress == nil, fitting(pieces, in: room - column, on: canvas).count < pieces.count {
            pieces = self.pieces(withSerials: false, on: &canvas)
        }
        let gap = fitting(pieces, in: room - column, on: canvas).count == pieces.count ? Self.gap : Self.tightGap
        for piece in fitting(pieces, in: room - column, gap: gap, on: canvas) {
            column = canvas.put(piece.spans, row: 0, column: column + gap)
        }
    }

    private static let gap = 3
    private static let tightGap = 2

    /// The zone with its badges, which are never left out.
    private func drawName(in room: Int, on canvas: inout Canvas) -> Int {
        let theme = canvas.theme
        let isTight = canvas.size.columns < 60
        var badges: [Span] = []
        if let context {
            badges.append(Span(" \(context.name) ", theme[context.isProduction ? .bannerProduction : .banner]))
        }
        if isReadOnly { badges.append(Span(isTight ? " ro " : " read-only ", theme[.banner])) }
        let badgeWidth = badges.reduce(0) { $0 + canvas.columns(of: $1.text) + 1 }
        let isLoud = context?.isProduction == true
        var column = canvas.put(
            isLoud ? " \(zone.name) " : " \(zone.name)", row: 0, column: 0, width: max(8, room - badgeWidth),
            style: theme[isLoud ? .bannerProduction : .title])
        for badge in badges { column = canvas.put([badge], row: 0, column: column + 1, width: room - column - 1) }
        return column
    }

    private func fitting(_ pieces: [Piece], in room: Int, gap: Int = gap, on canvas: Canvas) -> [Piece] {
        var (rest, lastRank) = (room, Int.max)
        for piece in pieces.sorted(by: { $0.rank < $1.rank }) {
            rest -= canvas.columns(of: piece.spans) + gap
            if rest < 0 { lastRank = min(lastRank, piece.rank - 1) }
        }
        return pieces.filter { $0.rank <= lastRank }
    }

    /// - Parameter withSerials: whether there is room to tell each replica's.
    private func pieces(withSerials: Bool, on canvas: inout Canvas) -> [Piece] {
        let theme = canvas.theme
        var pieces: [Piece] = []
        if let problem = freshness.problem {
            let text = Span(problem.text, theme[.warning])
            pieces.append(Piece(rank: 0, spans: [text] + retry(problem, theme[.warning], on: &canvas)))
        }
        pieces.append(Piece(rank: 3, spans: [Span("@\(freshness.server)", theme[.text])]))
        if let serial = freshness.serial {
            pieces.append(Piece(rank: 4, spans: [Span("serial ", theme[.dim]), Span("\(serial)", theme[.text])]))
        }
        pieces.append(Piece(rank: 2, spans: origin(on: &canvas)))
        pieces += replicas(withSerials: withSerials, on: &canvas)
        if freshness.notified { pieces.append(Piece(rank: 6, spans: [Span("NOTIFY", theme[.dim])])) }
        if let key = freshness.key {
            pieces.append(Piece(rank: 7, spans: [Span("key ", theme[.dim]), Span(key.withoutFinalDot, theme[.text])]))
        }
        return pieces
    }

    /// `IXFR+3 4m ago`
    private func origin(on canvas: inout Canvas) -> [Span] {
        guard let method = freshness.method else { return [Span("asking …", canvas.theme[.dim])] }
        var text = method.rawValue
        if method == .ixfr { text += "+\(Numbers.grouped(freshness.changes))" }
        guard let learntAt = freshness.learntAt else { return [Span(text, canvas.theme[.text])] }
        return [Span(text, canvas.theme[.text]), Span(" \(canvas.age(since: learntAt)) ago", canvas.theme[.dim])]
    }

    /// One piece for all that are in step, one for each that is not; one for each where its serial is told.
    private func replicas(withSerials: Bool, on canvas: inout Canvas) -> [Piece] {
        let theme = canvas.theme
        var pieces: [Piece] = []
        var inStep: [String] = []
        for replica in freshness.replicas {
            let words = ReplicaWords(replica, on: &canvas)
            if withSerials {
                let style = theme[words.isInStep || replica.askedAt == nil && replica.lag == nil ? .dim : .warning]
                pieces.append(Piece(rank: words.isInStep ? 5 : 1, spans: [Span(words.long, style)]))
            } else if replica.problem != nil || (replica.lag ?? 0) > 0 {
                pieces.append(Piece(rank: 1, spans: [Span(words.short, theme[.warning])]))
            } else if words.isInStep {
                inStep.append(replica.server)
            }
        }
        if let first = inStep.first {
            let who = inStep.count == 1 ? first : "\(inStep.count) replicas"
            pieces.append(Piece(rank: 5, spans: [Span("\(who) in step", theme[.dim])]))
        }
        return pieces
    }

    private func retry(_ problem: ZoneFreshness.Problem, _ style: Style, on canvas: inout Canvas) -> [Span] {
        guard let at = problem.retryAt, let wait = canvas.remaining(until: at) else { return [] }
        return [Span(", next try in \(wait)", style)]
    }
}

// MARK: - A running transfer

extension ZoneLineView {
    private static let barWidth = 20

    private func progress(_ progress: LoadProgress, on canvas: Canvas) -> [Piece] {
        let theme = canvas.theme
        let expected = progress.expectedRecords
        let records = Span(Numbers.counted(progress.records, "record"), theme[.text])
        var pieces: [Piece] = []
        if expected > 0 {
            let fraction = min(1, Double(progress.records) / Double(expected))
            let bar = ShareBar.spans(fraction, width: Self.barWidth, theme, in: canvas.repertoire)
            pieces.append(Piece(rank: 1, spans: bar))
            pieces.append(Piece(rank: 0, spans: [Span("\(Numbers.percent(fraction))%", theme[.strong])]))
            pieces.append(Piece(rank: 2, spans: [records]))
        } else {
            pieces.append(Piece(rank: 0, spans: [Span("reading ", theme[.dim]), records]))
        }
        let elapsed = canvas.now.duration(since: progress.startedAt) / .seconds(1)
        if elapsed > 0 {
            let rate = Numbers.rate(Double(progress.records) / elapsed)
            pieces.append(Piece(rank: 4, spans: [Span(rate, theme[.dim])]))
        }
        pieces.append(Piece(rank: 3, spans: [Span(Numbers.bytes(progress.bytes), theme[.dim])]))
        pieces.append(Piece(rank: 5, spans: [Span("@\(freshness.server)", theme[.text])]))
        return pieces
    }
}

// MARK: - Data that is too old

extension ZoneLineView {
    /// Old data, or none and no hope of it; not a first transfer on its way.
    private func hasBanner(at now: Timestamp) -> Bool {
        guard !zone.isCurrent(at: now) else { return false }
        return freshness.method != nil || freshness.problem != nil && freshness.progress == nil
    }

    private func drawBanner(on canvas: inout Canvas) {
        let style = canvas.theme[.bannerStale]
        canvas.fill(Rect(canvas.size), style: style)
        var text = " \(zone.name)  "
        if let context { text += "[\(context.name)]  " }
        if isReadOnly { text += "[read-only]  " }
        if freshness.method == nil {
            text += "cannot be read"
        } else {
            let age = freshness.confirmedAt.map { canvas.age(since: $0) + " old" } ?? "of unknown age"
            text += "data \(age)"
        }
        text += ": \(trouble(style, on: &canvas))"
        var room = canvas.size.columns
        if canvas.put(right: right.map { Span($0.text, style) }, row: 0, from: 24) {
            room -= canvas.columns(of: right) + 2
        }
        canvas.put(text, row: 0, column: 0, width: room, style: style)
    }

    private func trouble(_ style: Style, on canvas: inout Canvas) -> String {
        if let progress = freshness.progress { return "reading, \(Numbers.counted(progress.records, "record")) so far" }
        guard let problem = freshness.problem else { return "no answer yet from \(freshness.server)" }
        return problem.text + retry(problem, style, on: &canvas).map(\.text).joined()
    }
}
