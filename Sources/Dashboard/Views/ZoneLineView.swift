import ServiceCatalog
import Terminal

/// One zone: where its data comes from, how old it is, what keeps it from being newer.
struct ZoneLineView: View {
    let zone: ZoneSnapshot
    let label: ZoneLabel
    /// Where the first piece stands at the earliest, so that those of several zones stand under each other.
    let start: Int
    /// At the right edge, where they have no line of their own.
    let counts: ShortCounts?

    private var freshness: ZoneFreshness { zone.freshness }

    /// A piece of the line; where there is no room, those of the highest rank go first, and rank 0 never does.
    private struct Piece {
        var rank: Int
        var spans: [Span]
    }

    private static let gap = 3
    private static let tightGap = 2
    /// Where counts stand beside it.
    private static let labelColumns = 24
    /// `41%`, and what parts it from the zone.
    private static let progressColumns = 6
    /// `connection refused`, and what parts it from the zone.
    private static let problemColumns = 20

    func draw(on canvas: inout Canvas) {
        if StaleBanner.isDue(zone, at: canvas.now) {
            StaleBanner(zone: zone, label: label, counts: counts).draw(on: &canvas)
            return
        }
        let (end, column) = drawEnds(on: &canvas)
        let room = end - column
        var pieces = freshness.progress.map { progress($0, on: canvas) } ?? pieces(in: room, on: &canvas)
        let isAiry = start == 0 && fitting(pieces, in: room, on: canvas).count == pieces.count
        let gap = isAiry ? Self.gap : Self.tightGap
        pieces = fitting(pieces, in: room, gap: gap, on: canvas)
        var next = column
        for piece in pieces where next + gap < end {
            next = canvas.put(piece.spans, row: 0, column: next + gap, width: end - next - gap)
        }
    }

    /// The label at the left, the counts at the right: half of the line at most, and less for badges and for a problem.
    /// - Returns: where the pieces end, and where they start.
    private func drawEnds(on canvas: inout Canvas) -> (end: Int, column: Int) {
        let width = canvas.size.columns
        guard let counts else {
            let column = canvas.put(label.spans(within: width, on: canvas), row: 0)
            return (width, max(column, min(start, width / 2)))
        }
        var others = canvas.columns(of: label.spans(within: Self.labelColumns, on: canvas)) + 3
        let reserved =
            freshness.progress != nil ? Self.progressColumns : freshness.problem != nil ? Self.problemColumns : 0
        if reserved > 0 { others = canvas.columns(of: label.spans(within: width, on: canvas)) + reserved + 3 }
        let room = max(counts.fewestColumns(on: canvas), min(width / 2, width - others))
        let right = counts.spans(within: room, on: canvas)
        canvas.put(right: right, row: 0, from: 0)
        let end = right.isEmpty ? width : width - canvas.columns(of: right) - 3
        return (end, canvas.put(label.spans(within: end, on: canvas), row: 0, width: end))
    }

    private func fitting(_ pieces: [Piece], in room: Int, gap: Int = gap, on canvas: Canvas) -> [Piece] {
        var (rest, lastRank) = (room, Int.max)
        for piece in pieces.sorted(by: { $0.rank < $1.rank }) {
            rest -= canvas.columns(of: piece.spans) + gap
            if rest < 0 { lastRank = min(lastRank, max(0, piece.rank - 1)) }
        }
        return pieces.filter { $0.rank <= lastRank }
    }

    /// With each replica's serial if there is room for all, and with advice on what is wrong.
    private func pieces(in room: Int, on canvas: inout Canvas) -> [Piece] {
        let all = problem(in: room, isBrief: false, on: &canvas) + facts(withSerials: true, on: &canvas)
        if fitting(all, in: room, on: canvas).count == all.count { return all }
        return problem(in: room, isBrief: true, on: &canvas) + facts(withSerials: false, on: &canvas)
    }

    private func problem(in room: Int, isBrief: Bool, on canvas: inout Canvas) -> [Piece] {
        guard let problem = freshness.problem else { return [] }
        let text = TroubleWords(problem).text(within: room - Self.tightGap, isBrief: isBrief, on: &canvas)
        return [Piece(rank: 0, spans: [Span(text, canvas.theme[.warning])])]
    }

    /// - Parameter withSerials: whether there is room to tell each replica's.
    private func facts(withSerials: Bool, on canvas: inout Canvas) -> [Piece] {
        let theme = canvas.theme
        var pieces: [Piece] = []
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
