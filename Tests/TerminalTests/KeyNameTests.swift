import Terminal
import Testing

/// Keys by the names that a configuration gives them.
@Suite struct KeyNameTests {
    @Test(arguments: [
        ("w", "w"), ("R", "R"), ("shift-r", "R"), ("f9", "F9"), ("F12", "F12"), ("ctrl-s", "Ctrl-S"),
        ("Ctrl-S", "Ctrl-S"), ("^s", "Ctrl-S"), ("<ctrl+s>", "Ctrl-S"), ("C-s", "Ctrl-S"), ("alt-x", "Alt-x"),
        ("M-X", "Alt-X"), ("ctrl-alt-x", "Ctrl-Alt-X"), ("space", "Space"), (" ", "Space"),
        ("ctrl-space", "Ctrl-Space"),
        ("enter", "Enter"), ("esc", "Esc"), ("shift-tab", "Shift-Tab"), ("pgup", "PgUp"), ("PageDown", "PgDn"),
        ("del", "Del"), ("shift-up", "Shift-Up"), ("ctrl-\\", "Ctrl-\\"), ("-", "-"), ("+", "+"), ("^", "^"),
        ("<", "<"),
        (">", ">"), ("alt--", "Alt--"), ("é", "é"), ("ctrl-left", "Ctrl-Left"),
    ])
    func isRead(_ name: String, _ shown: String) throws {
        #expect(try Key(name: name).description == shown)
    }

    @Test(arguments: [
        "", "foo", "f0", "f25", "f1x", "ctrl-", "ctrl-é", "ctrl-1", "shift-1", "shift-ctrl-a", "hyper-a", "ab",
        "\u{1B}",
        "\u{202E}", "\u{7}", "a\u{301}\u{301}",
    ])
    func isNoKey(_ name: String) {
        #expect(throws: Key.NameError.unknown) { try Key(name: name) }
    }

    @Test(arguments: [
        ("ctrl-i", Key.tab), ("^m", .enter), ("ctrl-j", .enter), ("ctrl-h", .backspace), ("ctrl-[", .escape),
    ])
    func isAnotherKeyForATerminal(_ name: String, _ twin: Key) {
        #expect(throws: Key.NameError.sameAs(twin)) { try Key(name: name) }
    }

    @Test func everyNamedKeyIsRead() throws {
        for name in Key.names { _ = try Key(name: name) }
    }
}
