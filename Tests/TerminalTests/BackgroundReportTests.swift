import Terminal
import Testing

@Suite("What a terminal says of its background")
struct BackgroundReportTests {
    private func background(_ text: String) -> Colour? {
        var decoder = KeyDecoder()
        #expect(decoder.feed(text.utf8).isEmpty)
        return decoder.takeBackground()
    }

    @Test(arguments: [
        ("rgb:ffff/8080/0000", 0xFF8000), ("rgb:ff/80/00", 0xFF8000), ("rgb:f/8/0", 0xFF8800),
        ("rgba:0000/0000/ffff/8000", 0x0000FF),
    ])
    func isUnderstood(form: String, colour: UInt32) {
        #expect(background("\u{1B}]11;\(form)\u{7}") == .rgb(colour))
        #expect(background("\u{1B}]11;\(form)\u{1B}\\") == .rgb(colour))
    }

    @Test(arguments: ["?", "rgb:", "rgb:1/2", "rgb:12345/1/1", "rgb:x/y/z", "rgb:1/2/3/4/5", "#ffffff", "red"])
    func whatIsNoColourIsPassedOver(form: String) {
        #expect(background("\u{1B}]11;\(form)\u{7}") == nil)
        #expect(background("\u{1B}]10;rgb:1/1/1\u{7}") == nil)
    }

    @Test func isGivenOnce() {
        var decoder = KeyDecoder()
        _ = decoder.feed("\u{1B}]11;rgb:1/1/1\u{7}".utf8)
        #expect(decoder.takeBackground() != nil)
        #expect(decoder.takeBackground() == nil)
    }

    /// On a slow line the rest of the answer is not taken for keys.
    @Test func isWaitedForLongerThanAKey() {
        var decoder = KeyDecoder()
        _ = decoder.feed("\u{1B}".utf8)
        #expect(decoder.patience == 25)
        _ = decoder.feed("]11;rgb".utf8)
        #expect(decoder.patience == 1000)
        #expect(decoder.feed(":1/1/1\u{7}".utf8).isEmpty)
        #expect(decoder.takeBackground() == .rgb(0x111111))
        #expect(decoder.patience == nil)
    }

    @Test func tellsDarkFromLight() {
        #expect(Theme.Appearance(background: .rgb(0x1E1E2E)) == .dark)
        #expect(Theme.Appearance(background: .rgb(0xFDF6E3)) == .light)
        #expect(Theme.Appearance(background: .rgb(0x0000FF)) == .dark)
        #expect(Theme.Appearance(background: .rgb(0x00FF00)) == .light)
    }

    @Test(arguments: [
        ("15;0", Theme.Appearance.dark), ("0;15", .light), ("0;default;15", .light), ("7;8", .dark), ("0;7", .light),
    ])
    func theVariableIsUnderstood(text: String, appearance: Theme.Appearance) {
        #expect(Theme.Appearance(colourVariable: text) == appearance)
    }

    @Test(arguments: ["", "15", "15;", "15;16", "15;default", "15;-1", "a;b"])
    func whatSaysNothingIsPassedOver(text: String) {
        #expect(Theme.Appearance(colourVariable: text) == nil)
    }
}
