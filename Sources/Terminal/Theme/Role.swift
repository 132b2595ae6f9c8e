/// What a piece of the screen is there for; the theme says how it looks.
package enum Role: UInt8, CaseIterable, Sendable {
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

    /// As a theme's file spells it: `sort_column`.
    package var name: String {
        "\(self)".reduce(into: "") { name, character in
            if character.isUppercase { name.append("_") }
            name += character.lowercased()
        }
    }

    package init?(name: String) {
        guard let found = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = found
    }
}
