import ServiceCatalog
import Terminal

extension DashboardState {
    /// Takes in what has happened and says what is to be done about it.
    package mutating func reduce(_ event: DashboardEvent, at now: Timestamp) -> [Effect] {
        if now < self.now {
            schedule.forgetTimes()
            notifier.forgetTimes()
        }
        self.now = now
        endMessage()
        var effects: [Effect] = []
        switch event {
        case .input(let input): effects = take(input)
        case .resized(let size): resize(to: size)
        case .snapshot(let snapshot): take(snapshot)
        case .arranged(let arrangement):
            if schedule.accepts(arrangement.number, at: self.now) { install(arrangement) }
        case .tick: break
        case .message(let message): self.message = message
        case .planned(let answer): take(answer)
        case .progress(let progress): take(progress)
        case .themes: break
        }
        if !event.isInput { tellOverlays(event) }
        if overlays.contains(where: \.holdsRows) { schedule.keepCalm(from: now) }
        if hasChangedCurrency { schedule.wantNews() }
        if let notification = notifier.takeEffect(at: now) { effects.append(notification) }
        return effects + nextArrangement()
    }

    private mutating func take(_ snapshot: Snapshot) {
        notifier.note(snapshot, after: newest)
        rewind.keep(snapshot)
        newest = snapshot
        guard hold == nil else { return }
        let before = self.snapshot
        self.snapshot = snapshot
        if snapshot.hasOtherRows(than: before) || order.sort.isMeasured || filter.asksForMeasurements {
            schedule.wantNews()
        }
    }

    private mutating func resize(to size: Size) {
        self.size = size
        keepCursorVisible()
    }

    /// Whether a zone's data has become too old, or young again, since the rows were ordered.
    private var hasChangedCurrency: Bool {
        arrangement.basis.zones.contains { $0.isCurrent(at: arrangement.at) != $0.isCurrent(at: shownAt) }
    }

    mutating func nextArrangement() -> [Effect] {
        let instances = snapshot.zones.reduce(0) { $0 + $1.catalog.instanceCount }
        guard let number = schedule.nextRequest(at: now, instances: instances) else { return [] }
        var request = ArrangementRequest(number: number, snapshot: snapshot, now: shownAt)
        request.order = order
        request.filter = filter
        request.problemsOnly = problemsOnly
        request.zone = zoneAloneIndex
        request.folds = folds
        return [.arrange(request)]
    }

    mutating func take(_ input: KeyEvent) -> [Effect] {
        if case .key(let key) = input, let effects = takeAlways(key) { return effects }
        if case .mouse(let mouse) = input, let key = keyUnder(mouse) { return take(.key(key)) }
        if !overlays.isEmpty {
            message = nil
            return takeInOverlay(input)
        }
        switch focus {
        case .table: return takeInTable(input)
        case .filter: return takeInFilter(input)
        }
    }

    /// Keys that mean the same wherever one is.
    private mutating func takeAlways(_ key: Key) -> [Effect]? {
        guard !key.modifiers.isEmpty, let action = keyMap[key] else { return nil }
        switch action {
        case .quit: return quit()
        case .suspend: return [.suspend]
        case .redraw: return [.redraw]
        default: return nil
        }
    }
}
