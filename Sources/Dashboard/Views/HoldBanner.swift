import ServiceCatalog
import Terminal

/// In place of the first line while the picture stands still: which moment is shown, and how long ago that was.
struct HoldBanner: View {
    let hold: Hold
    let state: DashboardState

    func draw(on canvas: inout Canvas) {
        let style = canvas.theme[.bannerPaused]
        canvas.fill(Rect(canvas.size), style: style)
        let age = canvas.age(since: hold.at)
        let what = hold.isPast ? "BACK \(age)" : "PAUSED, \(age) old"
        let zone = state.snapshot.zones.first.map { " \($0.name.withoutFinalDot)" } ?? ""
        let moment = "at \(hold.at.moment(seenFrom: canvas.now))"
        let later = state.newest.eventCount - state.snapshot.eventCount
        let news = later > 0 ? Numbers.counted(later, "event") + " since" : "nothing since"
        let candidates = [
            [zone, what, moment, news, doubt].compactMap(\.self), [zone, what, moment, news], [what, moment, news],
            [what, moment], [what],
        ].map { $0.filter { !$0.isEmpty }.joined(separator: "   ") }
        let keys = right(style)
        let (width, repertoire) = (canvas.size.columns - 2, canvas.repertoire)
        // The key bar tells the keys, too: the moment comes first.
        let rooms = [width - canvas.columns(of: keys) - 1, width]
        let fitting = rooms.lazy.compactMap { room in
            candidates.dropLast().first { TextWidth.columns(of: $0, repertoire: repertoire) <= room }
        }
        let text = fitting.first ?? what
        canvas.put(text, row: 0, column: text.hasPrefix(" ") ? 0 : 1, style: style)
        canvas.put(right: keys, row: 0, from: canvas.columns(of: text) + 2)
    }

    /// What was wrong with the data at that moment.
    private var doubt: String? {
        let isDoubtful = state.snapshot.zones.contains { $0.isDoubtful(at: hold.at) }
        return isDoubtful ? "the data was too old then" : nil
    }

    private func right(_ style: Style) -> [Span] {
        let key = { (action: Action) in state.keyMap.keys(for: action).first?.description ?? "" }
        return [Span("\(key(.historyBack)) earlier  \(key(.historyForward)) later  \(key(.live)) now", style)]
    }
}
