/// terminfo's entries for terminals whose colours are numbers of 24 bits. ncurses shows such colours with these only, while
/// most terminals that have them go by the name of one with 256, and say so in COLORTERM.
enum DirectColour {
    /// The entries that say of a terminal of this type what its own says, and that it has direct colour; the best first.
    static func types(for type: String) -> [String] {
        if type == "xterm-kitty" { return ["kitty-direct"] }
        let suffix = ["-256color", "-88color", "-16color", "-color"].first { type.hasSuffix($0) } ?? ""
        let family = type.dropLast(suffix.count)
        switch family {
        // xterm-direct separates numbers by colons, which some that call themselves xterm do not understand.
        case "xterm": return ["vscode-direct", "xterm-direct"]
        // It takes such colours for other attributes, whatever the COLORTERM that it has inherited says.
        case _ where family.hasPrefix("screen"): return []
        case _ where family.isEmpty || family.contains("-"): return []
        default: return ["\(family)-direct"]
        }
    }

    /// Whether the variable COLORTERM says so.
    static func isClaimed(by variable: String?) -> Bool { variable == "truecolor" || variable == "24bit" }
}
