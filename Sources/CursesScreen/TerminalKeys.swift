import Terminal

/// What terminfo says the keys of this terminal send.
enum TerminalKeys {
    /// - Precondition: terminfo is loaded.
    static func sequences() -> [[UInt8]: Key] {
        var sequences: [[UInt8]: Key] = [:]
        for (name, key) in named + (1...24).map({ ("kf\($0)", Key.function($0)) }) {
            if let text = TerminalControls.capability(name), text.utf8.first == 0x1B {
                sequences[Array(text.utf8)] = key
            }
        }
        return sequences
    }

    private static let named: [(String, Key)] = [
        ("kcuu1", .up), ("kcud1", .down), ("kcub1", .left), ("kcuf1", .right), ("khome", .home), ("kend", .end),
        ("kpp", .pageUp), ("knp", .pageDown), ("kich1", .insert), ("kdch1", .delete), ("kcbt", .backTab),
        ("kent", .enter), ("kbs", .backspace), ("kUP", Key(.up, .shift)), ("kDN", Key(.down, .shift)),
        ("kri", Key(.up, .shift)), ("kind", Key(.down, .shift)), ("kLFT", Key(.left, .shift)),
        ("kRIT", Key(.right, .shift)), ("kHOM", Key(.home, .shift)), ("kEND", Key(.end, .shift)),
    ]
}
