import Terminal

/// Which key does what in the table.
package struct KeyMap: Sendable {
    package struct Binding: Hashable, Sendable {
        package var action: Action
        /// The first is what the key bar shows.
        package var keys: [Key]

        package init(_ action: Action, _ keys: Key...) { self.init(action, keys) }

        package init(_ action: Action, _ keys: [Key]) {
            self.action = action
            self.keys = keys
        }
    }

    package let bindings: [Binding]
    private let actions: [Key: Action]

    /// Of two bindings of the same key the first holds.
    package init(_ bindings: [Binding]) {
        self.bindings = bindings
        let pairs = bindings.flatMap { binding in binding.keys.map { ($0, binding.action) } }
        actions = Dictionary(pairs) { first, _ in first }
    }

    package subscript(key: Key) -> Action? { actions[key] }

    package func keys(for action: Action) -> [Key] {
        bindings.filter { $0.action == action }.flatMap(\.keys)
    }

    /// The same with other keys for some actions.
    func changed(_ changes: [Binding]) -> KeyMap {
        KeyMap(bindings.filter { old in !changes.contains { $0.action == old.action } } + changes)
    }

    package static let standard = KeyMap([
        Binding(.up, .up, "k"),
        Binding(.down, .down, "j"),
        Binding(.pageUp, .pageUp, .control("b")),
        Binding(.pageDown, .pageDown, .control("f")),
        Binding(.halfPageUp, .control("u")),
        Binding(.halfPageDown, .control("d")),
        Binding(.first, "g", .home),
        Binding(.last, "G", .end),
        Binding(.nextProblem, "n"),
        Binding(.previousProblem, "N"),
        Binding(.nextZone, .tab),
        Binding(.previousZone, .backTab),
        Binding(.enter, .enter, "d"),
        Binding(.collapse, .left, "h"),
        Binding(.expand, .right, "l"),
        Binding(.collapseAll, "-"),
        Binding(.expandAll, "+"),
        Binding(.filter, "/", "\\", .function(4)),
        Binding(.problemsOnly, "f"),
        Binding(.sortMenu, "s", .function(6)),
        Binding(.sortPrevious, "<"),
        Binding(.sortNext, ">"),
        Binding(.sortInvert, "I"),
        Binding(.group, "t"),
        Binding(.columns, "C", .function(2)),
        Binding(.mark, " "),
        Binding(.markRange, "V"),
        Binding(.markAll, "*"),
        Binding(.unmarkAll, "U"),
        Binding(.detailsUp, "K", Key(.up, .shift)),
        Binding(.detailsDown, "J", Key(.down, .shift)),
        Binding(.lanes, "v"),
        Binding(.eventLog, "e"),
        Binding(.pause, "p", "Z"),
        Binding(.historyBack, "["),
        Binding(.historyForward, "]"),
        Binding(.live, "0"),
        Binding(.back, .escape),
        Binding(.withdraw, "w", .function(9), .delete),
        Binding(.renew, "R"),
        Binding(.start, "A"),
        Binding(.actionMenu, "x"),
        Binding(.undo, "u", "z"),
        Binding(.redo, .control("y")),
        Binding(.copy, "y"),
        Binding(.refresh, "r", .control("r"), .function(5)),
        Binding(.palette, ":"),
        Binding(.themes, "T"),
        Binding(.mouse, "M"),
        Binding(.notifications, "B"),
        Binding(.help, "?", .function(1)),
        Binding(.redraw, .control("l")),
        Binding(.suspend, .control("z")),
        Binding(.quit, "q", .control("c")),
    ])
}
