/// What a key can do in the table.
package enum Action: String, CaseIterable, Sendable {
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
    case enter
    case collapse
    case expand
    case collapseAll
    case expandAll
    case filter
    case problemsOnly
    case refresh
    case help
    case back
    case redraw
    case suspend
    case quit
}

extension Action {
    /// The chapters of the help.
    enum Section: String, CaseIterable, Sendable {
        case moving = "Moving"
        case looking = "Looking"
        case program = "Program"
    }

    var section: Section {
        switch self {
        case .up, .down, .pageUp, .pageDown, .halfPageUp, .halfPageDown, .first, .last, .nextProblem, .previousProblem:
            .moving
        case .enter, .collapse, .expand, .collapseAll, .expandAll, .filter, .problemsOnly, .back: .looking
        case .refresh, .help, .redraw, .suspend, .quit: .program
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
        case .enter: "fold a service; details of an instance"
        case .collapse: "to the service; fold it"
        case .expand: "unfold a service; into it"
        case .collapseAll: "fold all services"
        case .expandAll: "unfold all services"
        case .filter: "filter, as typed"
        case .problemsOnly: "problems only, or everything"
        case .refresh: "ask the servers and probe again now"
        case .help: "this help"
        case .back: "close, or clear the filter"
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
        case .problemsOnly: "problems"
        case .nextProblem: "next problem"
        case .enter: "fold/details"
        case .refresh: "refresh"
        case .quit: "quit"
        default: nil
        }
    }
}
