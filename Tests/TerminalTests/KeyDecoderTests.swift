import Testing

@testable import Terminal

@Suite("Keys from the bytes of a terminal")
struct KeyDecoderTests {
    private func decode(_ text: String) -> [KeyEvent] {
        var decoder = KeyDecoder()
        return decoder.feed(text.utf8) + decoder.expire()
    }

    @Test(arguments: [
        ("\u{1B}[A", Key.up), ("\u{1B}OA", .up), ("\u{1B}[B", .down), ("\u{1B}OD", .left), ("\u{1B}[1~", .home),
        ("\u{1B}OF", .end), ("\u{1B}[5~", .pageUp), ("\u{1B}[6~", .pageDown), ("\u{1B}[3~", .delete),
        ("\u{1B}OP", .function(1)), ("\u{1B}[[B", .function(2)), ("\u{1B}[15~", .function(5)),
        ("\u{1B}[24~", .function(12)), ("\u{1B}[Z", .backTab), ("\t", .tab), ("\r", .enter), ("\u{7F}", .backspace),
        ("\u{1B}", .escape), ("\u{1B}x", .alt("x")), ("\u{1B}[1;5C", Key(.right, .control)),
        ("\u{1B}[1;3A", Key(.up, .alt)), ("\u{1B}\u{1B}[A", Key(.up, .alt)), ("\u{1B}[3;2~", Key(.delete, .shift)),
        ("\u{12}", .control("r")), ("\u{0}", .control(" ")), ("\u{1F}", .control("_")), ("é", "é"), ("日", "日"),
        ("\u{1B}[97;5u", .control("a")), ("\u{1B}[27;5;13~", Key(.enter, .control)), ("\u{1B}[", .alt("[")),
        ("\u{1B}O", .alt("O")), ("w", "w"), (" ", .space),
    ])
    func areRecognised(bytes: String, key: Key) {
        #expect(decode(bytes) == [.key(key)])
    }

    @Test func comeOneByOneAsWell() {
        var decoder = KeyDecoder()
        var events: [KeyEvent] = []
        for byte in "\u{1B}[1;5Cé\u{1B}[<0;3;4M".utf8 { events += decoder.feed([byte]) }
        #expect(
            events == [
                .key(Key(.right, .control)), .key("é"),
                .mouse(MouseEvent(.press(.left), at: Position(row: 3, column: 2))),
            ])
        #expect(decoder.patience == nil)
    }

    @Test func anEscapeIsOnlyTakenForAKeyWhenNothingFollows() {
        var decoder = KeyDecoder()
        #expect(decoder.feed([0x1B]) == [])
        #expect(decoder.patience == 25)
        #expect(decoder.expire() == [.key(.escape)])
        #expect(decoder.patience == nil)
    }

    @Test(arguments: [
        ("\u{1B}[<0;10;5M", MouseEvent(.press(.left), at: Position(row: 4, column: 9))),
        ("\u{1B}[<2;1;1m", MouseEvent(.release(.right), at: Position(row: 0, column: 0))),
        ("\u{1B}[<64;300;2M", MouseEvent(.wheelUp, at: Position(row: 1, column: 299))),
        ("\u{1B}[<65;3;4M", MouseEvent(.wheelDown, at: Position(row: 3, column: 2))),
        ("\u{1B}[<32;3;4M", MouseEvent(.drag(.left), at: Position(row: 3, column: 2))),
        ("\u{1B}[<16;3;4M", MouseEvent(.press(.left), at: Position(row: 3, column: 2), modifiers: .control)),
        ("\u{1B}[M !!", MouseEvent(.press(.left), at: Position(row: 0, column: 0))),
        ("\u{1B}[M#\"$", MouseEvent(.release(.left), at: Position(row: 3, column: 1))),
    ])
    func mouse(bytes: String, event: MouseEvent) {
        #expect(decode(bytes) == [.mouse(event)])
    }

    @Test(arguments: [
        "\u{1B}[<0;0;0M", "\u{1B}[<66;1;1M", "\u{1B}[<35;2;2M", "\u{1B}[<0;1M", "\u{1B}[I", "\u{1B}[?62;c",
        "\u{1B}]11;rgb:0000/0000/0000\u{7}", "\u{1B}P1+r\u{1B}\\", "\u{1B}[999~", "\u{1B}[99999999999999999999;5A~",
    ])
    func swallowsWhatIsNoKey(bytes: String) {
        #expect(decode(bytes + "k").last == .key("k"))
        #expect(decode(bytes).filter { $0 != .key(Key(.up, .control)) && $0 != .key("~") } == [])
    }

    @Test func invalidBytesDoNotStopWhatFollows() {
        var decoder = KeyDecoder()
        #expect(
            decoder.feed([0xFF, 0xC3, 0x28, 0xE2, 0x82, 0x1B, 0x5B, 0x41, 0xED, 0xA0, 0x80, 0x71]) == [
                .key("("), .key(.up), .key("q"),
            ])
    }

    @Test func aPasteIsTextWhateverItHolds() {
        #expect(
            decode("\u{1B}[200~rm -rf\r\n\u{1B}[A\u{3}\u{1B}[201~x") == [.paste("rm -rf\n\u{1B}[A\u{3}"), .key("x")])
        #expect(decode("\u{1B}[200~\u{1B}[201~x") == [.key("x")])
    }

    @Test func aPasteIsBoundedAndEndsThoughItsEndIsLost() {
        var decoder = KeyDecoder()
        let long = String(repeating: "a", count: 100_000)
        let events = decoder.feed("\u{1B}[200~\(long)\u{1B}[201~q".utf8)
        #expect(events == [.paste(String(repeating: "a", count: KeyEvent.maximumPaste)), .key("q")])
        #expect(decoder.feed("\u{1B}[200~abc".utf8) == [])
        #expect(decoder.patience == 1000)
        #expect(decoder.expire() == [.paste("abc")])
        #expect(decoder.feed("q".utf8) == [.key("q")])
    }

    @Test func asksTheTerminalsOwnSequencesLast() {
        var decoder = KeyDecoder(sequences: [Array("\u{1B}[224z".utf8): .function(1)])
        #expect(decoder.feed("\u{1B}[224z".utf8) == [.key(.function(1))])
    }

    @Test func neverKeepsMuchWhateverComes() {
        var random = FixedRandom(seed: 11)
        var decoder = KeyDecoder()
        var events = 0
        for _ in 0..<200_000 {
            events += decoder.feed([random.next() % 3 == 0 ? 0x1B : UInt8(random.next() & 0xFF)]).count
        }
        #expect(events > 1000)
        _ = decoder.expire()
        #expect(decoder.feed("q".utf8) == [.key("q")])
    }

    @Test(arguments: [
        (Key.control("z"), "Ctrl-Z"), (.backTab, "Shift-Tab"), (.function(5), "F5"), (.space, "Space"), ("w", "w"),
        (Key(.up, .alt), "Alt-Up"), (.pageDown, "PgDn"), (.control(" "), "Ctrl-Space"),
    ])
    func haveNames(key: Key, name: String) {
        #expect(key.description == name)
    }
}
