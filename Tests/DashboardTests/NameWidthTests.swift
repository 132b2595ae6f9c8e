import ServiceCatalog
import Terminal
import Testing

@testable import Dashboard

/// What becomes of words and names that there is no room for.
@Suite struct NameWidthTests {
    @Test(arguments: [
        ("a-very-long-target-in-europe:40123", 22, "a-very-lo…europe:40123"),
        ("a-very-long-target-in-europe:40123", 34, "a-very-long-target-in-europe:40123"),
        ("dc1:389", 7, "dc1:389"),
        ("no port at all, and long", 10, "no port at all, and long"),
    ])
    func aTargetKeepsItsPort(_ name: String, _ width: Int, _ shown: String) {
        #expect(cutInTheMiddle(name, width: width, repertoire: .unicode) == shown)
    }

    @Test func aNameThatIsCutHasTheWidthThatItMayHave() {
        for name in [
            "東京プリンター.東京プリンター:9100", "\u{1B}[2Jaaaaaaaaaaaaaaaaaaaaaaa:80",
            "e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}:1",
        ] {
            for repertoire in [Repertoire.unicode, .ascii] {
                for width in 8..<20 {
                    let text = cutInTheMiddle(name, width: width, repertoire: repertoire)
                    let isCut = text != name
                    #expect(!isCut || TextWidth.columns(of: text, repertoire: repertoire) <= width)
                    #expect(text.hasSuffix(String(name.suffix(2))))
                }
            }
        }
    }

    @Test func everyReasonHasAWordThatFitsTheLeastColumn() {
        for reason in Reason.allCases {
            #expect(reason.fitting(40) == reason.description)
            #expect(reason.fitting(15).count <= 15)
        }
        #expect(Reason.refused.fitting(15) == "refused")
    }

    @Test func aTextInStylesIsWrappedAtBlanksAndSaysWhenThereIsMore() {
        let spans = [Span("key", Style(attributes: .bold)), Span(" = one two ", .plain), Span("three", .plain)]
        let lines = { (width: Int, limit: Int) in
            wrapped(spans, width: width, limit: limit, repertoire: .unicode).map { $0.map(\.text).joined() }
        }
        #expect(lines(40, 3) == ["key = one two three"])
        #expect(lines(10, 3).map { $0.trimmingEnd } == ["key = one", "two three"])
        #expect(lines(10, 1).map(\.trimmingEnd) == ["key = one…"])
        let long = wrapped([Span(String(repeating: "x", count: 25), .plain)], width: 10, limit: 5, repertoire: .unicode)
        #expect(long.map { $0.map(\.text).joined().count } == [10, 10, 5])
        #expect(wrapped(spans, width: 0, limit: 3, repertoire: .unicode).isEmpty)
    }

    @Test func aLongTextOfARecordIsToldWhole() throws {
        let value = (1...24).map { "word\($0)" }.joined(separator: "-")
        var desk = Desk(
            [
                try TestZone(
                    "a.example.",
                    """
                    _a._tcp 60 SRV 0 0 80 a1 ; up for=1d
                    _a._tcp 60 TXT "note=\(value)"
                    """)
            ], size: Size(rows: 40, columns: 80))
        desk.press("j", .enter)
        let text = desk.lines.map { String($0.dropFirst(10)).trimmingEnd }.joined()
        #expect(text.contains(value))
    }

    @Test func theStatusColumnIsAsWideAsUnavailable() throws {
        var desk = Desk([try TestZone.corp()])
        desk.press("G")
        #expect(desk.lines.contains { $0.contains("– unavailable") })
    }
}

extension String {
    fileprivate var trimmingEnd: String {
        var text = self
        while text.last == " " { text.removeLast() }
        return text
    }
}
