import ServiceCatalog
import Terminal
import Testing

@testable import Dashboard

/// Every size has a layout, and from 40x10 on it is one to work with.
@Suite struct LayoutTests {
    @Test(arguments: [(0, false), (1, true), (30, false)]) func partsLieWithinTheScreenAndDoNotOverlap(
        _ zoneCount: Int, _ areDetailsOpen: Bool
    ) {
        for rows in 0...70 {
            for columns in stride(from: 0, through: 240, by: 20) {
                let size = Size(rows: rows, columns: columns)
                let layout = Layout(size: size, zoneCount: zoneCount, areDetailsOpen: areDetailsOpen)
                let parts = [
                    layout.zones, layout.counts, layout.columnTitles, layout.table, layout.details, layout.lanes,
                    layout.events,
                    layout.divider, layout.footer,
                ].filter { !$0.isEmpty }
                let areInside = parts.allSatisfy { $0.intersection(Rect(size)) == $0 }
                let areApart = parts.indices.allSatisfy { index in
                    parts[..<index].allSatisfy { $0.intersection(parts[index]).isEmpty }
                }
                #expect(areInside && areApart && (rows < 10 || layout.table.rows >= 3), "\(size)")
            }
        }
    }

    @Test func panesComeWithTheHeight() {
        let layout = { Layout(size: Size(rows: $0, columns: 80), zoneCount: 1, areDetailsOpen: false) }
        #expect(layout(10).details.isEmpty)
        #expect(layout(10).table.rows == 8)
        #expect(layout(24).details.rows == 4)
        #expect(layout(24).events.rows == 3)
        #expect(layout(36).details.rows == 8)
        #expect(layout(36).events.rows == 6)
    }

    @Test func columnsStandSideBySideAndTheImportantOnesStay() {
        let columns = ColumnChoice.standard.shown.filter { $0 != .service && $0 != .zone }
        for wide in [4, 18, 40, 63] {
            var widths = NaturalWidths()
            (widths.service, widths.instance, widths.priority, widths.weight, widths.ttl) = (wide, wide, 5, 5, 10)
            for target in [0, 30] {
                widths.target = target
                for width in 1...260 {
                    let layout = ColumnLayout(width: width, widths: widths, columns: columns)
                    let ends = layout.placed.map { $0.start + $0.width }
                    var isGood = zip(layout.placed.dropFirst(), ends).allSatisfy { $0.start > $1 }
                    let has = { (columns: [Column]) in columns.allSatisfy { layout[$0] != nil } }
                    if width >= 40 { isGood = isGood && ends.allSatisfy { $0 <= width } && has([.status, .instance]) }
                    if width >= 80 { isGood = isGood && has([.share, .reason, .age]) }
                    #expect(isGood, "\(width)")
                }
            }
        }
    }

    @Test func numbersAreWrittenShort() {
        #expect([0, 999, 1000, 1_000_000, -1234].map(Numbers.grouped) == ["0", "999", "1,000", "1,000,000", "-1,234"])
        #expect(
            [0, 999, 1000, 31_234_567, 2_500_000_000].map(Numbers.bytes) == [
                "0 B", "999 B", "1.0 kB", "31 MB", "2.5 GB",
            ])
        #expect(
            [0, 0.04, 0.4, 9.94, 9.96, 31.8, 99.6, 318.4, 186_543, .infinity].map(Numbers.rate) == [
                "0/s", "<0.1/s", "0.4/s", "9.9/s", "10/s", "32/s", "100/s", "320/s", "190,000/s", "0/s",
            ])
        #expect(
            [1, 49, 50, 400, 9_949, 9_950, 14_400, 999_499, 999_500, 61_000_000].map(Numbers.roundTrip) == [
                "0.1ms", "0.1ms", "0.1ms", "0.4ms", "9.9ms", "10ms", "14ms", "999ms", "1.0s", "61.0s",
            ])
        #expect([0, 0.001, 0.455, 0.999, 1].map(Numbers.percent) == [0, 1, 46, 99, 100])
    }

    @Test func textIsWrappedAtBlanksAndWithinLongWords() {
        let wrap = { (text: String, width: Int) in wrapped(text, width: width, limit: 9, repertoire: .unicode) }
        #expect(wrap("a bc def", 4) == ["a bc", "def"])
        #expect(wrap("abcdefgh ij", 3) == ["abc", "def", "gh", "ij"])
        #expect(wrap("東京都 a", 4) == ["東京", "都 a"])
        #expect(wrap("", 4) == [])
        #expect(wrap("abc", 0) == [])
        #expect(wrapped("a b c d e f", width: 1, limit: 3, repertoire: .unicode) == ["a", "b", "c"])
    }

    @Test func wordsAreForgivenASlip() {
        #expect(nearestWord(to: "prot", among: ["port", "target"]) == "port")
        #expect(nearestWord(to: "stauts", among: ["status", "stale"]) == "status")
        #expect(nearestWord(to: "xyz", among: ["status", "port"]) == nil)
    }
}
