import Terminal

extension KeyMap {
    /// Key maps for hands that are used to another program. Whatever destroys there opens a plan here.
    package enum Preset: String, CaseIterable, Sendable {
        case standard = "default"
        case vim
        case k9s
        case htop
    }

    package init(_ preset: Preset) {
        switch preset {
        case .standard: self = .standard
        case .vim: self = KeyMap.standard.changed(Self.vim)
        case .k9s: self = KeyMap.standard.changed(Self.k9s)
        case .htop: self = KeyMap.standard.changed(Self.htop)
        }
    }

    /// `d` deletes, Ctrl-R does again, Ctrl-N and Ctrl-P move.
    private static let vim = [
        Binding(.up, "k", .up, .control("p")),
        Binding(.down, "j", .down, .control("n")),
        Binding(.enter, .enter),
        Binding(.withdraw, "d", "w", .delete),
        Binding(.undo, "u"),
        Binding(.redo, .control("r")),
        Binding(.refresh, "r", .function(5)),
        Binding(.pause, "p"),
        Binding(.filter, "/"),
    ]

    /// Ctrl-D deletes, Ctrl-K kills, `d` describes, `l` shows logs, `q` goes back.
    private static let k9s = [
        Binding(.halfPageUp),
        Binding(.halfPageDown),
        Binding(.enter, .enter, "d"),
        Binding(.expand, .right),
        Binding(.collapse, .left),
        Binding(.withdraw, "w", .control("d"), .control("k"), .delete),
        Binding(.actionMenu, "x", "e"),
        Binding(.copy, "c", "y"),
        Binding(.eventLog, "l"),
        Binding(.markRange, .control(" "), "V"),
        Binding(.unmarkAll, .control("\\"), "U"),
        Binding(.columns, .control("w"), "C"),
        Binding(.palette, ":", .control("a")),
        Binding(.sortMenu, "O", "s"),
        Binding(.back, .escape, "q"),
        Binding(.quit, .control("c")),
    ]

    /// F3 searches, F5 is the tree, `k` and F9 kill, `h` helps, `w` shows all of a line, F10 quits.
    private static let htop = [
        Binding(.up, .up, .alt("k")),
        Binding(.down, .down, .alt("j")),
        Binding(.collapse, .left),
        Binding(.expand, .right),
        Binding(.enter, .enter, "w", "d"),
        Binding(.filter, .function(4), .function(3), "/", "\\"),
        Binding(.columns, .function(2), "C", "S"),
        Binding(.group, .function(5), "t"),
        Binding(.sortMenu, .function(6), "s"),
        Binding(.sortPrevious, "<", ","),
        Binding(.sortNext, ">", "."),
        Binding(.mark, " ", "c"),
        Binding(.withdraw, .function(9), "k", .delete),
        Binding(.refresh, "r", .control("r")),
        Binding(.pause, "Z", "p"),
        Binding(.help, .function(1), "?", "h"),
        Binding(.quit, .function(10), "q", .control("c")),
    ]
}
