import Testing

@testable import Terminal

@Suite("Text from others is shown, never executed")
struct SanitiserTests {
    @Test(arguments: [
        ("\u{1B}[31mred", "␛[31mred"), ("a\r\nb", "a␍␊b"), ("\u{7}\u{7F}", "␇␡"), ("\u{9B}2J", "\\u{9B}2J"),
        ("abc\u{202E}fed", "abc\\u{202E}fed"), ("\u{2066}x\u{2069}", "\\u{2066}x\\u{2069}"),
        ("pay\u{200B}pal", "pay\\u{200B}pal"), ("a\u{200D}b", "a\\u{200D}b"), ("so\u{AD}ft", "so\\u{AD}ft"),
        ("a\u{A0}b", "a␣b"), ("\u{FEFF}x", "\\u{FEFF}x"), ("\u{3164}", "\\u{3164}"), ("\u{E000}", "\\u{E000}"),
        ("\u{378}", "\\u{378}"), ("\u{301}x", "◌\u{301}x"), ("e\u{301}", "e\u{301}"), ("日本", "日本"),
        ("👩\u{200D}💻", "👩💻"), ("🇩🇪", "DE"), ("a\u{FE0F}", "a\\u{FE0F}"), ("❤\u{FE0F}", "❤"),
    ])
    func becomesVisible(text: String, shown: String) {
        #expect(Sanitiser.visible(text) == shown)
    }

    @Test func aPileOfMarksIsCountedInsteadOfShown() {
        let text = "a" + String(repeating: "\u{300}", count: 30) + "b"
        #expect(Sanitiser.visible(text) == "a\u{300}\u{300}\\+28b")
    }

    @Test(arguments: [
        ("\u{1B}[m", "^[[m"), ("é", "\\u{E9}"), ("e\u{301}", "e\\u{301}"), ("● up", "* up"), ("╭─┤", "+-+"),
        ("▁▅█", "_+#"), ("⣿⠀", "# "), ("…", "..."), ("33→50%", "33->50%"), ("日", "\\u{65E5}"), ("\u{7F}", "^?"),
    ])
    func hasStandInsInASCII(text: String, shown: String) {
        #expect(Sanitiser.visible(text, repertoire: .ascii) == shown)
    }

    @Test func nothingThatActsComesOut() {
        var random = FixedRandom(seed: 7)
        for repertoire in [Repertoire.unicode, .ascii] {
            for _ in 0..<2000 {
                let text = random.hostileText(length: 12)
                for scalar in Sanitiser.visible(text, repertoire: repertoire).unicodeScalars {
                    if case .hidden = ScalarKind(scalar) {
                        Issue.record("U+\(String(scalar.value, radix: 16)) from \(text.debugDescription)")
                    }
                    if repertoire == .ascii { #expect(scalar.isASCII) }
                }
            }
        }
    }

    @Test func whatIsShownIsAsWideAsItWasMeasured() {
        var random = FixedRandom(seed: 8)
        for _ in 0..<2000 {
            let text = random.hostileText(length: 12)
            let glyphs = Sanitiser.visible(text).unicodeScalars.reduce(0) { $0 + TextWidth.columns(of: $1) }
            #expect(glyphs == TextWidth.columns(of: text), "\(text.debugDescription)")
        }
    }
}
