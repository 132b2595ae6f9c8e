import ServiceCatalog
import Terminal

/// What keeps a zone from being read, in as many words as there is room for: advice goes first, then servers, then what is
/// beyond the first failure. The kind of that one stays, and when it will be tried again.
struct TroubleWords {
    /// The longest first; the last one says the kind of the first failure only.
    let forms: [String]
    private let retryAt: Timestamp?

    /// `, next try in 59s`: room for any wait, so that the words do not change while it counts down.
    private static let retryColumns = 17
    private static let fewestColumns = 10

    init(_ problem: ZoneFreshness.Problem) {
        let failures = Self.failures(in: problem.text)
        let kinds = failures.map(\.kind).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
        let withServers = failures.map { [$0.server, $0.kind].compactMap(\.self).joined(separator: ": ") }
        forms = [problem.text, withServers.joined(separator: "; "), kinds.joined(separator: "; "), kinds[0]]
        retryAt = problem.retryAt
    }

    /// `connection refused`
    var kind: String { forms[forms.count - 1] }

    /// - Parameter isBrief: without the advice even where there is room for it.
    func text(within room: Int, isBrief: Bool = false, on canvas: inout Canvas) -> String {
        let isWaiting = retryAt.map { $0 > canvas.now } ?? false
        let reserved = isWaiting ? Self.retryColumns : 0
        let fitting = forms.dropFirst(isBrief ? 1 : 0).first { canvas.columns(of: $0) + reserved <= room }
        if fitting == nil, room - reserved < Self.fewestColumns { return canvas.shortened(kind, to: room) }
        let cause = fitting ?? canvas.shortened(kind, to: room - reserved)
        guard isWaiting, let wait = retryAt.flatMap({ canvas.remaining(until: $0) }) else { return cause }
        return "\(cause), next try in \(wait)"
    }

    /// Each server's failure from `SERVER: KIND: ADVICE; SERVER: KIND`; at least one.
    private static func failures(in text: String) -> [(server: String?, kind: String)] {
        var failures: [(server: String?, kind: String)] = []
        for part in text.split(separator: "; ") {
            let pieces = part.split(separator: ": ", maxSplits: 2).map(String.init)
            if pieces.count > 1, !pieces[0].contains(" ") {
                failures.append((pieces[0], pieces[1]))
            } else if failures.isEmpty, let kind = pieces.first {
                failures.append((nil, kind))
            }
        }
        return failures.isEmpty ? [(nil, text)] : failures
    }
}
