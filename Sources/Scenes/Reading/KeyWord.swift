import Terminal

extension Key {
    /// A key as the help names it: `j`, `Enter`, `Ctrl-Z`, `Shift-Tab`, `F5`.
    init?(sceneWord word: String) {
        var rest = word[...]
        var modifiers: Modifiers = []
        let prefixes: [(String, Modifiers)] = [("Ctrl-", .control), ("Alt-", .alt), ("Shift-", .shift)]
        while let (prefix, modifier) = prefixes.first(where: { rest.hasPrefix($0.0) && rest.count > $0.0.count }) {
            rest = rest.dropFirst(prefix.count)
            modifiers.insert(modifier)
        }
        if let character = rest.first, rest.count == 1 {
            let typed = modifiers.contains(.control) ? Character(character.lowercased()) : character
            self.init(.character(typed), modifiers)
        } else if rest.first == "F", let number = Int(rest.dropFirst()), (1...63).contains(number) {
            self.init(.function(number), modifiers)
        } else if let code = Self.named.first(where: { Key($0).description == rest }) {
            self.init(code, modifiers)
        } else {
            return nil
        }
    }

    private static let named: [Code] = [
        .character(" "), .enter, .escape, .tab, .backspace, .insert, .delete, .up, .down, .left, .right, .home, .end,
        .pageUp, .pageDown,
    ]
}
