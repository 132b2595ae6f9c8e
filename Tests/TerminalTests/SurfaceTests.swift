import Testing

@testable import Terminal

@Suite("A surface")
struct SurfaceTests {
    @Test func showsTextWhereItWasPut() {
        var surface = Surface(Size(rows: 2, columns: 10))
        #expect(surface.put("ab", row: 0, column: 1) == 3)
        #expect(surface.put("日本", row: 1, column: 0) == 4)
        #expect(surface.text == " ab\n日本")
        #expect(surface[1, 0].glyph.columns == 2)
        #expect(surface[1, 1].glyph == .covered)
    }

    @Test(arguments: [
        ("abcdef", 4, Overflow.clip, "abcd"), ("abcdef", 4, .ellipsis, "abc…"), ("abcd", 4, .ellipsis, "abcd"),
        ("ab日x", 3, .clip, "ab"), ("ab日x", 4, .clip, "ab日"), ("ab日x", 4, .ellipsis, "ab…"),
        ("日本語", 5, .ellipsis, "日本…"), ("日本語", 4, .ellipsis, "日…"), ("日本語", 1, .ellipsis, "…"),
        ("cafe\u{301}s", 4, .clip, "cafe\u{301}"), ("cafe\u{301}s", 4, .ellipsis, "caf…"),
        ("x👩\u{200D}💻", 4, .clip, "x"), ("x👩\u{200D}💻", 4, .ellipsis, "x…"), ("abc", 0, .ellipsis, ""),
        ("a\u{202E}b", 6, .ellipsis, "a\\u{2…"),
    ])
    func cutsBetweenGraphemes(text: String, width: Int, overflow: Overflow, shown: String) {
        var surface = Surface(Size(rows: 1, columns: 12))
        surface.put("............", row: 0, column: 0)
        let next = surface.put(text, row: 0, column: 0, width: width, overflow: overflow)
        // Where a wide glyph gave way to the ellipsis, one blank remains of it.
        #expect(surface.text.hasPrefix(shown + ".") || surface.text.hasPrefix(shown + " ."))
        #expect(next == TextWidth.columns(of: shown))
    }

    @Test func alignsWithinItsColumns() {
        var surface = Surface(Size(rows: 3, columns: 8))
        surface.put("42", row: 0, column: 1, width: 5, align: .right)
        surface.put("日", row: 1, column: 1, width: 6, align: .centre)
        surface.put("toolong", row: 2, column: 1, width: 5, overflow: .ellipsis, align: .right)
        #expect(surface.text == "    42\n   日\n tool…")
    }

    @Test func hidesWhatLiesLeftOfItsEdge() {
        var surface = Surface(Size(rows: 2, columns: 6))
        surface.put("abcdef", row: 0, column: -2)
        surface.put("日本語", row: 1, column: -1)
        #expect(surface.text == "cdef\n 本語")
    }

    @Test func leavesNoHalfOfAWideGlyph() {
        var surface = Surface(Size(rows: 3, columns: 6))
        for row in 0..<3 { surface.put("日本語", row: row, column: 0) }
        surface.put("x", row: 0, column: 1)
        surface.put("x", row: 1, column: 2)
        surface.fill(Rect(row: 2, column: 1, rows: 1, columns: 4))
        #expect(surface.text == " x本語\n日x 語\n")
    }

    @Test func drawsPartsInTheirOwnCoordinates() {
        var surface = Surface(Size(rows: 3, columns: 8))
        surface.draw(in: Rect(row: 1, column: 2, rows: 5, columns: 4)) { part in
            #expect(part.size == Size(rows: 2, columns: 4))
            part.put("abcdefgh", row: 0, column: 0)
            part.draw(in: Rect(row: 1, column: 1, rows: 1, columns: 2)) { $0.put("xyz", row: 0, column: 0) }
        }
        #expect(surface.size == Size(rows: 3, columns: 8))
        #expect(surface.text == "\n  abcd\n   xy")
    }

    @Test func copiesAnother() {
        var small = Surface(Size(rows: 2, columns: 4))
        small.put("日本", row: 0, column: 0)
        small.put("ab", row: 1, column: 0)
        var surface = Surface(Size(rows: 3, columns: 6))
        surface.put("......", row: 1, column: 0)
        surface.blit(small, row: 1, column: 3)
        #expect(surface.text == "\n...日\n   ab")
    }

    @Test func framesAndRules() {
        var surface = Surface(Size(rows: 4, columns: 24))
        surface.box(Rect(surface.size), title: "services", note: "sort: worst")
        surface.rule(row: 2, columns: 0..<24, joined: true, title: "a very long title to be cut")
        #expect(
            surface.text
                == """
                ╭─ services ─ … worst ─╮
                │                      │
                ├─ a very long title… ─┤
                ╰──────────────────────╯
                """)
    }

    @Test func drawsInASCIIWhereNothingElseIsToBeHad() {
        var surface = Surface(Size(rows: 3, columns: 10), repertoire: .ascii)
        surface.box(surface.bounds, title: "é")
        surface.put("● up日", row: 1, column: 1, width: 8, overflow: .ellipsis)
        #expect(surface.text.utf8.allSatisfy { $0 < 0x80 })
        #expect(surface.text.split(separator: "\n")[1] == "|* up\\u{~|")
    }

    @Test func tellsItsStyles() {
        var surface = Surface(Size(rows: 2, columns: 6))
        surface.put("ab", row: 0, column: 1, style: Style(.ansi(2), .bold))
        surface.put("c", row: 1, column: 0, style: Style(.rgb(0xFF0000), on: .indexed(236)))
        surface.overlay(Rect(row: 0, column: 0, rows: 1, columns: 3), style: Style(attributes: .reverse))
        #expect(
            surface.styles == """
                abb
                c
                a: reverse
                b: green bold reverse
                c: #ff0000 on 236
                """)
    }

    @Test func isEqualByWhatItShows() {
        var a = Surface(Size(rows: 1, columns: 3))
        var b = a
        a.put("e\u{301}", row: 0, column: 0)
        b.put("e\u{301}", row: 0, column: 0)
        #expect(a == b)
        b.put("e\u{300}", row: 0, column: 0)
        #expect(a != b)
    }

    @Test func differsByGlyphsThatHaveToBeSent() {
        var before = Surface(Size(rows: 2, columns: 10))
        before.put("日本 up", row: 0, column: 0)
        var after = Surface(Size(rows: 3, columns: 10))
        after.put("日x", row: 0, column: 0)
        after.put("up", row: 0, column: 5, style: Style(attributes: .bold))
        after.put("below", row: 2, column: 0)
        var sent: [String] = []
        after.forEachDifference(from: before) { row, column, cell in sent.append("\(row),\(column) \(cell.glyph.text)")
        }
        #expect(sent == ["0,2 x", "0,3  ", "0,5 u", "0,6 p"])
        after.forEachDifference(from: after) { _, _, _ in Issue.record("no difference from itself") }
    }

    @Test func neverWritesOutsideOfItsPart() {
        var random = FixedRandom(seed: 3)
        for _ in 0..<3000 {
            var surface = Surface(Size(rows: 4, columns: 20), repertoire: random.next() % 4 == 0 ? .ascii : .unicode)
            for row in 0..<4 { surface.put(String(repeating: ".", count: 20), row: row, column: 0) }
            let rect = Rect(
                row: .random(in: -1...4, using: &random), column: .random(in: -2...20, using: &random),
                rows: .random(in: 0...3, using: &random), columns: .random(in: 0...12, using: &random))
            surface.draw(in: rect) { part in
                for _ in 0..<3 {
                    let column = Int.random(in: -4...14, using: &random)
                    let next = part.put(
                        random.hostileText(length: 20), row: .random(in: -1...3, using: &random), column: column,
                        width: random.next() % 2 == 0 ? nil : .random(in: -1...14, using: &random),
                        style: Style(.ansi(1)),
                        overflow: random.next() % 2 == 0 ? .clip : .ellipsis,
                        align: [.left, .right, .centre][Int(random.next() % 3)])
                    #expect(next >= column)
                    #expect(next <= max(column, part.size.columns))
                }
            }
            expectWhole(surface)
            for row in 0..<4 {
                for column in 0..<20 where !rect.contains(Position(row: row, column: column)) {
                    #expect(surface[row, column] == Cell(Glyph(".")))
                }
            }
        }
    }

    /// Every wide glyph has its right half, and no half is alone.
    private func expectWhole(_ surface: Surface) {
        for row in 0..<surface.size.rows {
            var column = 0
            while column < surface.size.columns {
                let columns = surface[row, column].glyph.columns
                #expect(columns > 0)
                if columns == 2 {
                    #expect(column + 1 < surface.size.columns && surface[row, column + 1].glyph == .covered)
                }
                column += max(1, columns)
            }
        }
    }
}
