import ServiceCatalog
import Terminal
import Testing

@testable import Dashboard

/// Where the cursor and the rows are once a filter that hid them is gone.
@Suite struct CursorHomeTests {
    /// On the tenth service's third record, some lines below the first row.
    private func desk() throws -> Desk {
        let services = (10..<40).flatMap { number in
            (1...4).map { "_s\(number)._tcp 60 SRV 0 0 80 host\($0) ; \($0 == 3 ? "down refused" : "up") for=1d" }
        }
        var desk = Desk([try TestZone("a.example.", services.joined(separator: "\n"))])
        for _ in 0..<48 { desk.press("j") }
        for _ in 0..<5 { desk.press("k") }
        return desk
    }

    private struct Place: Equatable {
        var cursorLine: String?
        var cursor: Int
        var top: Int

        init(_ desk: Desk) { (cursorLine, cursor, top) = (desk.cursorLine, desk.state.cursor.row, desk.state.top) }
    }

    @Test(arguments: ["s30", "status:dwn", "status:", "zzzz", "(", "s30 zzzz", "host1"])
    func escapeUndoesTheFilterAndBringsBackRecordAndLine(_ text: String) throws {
        var desk = try desk()
        let before = Place(desk)
        desk.press("/")
        desk.type(text)
        desk.press(.escape)
        #expect(Place(desk) == before)
        #expect(desk.state.filter.isEmpty)
    }

    @Test(arguments: ["s30", "zzzz", "host1"]) func escapeAfterEnterDoesToo(_ text: String) throws {
        var desk = try desk()
        let before = Place(desk)
        desk.press("/")
        desk.type(text)
        desk.press(.enter, .escape)
        #expect(Place(desk) == before)
    }

    @Test func takingBackWhatWasTypedDoesToo() throws {
        var desk = try desk()
        let before = Place(desk)
        desk.press("/")
        desk.type("s30")
        desk.press(.backspace, .backspace, .backspace, .escape)
        #expect(Place(desk) == before)
    }

    @Test func theCursorStaysWhereTheUserHasMovedIt() throws {
        var desk = try desk()
        desk.press("/")
        desk.type("s30")
        desk.press(.enter, "j", "j")
        let title = desk.cursorTitle
        let service = desk.state.cursor.group
        desk.press(.escape)
        #expect(desk.cursorTitle == title)
        #expect(desk.state.cursor.group == service)
    }

    @Test func aRowThatIsReachedFromAfarHasItsGroupAboveIt() throws {
        var desk = try desk()
        for _ in 0..<100 { desk.press("j") }
        for _ in 0..<20 {
            desk.press("N")
            guard desk.state.selection?.instance != nil else { continue }
            let header = desk.state.cursor.row - desk.state.rows.place(of: desk.state.cursor.row).offset
            #expect(header >= desk.state.top)
        }
    }

    @Test func problemsOnlyKeepsTheGroupInView() throws {
        var desk = try desk()
        desk.press("n", "f", "f")
        let header = desk.state.cursor.row - desk.state.rows.place(of: desk.state.cursor.row).offset
        #expect(header >= desk.state.top)
        #expect(desk.cursorTitle == "host3:80")
    }
}
