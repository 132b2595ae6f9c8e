/// What a piece of the screen is there for; the theme says how it looks.
package enum Role: UInt8, CaseIterable, Sendable {
    /// What everything lies on.
    case background
    case text
    case dim
    case strong
    /// The first line: where one is, and how fresh the data is.
    case title
    /// The names of a table's columns.
    case header
    case sortColumn
    case footer
    case key
    case keyLabel
    case border
    case borderFocus
    /// The frame of what may not be touched lightly.
    /// Laid over the row under the cursor.
    case cursor
    case cursorUnfocused
    /// Laid over rows that are marked.
    case mark
    /// What a filter or a search has found within a text.
    case match
    case group
    case banner
    case bannerPaused
    case bannerStale
    case bannerProduction
    case success
    case warning
    case error
    case prompt
    case suggestion
    case dialog
    case dialogDanger
    case button
    case buttonFocused
    case scrollbar
    case added
    case removed
    case modified
    case graphLow
    case graphMiddle
    case graphHigh
    /// A lost probe, never drawn as a small value.
    case graphLoss
    case graphAxis
    case shareBar
    case laneServing
    case laneStandby
    case laneDown
    case laneWithdrawn
    /// The line of the moment that is shown.
    case laneNow
}

/// As a theme's file spells it: `sort_column` in [ui], `low` in [graph].
extension Role {
    package static let sections = ["ui", "change", "graph", "lane"]

    package var section: String {
        switch self {
        case .added, .removed, .modified: "change"
        case .graphLow, .graphMiddle, .graphHigh, .graphLoss, .graphAxis: "graph"
        case .laneServing, .laneStandby, .laneDown, .laneWithdrawn, .laneNow: "lane"
        default: "ui"
        }
    }

    /// Its key in the section.
    package var key: String {
        let name = "\(self)".reduce(into: "") { name, character in
            if character.isUppercase { name.append("_") }
            name += character.lowercased()
        }
        return name.hasPrefix(section + "_") ? String(name.dropFirst(section.count + 1)) : name
    }

    package init?(section: String, key: String) {
        guard let role = Self.places[section]?[key] else { return nil }
        self = role
    }

    package static func keys(of section: String) -> [String] {
        allCases.filter { $0.section == section }.map(\.key)
    }

    private static let places: [String: [String: Role]] = Dictionary(grouping: allCases, by: \.section)
        .mapValues { roles in Dictionary(uniqueKeysWithValues: roles.map { ($0.key, $0) }) }
}
