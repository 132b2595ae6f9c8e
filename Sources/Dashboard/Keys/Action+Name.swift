extension Action {
    /// As the configuration and the palette spell it: `half-page-up`.
    package var name: String { spelt(with: "-") }

    /// In plain words: `half page up`.
    var words: String { spelt(with: " ") }

    package init?(name: String) {
        guard let found = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = found
    }

    private func spelt(with separator: Character) -> String {
        rawValue.reduce(into: "") { text, character in
            if character.isUppercase { text.append(separator) }
            text += character.lowercased()
        }
    }

    /// Whether it ends in an UPDATE, or in something else that changes the world, once the plan has been confirmed.
    var changesZones: Bool {
        switch self {
        case .withdraw, .renew, .start, .undo, .redo: true
        default: false
        }
    }
}
