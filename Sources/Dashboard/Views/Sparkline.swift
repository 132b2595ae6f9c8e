import ServiceCatalog
import Terminal

/// The latest round trips as a row of bars, the newest at the right. A lost probe is a mark of its own, never a low bar.
///
/// A bar's height says how long the round trip was beside what is usual here; its colour, how long it was at all, or that a
/// stranger answered.
struct Sparkline {
    private let samples: [RoundTripHistory.Sample]
    /// Microseconds: of half of the answers, less.
    private let usual: Double

    /// Since when the answers are a stranger's.
    private let strangerSince: Timestamp?

    /// - Parameters:
    ///   - end: what came later is left out.
    ///   - health: of whose history it is.
    init(_ history: RoundTripHistory, until end: Timestamp, of health: Health? = nil) {
        samples = history.samples.filter { $0.at <= end }
        strangerSince = health.flatMap { $0.status == .impostor ? $0.since : nil }
        let answers = samples.compactMap(\.microseconds).sorted()
        usual = answers.isEmpty ? 0 : Double(answers[answers.count / 2])
    }

    var isEmpty: Bool { samples.isEmpty }
    var count: Int { samples.count }
    var lossCount: Int { samples.count { $0.microseconds == nil } }
    /// From the oldest to the newest.
    var span: Duration {
        guard let newest = samples.first, let oldest = samples.last else { return .zero }
        return newest.at.duration(since: oldest.at)
    }

    /// At most `width` columns.
    func spans(width: Int, _ theme: Theme) -> [Span] {
        var spans: [Span] = []
        for sample in samples.prefix(max(0, width)).reversed() {
            let bar = bar(sample, theme)
            if let last = spans.last, last.style == bar.style {
                spans[spans.count - 1].text += bar.text
            } else {
                spans.append(bar)
            }
        }
        return spans
    }

    private static let bars = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
    /// Where each bar but the lowest begins, as a multiple of the usual.
    private static let steps = [0.55, 0.8, 1.3, 1.8, 2.7, 4, 8]
    /// Added to either side of a comparison: what is quicker than this is not worth telling apart.
    private var noise: Double { max(Self.leastNoise, usual / 4) }
    private static let leastNoise = 200.0

    private func bar(_ sample: RoundTripHistory.Sample, _ theme: Theme) -> Span {
        guard let microseconds = sample.microseconds else { return Span("!", theme[.graphLoss]) }
        let ratio = (Double(microseconds) + noise) / (usual + noise)
        let height = Self.steps.firstIndex { ratio < $0 } ?? Self.steps.count
        if let strangerSince, sample.at >= strangerSince { return Span(Self.bars[height], theme.tint(of: .impostor)) }
        let role: Role =
            switch microseconds {
            case 500_000...: .graphHigh
            case 100_000...: .graphMiddle
            default: height >= 7 ? .graphHigh : height >= 5 ? .graphMiddle : .graphLow
            }
        return Span(Self.bars[height], theme[role])
    }
}

extension RoundTripHistory.Sample {
    /// nil where no answer came.
    fileprivate var microseconds: UInt32? { if case .answered(let time) = result { time } else { nil } }
}
