/// How well a text that is being typed fits a command; the less, the better.
enum PaletteMatch {
    /// nil where it does not fit.
    static func rank(of text: String, in command: PaletteCommand) -> Int? {
        let text = text.lowercased().replacing("-", with: " ")
        let name = command.words
        if text.isEmpty || name == text || command.aliases.contains(text) { return 0 }
        if name.hasPrefix(text) { return 1 }
        let wanted = text.split(separator: " ")
        let words = name.split(separator: " ")
        if wanted.allSatisfy({ part in words.contains { $0.hasPrefix(part) } }) { return 2 }
        if name.contains(text) { return 3 }
        let summary = command.summary.lowercased().split(separator: " ")
        if wanted.allSatisfy({ part in summary.contains { $0.hasPrefix(part) } }) { return 4 }
        return isSubsequence(text, of: name) ? 5 : nil
    }

    static func isSubsequence(_ text: some StringProtocol, of name: some StringProtocol) -> Bool {
        var rest = name[...]
        for character in text {
            guard let index = rest.firstIndex(of: character) else { return false }
            rest = rest[rest.index(after: index)...]
        }
        return true
    }

    /// The commands that fit, the best first, those that fit alike in their own order.
    static func commands(for text: String) -> [PaletteCommand] {
        PaletteCommand.all.enumerated()
            .compactMap { index, command in rank(of: text, in: command).map { (rank: $0, index: index, command) } }
            .sorted { ($0.rank, $0.index) < ($1.rank, $1.index) }
            .map(\.2)
    }
}
