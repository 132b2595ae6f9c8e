/// terminfo's entries for terminals whose colours are numbers of 24 bits. ncurses shows such colours with these only, while
/// most terminals that have them go by the name of one with 256, and say so in COLORTERM.
enum DirectColour {
    /// The entries that say of a terminal of this type what its own says, and that it has direct colour; the best first.
    ///
    /// GNU screen is none: it takes such colours for other attributes, whatever COLORTERM it has inherited says.
    static func types(for type: String) -> [String] {
        let family = type.split(separator: "-", maxSplits: 1).first.map(String.init) ?? type
        let suffixes = ["", "-256color", "-88color", "-16color", "-color"]
        guard suffixes.contains(where: { type == family + $0 }) || type.hasPrefix("xterm-"), family != "screen" else {
            return []
        }
        if type.hasSuffix("-direct") { return [] }
        // xterm-direct separates by colons, which some that call themselves xterm do not understand; this one does not.
        if family == "xterm" { return type == "xterm-kitty" ? ["kitty-direct"] : ["vscode-direct", "xterm-direct"] }
        return ["\(family)-direct"]
    }

    /// Whether the variable COLORTERM says so.
    static func isClaimed(by variable: String?) -> Bool { variable == "truecolor" || variable == "24bit" }
}
