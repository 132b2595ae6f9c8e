/// What a key, a click or the palette can do.
package enum Action: String, CaseIterable, Sendable {
    // Moving
    case up
    case down
    case pageUp
    case pageDown
    case halfPageUp
    case halfPageDown
    case first
    case last
    case nextProblem
    case previousProblem
    case nextZone
    case previousZone
    // Rows
    case enter
    case collapse
    case expand
    case collapseAll
    case expandAll
    case filter
    case problemsOnly
    case sortMenu
    case sortPrevious
    case sortNext
    case sortInvert
    case group
    case columns
    case mark
    case markRange
    case markAll
    case unmarkAll
    // Looking
    case detailsUp
    case detailsDown
    case lanes
    case eventLog
    case pause
    case historyBack
    case historyForward
    case live
    case back
    // Acting
    case withdraw
    case renew
    case start
    case actionMenu
    case undo
    case redo
    case copy
    case refresh
    // Program
    case palette
    case themes
    case mouse
    case notifications
    case help
    case redraw
    case suspend
    case quit
}

extension Action {
    /// The chapters of the help.
    enum Section: String, CaseIterable, Sendable {
        case moving = "Moving"
        case rows = "Rows"
        case looking = "Looking"
        case acting = "Acting"
        case program = "Program"
    }

    var section: Section {
        switch self {
        case .up, .down, .pageUp, .pageDown, .halfPageUp, .halfPageDown, .first, .last, .nextProblem, .previousProblem,
            .nextZone, .previousZone:
            .moving
        case .enter, .collapse, .expand, .collapseAll, .expandAll, .filter, .problemsOnly, .sortMenu, .sortPrevious,
            .sortNext, .sortInvert, .group, .columns, .mark, .markRange, .markAll, .unmarkAll:
            .rows
        case .detailsUp, .detailsDown, .lanes, .eventLog, .pause, .historyBack, .historyForward, .live, .back: .looking
        case .withdraw, .renew, .start, .actionMenu, .undo, .redo, .copy, .refresh: .acting
        case .palette, .themes, .mouse, .notifications, .help, .redraw, .suspend, .quit: .program
        }
    }

    /// What the help says of it.
    var summary: String {
        switch self {
        case .up: "one row up"
        case .down: "one row down"
        case .pageUp: "one page up"
        case .pageDown: "one page down"
        case .halfPageUp: "half a page up"
        case .halfPageDown: "half a page down"
        case .first: "to the first row"
        case .last: "to the last row"
        case .nextProblem: "to the next problem"
        case .previousProblem: "to the problem before"
        case .nextZone: "the next zone alone, then all of them"
        case .previousZone: "the zone before"
        case .enter: "fold a group; details of an instance"
        case .collapse: "to the group; fold it"
        case .expand: "unfold a group; into it"
        case .collapseAll: "fold all groups"
        case .expandAll: "unfold all groups"
        case .filter: "filter, as typed"
        case .problemsOnly: "problems only, or everything"
        case .sortMenu: "choose what to sort by"
        case .sortPrevious: "sort by the column to the left"
        case .sortNext: "sort by the column to the right"
        case .sortInvert: "invert the order"
        case .group: "group by service, tier, target, status"
        case .columns: "choose and order the columns"
        case .mark: "mark the record, or take the mark away"
        case .markRange: "mark from here on, as the cursor moves"
        case .markAll: "mark all that is shown"
        case .unmarkAll: "take all marks away"
        case .detailsUp: "details: one line up"
        case .detailsDown: "details: one line down"
        case .lanes: "who served when: failover, full screen"
        case .eventLog: "the event log"
        case .pause: "hold the picture; the world goes on"
        case .historyBack: "one change back in time"
        case .historyForward: "one change forward"
        case .live: "back to now"
        case .back: "close, or clear the filter"
        case .withdraw: "withdraw records (shows the plan first)"
        case .renew: "write the same records again (plan first)"
        case .start: "start what sleeps, on purpose (plan first)"
        case .actionMenu: "drain, weight, priority, copy …"
        case .undo: "undo the last change (plan first)"
        case .redo: "do again what was undone (plan first)"
        case .copy: "copy the record"
        case .refresh: "ask the servers and probe again now"
        case .palette: "every action by name"
        case .themes: "choose a theme"
        case .mouse: "take the mouse, or leave it alone"
        case .notifications: "ring when something happens, or not"
        case .help: "this help"
        case .redraw: "draw the screen anew"
        case .suspend: "suspend (fg comes back)"
        case .quit: "quit"
        }
    }

    /// What the key bar calls it; nil if it has no place there.
    var label: String? {
        switch self {
        case .help: "help"
        case .filter: "filter"
        case .palette: "commands"
        case .problemsOnly: "problems"
        case .nextProblem: "next problem"
        case .enter: "fold/details"
        case .withdraw: "withdraw"
        case .actionMenu: "more"
        case .undo: "undo"
        case .mark: "mark"
        case .group: "group"
        case .sortMenu: "sort"
        case .lanes: "failover"
        case .eventLog: "events"
        case .pause: "pause"
        case .historyBack: "earlier"
        case .historyForward: "later"
        case .live: "now"
        case .refresh: "refresh"
        case .quit: "quit"
        default: nil
        }
    }
}
