import ServiceCatalog

/// A picture that stands still while the world goes on.
struct Hold: Hashable, Sendable {
    /// The moment that is shown.
    var at: Timestamp
    /// Stepped back to, not held when it was the present.
    var isPast: Bool
}

/// Holding the picture, and stepping through what was.
extension DashboardState {
    /// Whether the present is shown: nothing else is to be acted on.
    package var isLive: Bool { hold == nil }

    /// The time of what is shown.
    var shownAt: Timestamp { hold?.at ?? now }

    mutating func togglePause() {
        if hold == nil { hold = Hold(at: now, isPast: false) } else { goLive() }
    }

    mutating func stepBack() {
        guard let moment = rewind.moment(before: shownAt, unlike: snapshot) else {
            message = Message("Nothing from before this is kept")
            return
        }
        show(moment)
    }

    /// On to the next change; after the last one to the present.
    mutating func stepForward() {
        guard hold != nil else {
            message = Message("This is now")
            return
        }
        if let moment = rewind.moment(after: shownAt, unlike: snapshot) { show(moment) } else { goLive() }
    }

    mutating func goLive() {
        guard hold != nil else { return }
        hold = nil
        snapshot = newest
        schedule.wantNow()
    }

    private mutating func show(_ moment: Rewind.Moment) {
        hold = Hold(at: moment.at, isPast: true)
        snapshot = Snapshot(moment, seenFrom: newest)
        schedule.wantNow()
    }

    /// Says that nothing is acted on but the present.
    mutating func refuseToActOnThePast() {
        let key = keyMap.keys(for: .live).first.map { "\($0)" } ?? "0"
        let what = hold?.isPast == true ? "This is the past" : "The picture is held"
        message = Message(
            "\(what): \(key) goes back to now, where you can act", .warning, brief: "\(what): \(key) for now")
    }
}
