extension Colour {
    /// What a terminal answers to the question for its background: `ESC ] 11 ; rgb:RRRR/GGGG/BBBB`, without the end. As in
    /// X11, one to four digits count from none to all (XParseColor).
    init?(backgroundReport text: String) {
        let start = "\u{1B}]11;rgb"
        guard text.hasPrefix(start), let colon = text.firstIndex(of: ":") else { return nil }
        // With `rgba:` a fourth part says how much shines through.
        let parts = text[text.index(after: colon)...].split(separator: "/", omittingEmptySubsequences: false)
        guard (3...4).contains(parts.count) else { return nil }
        var values: [UInt8] = []
        for part in parts.prefix(3) {
            guard (1...4).contains(part.utf8.count), let value = UInt32(part, radix: 16) else { return nil }
            let most = UInt32(1) << (4 * UInt32(part.utf8.count)) - 1
            values.append(UInt8(value * 255 / most))
        }
        self = .rgb(values[0], values[1], values[2])
    }
}
