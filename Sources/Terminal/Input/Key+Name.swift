/// Keys as a configuration writes them: `w`, `R`, `f9`, `ctrl-s` or `^s`, `alt-x`, `shift-tab`, `space`, `pgup`.
///
/// A single character is itself, in its case; names of several are read in any case. `<ctrl+s>` is the same as `ctrl-s`.
extension Key {
    package enum NameError: Error, Hashable, Sendable {
        case unknown
        /// In a terminal this key sends what another one does.
        case sameAs(Key)
    }

    package init(name: String) throws(NameError) {
        var rest = Substring(name)
        if rest.count > 2, rest.hasPrefix("<"), rest.hasSuffix(">") { rest = rest.dropFirst().dropLast() }
        var modifiers: Modifiers = []
        if rest.count == 2, rest.hasPrefix("^") {
            modifiers.insert(.control)
            rest = rest.dropFirst()
        }
        while let (modifier, length) = Self.modifier(before: rest) {
            modifiers.insert(modifier)
            rest = rest.dropFirst(length)
        }
        guard let code = Code(name: rest) else { throw .unknown }
        self = try Key(code, modifiers).asSent()
    }

    /// The names of the keys that are no characters, for whoever has misspelt one.
    package static let names: [String] = namedCodes.map(\.0) + (1...24).map { "f\($0)" }

    private static let modifiers: [(String, Modifiers)] = [
        ("ctrl", .control), ("control", .control), ("c", .control), ("alt", .alt), ("meta", .alt), ("m", .alt),
        ("shift", .shift),
    ]

    private static func modifier(before text: Substring) -> (Modifiers, length: Int)? {
        let lower = text.lowercased()
        for (name, modifier) in modifiers where lower.count > name.count + 1 {
            if lower.hasPrefix(name + "-") || lower.hasPrefix(name + "+") { return (modifier, name.count + 1) }
        }
        return nil
    }

    /// As the terminal sends it.
    private func asSent() throws(NameError) -> Key {
        guard case .character(let character) = code else { return self }
        var modifiers = modifiers
        var sent = character
        if modifiers.remove(.shift) != nil {
            guard character.isLetter, let upper = character.uppercased().first, !modifiers.contains(.control) else {
                throw .unknown
            }
            sent = upper
        }
        guard modifiers.contains(.control) else { return Key(.character(sent), modifiers) }
        let lower = sent.lowercased().first ?? sent
        switch lower {
        case "i": throw .sameAs(.tab)
        case "j", "m": throw .sameAs(.enter)
        case "h": throw .sameAs(.backspace)
        case "[": throw .sameAs(.escape)
        case "a"..."z", " ", "\\", "]", "^", "_": return Key(.character(lower), modifiers)
        default: throw .unknown
        }
    }

    fileprivate static let namedCodes: [(String, Code)] = [
        ("enter", .enter), ("return", .enter), ("esc", .escape), ("escape", .escape), ("tab", .tab),
        ("backspace", .backspace), ("ins", .insert), ("insert", .insert), ("del", .delete),
        ("delete", .delete), ("up", .up), ("down", .down), ("left", .left), ("right", .right), ("home", .home),
        ("end", .end), ("pgup", .pageUp), ("pageup", .pageUp), ("pgdn", .pageDown), ("pgdown", .pageDown),
        ("pagedown", .pageDown), ("space", .character(" ")),
    ]
}

extension Key.Code {
    fileprivate init?(name: Substring) {
        if name.count == 1, let character = name.first {
            guard character == " " || character.isPrintable else { return nil }
            self = .character(character)
            return
        }
        let lower = name.lowercased()
        if let named = Key.namedCodes.first(where: { $0.0 == lower }) {
            self = named.1
        } else if lower.first == "f", let number = Int(lower.dropFirst()), (1...24).contains(number) {
            self = .function(number)
        } else {
            return nil
        }
    }
}

extension Character {
    /// One scalar that a keyboard can send and a screen can show.
    fileprivate var isPrintable: Bool {
        guard unicodeScalars.count == 1, let scalar = unicodeScalars.first else { return false }
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator,
            .spaceSeparator:
            return false
        default: return true
        }
    }
}
