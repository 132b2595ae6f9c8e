import DNSCore
import ServiceCatalog
import Terminal

/// Keys and mouse in the table.
extension DashboardState {
    mutating func takeInTable(_ input: KeyEvent) -> [Effect] {
        message = nil
        switch input {
        case .key(let key):
            if let action = keyMap[key] { return perform(action) }
            if case .character(let digit) = key.code, key.modifiers.isEmpty { showZone(digit) }
            return []
        case .mouse(let mouse): return take(mouse)
        case .paste: return []
        }
    }

    mutating func perform(_ action: Action) -> [Effect] {
        if action.section != .moving, action != .mark, action != .markRange, action != .back { markRange = nil }
        return switch action.section {
        case .moving: performMove(action)
        case .rows: performOnRows(action)
        case .looking: performLook(action)
        case .acting: performAct(action)
        case .program: performForProgram(action)
        }
    }

    private mutating func performMove(_ action: Action) -> [Effect] {
        switch action {
        case .up: move(by: -1)
        case .down: move(by: 1)
        case .pageUp: scroll(by: -(pageHeight - 1))
        case .pageDown: scroll(by: pageHeight - 1)
        case .halfPageUp: scroll(by: -pageHeight / 2)
        case .halfPageDown: scroll(by: pageHeight / 2)
        case .first: move(to: 0)
        case .last: move(to: rows.count - 1)
        case .nextProblem: moveToProblem(forward: true)
        case .previousProblem: moveToProblem(forward: false)
        case .nextZone: stepZone(by: 1)
        case .previousZone: stepZone(by: -1)
        default: break
        }
        return []
    }

    private mutating func performOnRows(_ action: Action) -> [Effect] {
        switch action {
        case .enter: enter()
        case .collapse: collapse()
        case .expand: expand()
        case .collapseAll: foldAll(true)
        case .expandAll: foldAll(false)
        case .filter: openFilter()
        case .problemsOnly: toggleProblemsOnly()
        case .group: return group(by: order.grouping.next)
        case .sortMenu: open(SortMenu(self))
        case .sortPrevious: return stepSort(by: -1)
        case .sortNext: return stepSort(by: 1)
        case .sortInvert: return sort(by: order.sort, isInverted: !order.isInverted)
        case .columns: open(ColumnChooser(self))
        case .mark: toggleMark()
        case .markRange: toggleRange()
        case .markAll: markAll()
        case .unmarkAll: unmarkAll()
        default: break
        }
        return []
    }

    private mutating func performLook(_ action: Action) -> [Effect] {
        switch action {
        case .back: back()
        case .detailsDown: scrollDetails(by: 1)
        case .detailsUp: scrollDetails(by: -1)
        case .lanes: openLanes()
        case .eventLog: open(EventLogOverlay(state: self))
        case .pause: togglePause()
        case .historyBack: stepBack()
        case .historyForward: stepForward()
        case .live: goLive()
        default: break
        }
        return []
    }

    private mutating func performForProgram(_ action: Action) -> [Effect] {
        switch action {
        case .palette: open(PaletteOverlay(self))
        case .mouse: return toggleMouse()
        case .help: open(HelpOverlay())
        case .notifications: changeNotifications()
        case .themes:
            open(ThemesOverlay())
            return [.listThemes]
        case .redraw: return [.redraw]
        case .suspend: return [.suspend]
        case .quit: return quit()
        default: break
        }
        return []
    }

    mutating func enter() {
        guard let key = selection else { return }
        if key.instance == nil { toggleFold() } else { setDetailsOpen(!areDetailsOpen) }
    }

    private mutating func changeNotifications() {
        notifier.use(notifier.way.next)
        message = Message(notifier.way.announcement, brief: notifier.way.briefAnnouncement)
    }

    private mutating func setDetailsOpen(_ isOpen: Bool) {
        areDetailsOpen = isOpen
        detailsTop = 0
        keepCursorVisible()
    }

    /// Closes what is open, one thing at a time.
    private mutating func back() {
        if takeRangeBack() { return }
        if areDetailsOpen {
            setDetailsOpen(false)
        } else if !isLive {
            goLive()
        } else if !filter.isEmpty {
            clearFilter()
        } else if problemsOnly {
            toggleProblemsOnly()
        }
    }

    private mutating func toggleProblemsOnly() {
        problemsOnly.toggle()
        schedule.wantNow()
        if cursor.hasMoved, wish == nil { wish = PlacedCursor(cursor: cursor) }
    }

    mutating func refresh() -> [Effect] {
        var instances: [DomainName: [InstanceID]] = [:]
        for row in top..<min(rows.count, top + pageHeight) {
            guard let key = key(at: row)?.instance else { continue }
            instances[arrangement.basis.zones[key.zone].name, default: []].append(key.instance)
        }
        let zones = shownZones.map(\.name)
        let servers = zones.count == 1 ? "server" : "servers"
        message = Message("Asking the \(servers) and probing what is shown …", brief: "Asking and probing …")
        return [.refresh(Refresh(zones: zones, instances: instances))]
    }
}
