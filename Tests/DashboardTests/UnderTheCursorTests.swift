import ServiceCatalog
import Terminal
import Testing

@testable import Dashboard

/// What a row looks like with the cursor on it.
@Suite struct UnderTheCursorTests {
    private func desk() throws -> Desk {
        var zone = try TestZone(
            "a.example.",
            """
            _a._tcp 60 SRV 0 0 80 a1 ; up for=1d
            _a._tcp 60 SRV 0 0 80 a2 ; up for=1d
            """)
        try zone.replace(with: "_a._tcp 60 SRV 0 0 80 a2 ; up for=1d")
        return Desk([zone])
    }

    private func attributes(_ desk: Desk, _ theme: Theme, row: Int) -> Style.Attributes {
        let surface = render(desk.state, theme: theme).surface
        return (0..<surface.size.columns).reduce(into: []) { $0.formUnion(surface[row, $1].style.attributes) }
    }

    @Test func whatIsWithdrawnCanBeRead() throws {
        var desk = try desk()
        while desk.cursorTitle != "a1:80", desk.state.cursor.row < desk.state.rows.count - 1 { desk.press("j") }
        #expect(desk.cursorTitle == "a1:80")
        let row = desk.state.layout.table.row + desk.state.cursor.row - desk.state.top
        #expect(attributes(desk, .night, row: row).isDisjoint(with: [.dim, .italic]))
        desk.press("g")
        #expect(attributes(desk, .night, row: row).contains(.dim))
    }

    @Test func inASCIITheCursorAFoldAndAMarkAreThreeSigns() throws {
        var desk = try desk()
        desk.press("g", .enter, .space)
        let lines = desk.frame(.ascii).surface.text.split(separator: "\n")
        #expect(lines.contains { $0.hasPrefix(">+") })
        #expect(!desk.frame(.ascii).surface.text.contains("~"))
    }
}
