import ServiceCatalog
import Terminal

/// A chapter of the help: lines of what one presses, types or sees, and what that means.
struct HelpChapter: Sendable {
    struct Line: Sendable {
        var term: String
        var meaning: String
        /// For a term that is a status: it is drawn with its sign.
        var status: Status?
    }

    var title: String
    /// Columns for the terms.
    var termWidth: Int
    var lines: [Line]

    /// The lines in which the text occurs; nil where there are none.
    func narrowed(to text: String) -> HelpChapter? {
        let text = text.lowercased()
        guard !text.isEmpty, !title.lowercased().contains(text) else { return self }
        var chapter = self
        chapter.lines = lines.filter { "\($0.term) \($0.meaning)".lowercased().contains(text) }
        return chapter.lines.isEmpty ? nil : chapter
    }
}

extension HelpChapter {
    /// Every action with the keys that it has now, what statuses mean, the filter, the mouse.
    static func all(_ keyMap: KeyMap) -> [HelpChapter] {
        Action.Section.allCases.map { keys($0, keyMap) } + [statuses, filter, mouse]
    }

    private static func keys(_ section: Action.Section, _ keyMap: KeyMap) -> HelpChapter {
        let lines = Action.allCases.filter { $0.section == section }.map { action in
            let keys = keyMap.keys(for: action).map(\.description)
            // Without a key it is called by its name.
            return Line(term: keys.isEmpty ? ":\(action.name)" : fitting(keys), meaning: action.summary)
        }
        return HelpChapter(title: section.rawValue, termWidth: keyWidth, lines: lines)
    }

    private static let keyWidth = 15

    /// As many of the keys as there is room for, the first in any case.
    private static func fitting(_ keys: [String]) -> String {
        keys.dropFirst().reduce(keys.first ?? "") { text, key in
            text.count + key.count + 2 <= keyWidth ? "\(text) \(key)" : text
        }
    }

    private static let statuses = HelpChapter(
        title: "Statuses, worst first", termWidth: 15,
        lines: Status.allCases.map { Line(term: $0.name, meaning: $0.meaning, status: $0) })

    private static let filter = HelpChapter(
        title: "Filter", termWidth: 20,
        lines: [
            ("ldap dc1", "both words, in any name or status"),
            ("status:down,stale", "one of these statuses"),
            ("port:80  port>8000", "also priority, weight, ttl"),
            ("rtt>50ms  age<10m", "times with a unit"),
            ("target:db*", "also service, instance, reason …"),
            ("target~^db[0-9]+", "regular expression; /dc[12]/"),
            ("!up  not (a or b)", "the opposite; and, or, ( )"),
            ("\"two words\"", "as one"),
        ].map { Line(term: $0.0, meaning: $0.1) })

    private static let mouse = HelpChapter(
        title: "Mouse", termWidth: 20,
        lines: [
            ("click a row", "the cursor goes there"),
            ("twice on a row", "folds a group; opens the details"),
            ("click a title", "sorts by the column, or the other way"),
            ("click the key bar", "as if the key was pressed"),
            ("wheel", "scrolls; the cursor keeps its record"),
            ("click a button", "focuses it; a second click presses it"),
        ].map { Line(term: $0.0, meaning: $0.1) })
}
