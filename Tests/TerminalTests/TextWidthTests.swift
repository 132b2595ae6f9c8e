import Testing

@testable import Terminal

@Suite("The columns that text takes")
struct TextWidthTests {
    @Test(arguments: [
        ("plain", 5), ("", 0), ("日本語", 6), ("ｆｕｌｌ", 8), ("ｶﾅ", 2), ("café", 4), ("cafe\u{301}", 4),
        ("한국", 4), ("\u{1112}\u{1161}\u{11AB}", 2), ("मानक", 4), ("\u{5E9}\u{5B8}\u{5DC}", 2), ("😀", 2), ("👍🏽", 2),
        ("❤\u{FE0F}", 1), ("👩\u{200D}💻", 4), ("🇩🇪", 2), ("─│█⣿●✗", 6), ("\t", 1), ("a\u{0}b", 3), ("\u{202E}", 8),
    ])
    func isKnown(text: String, columns: Int) {
        #expect(TextWidth.columns(of: text) == columns)
    }

    @Test func theTablesAreSortedAndDoNotOverlap() {
        for table in [TextWidth.wideRanges, TextWidth.markRanges] {
            for (index, bound) in table.enumerated().dropFirst() {
                // The two ends of a range may be the same scalar, two ranges may not meet.
                #expect(index % 2 == 1 ? table[index - 1] <= bound : table[index - 1] < bound)
            }
        }
    }

    @Test func aMarkIsWhatUnicodeCallsOne() {
        for value in UInt32(0x300)..<0x30000 {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let properties = scalar.properties
            switch properties.generalCategory {
            case .nonspacingMark, .enclosingMark:
                #expect(TextWidth.columns(of: scalar) == 0, "U+\(String(value, radix: 16))")
            case .uppercaseLetter, .lowercaseLetter, .decimalNumber, .mathSymbol, .spacingMark:
                #expect(TextWidth.columns(of: scalar) != 0, "U+\(String(value, radix: 16))")
            default: break
            }
            if properties.isEmojiPresentation, !(0x1F1E6...0x1F1FF).contains(value) {
                #expect(TextWidth.columns(of: scalar) == 2, "U+\(String(value, radix: 16))")
            }
        }
    }

    @Test func neighboursOfPlainScalarsAreGraphemesOfTheirOwn() {
        let plain = (UInt32(0x20)..<0x3000).compactMap(Unicode.Scalar.init).filter(ScalarKind.isPlain)
        var text = ""
        text.unicodeScalars.append(contentsOf: plain)
        #expect(text.count == plain.count)
    }
}
