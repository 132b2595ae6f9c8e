import ServiceCatalog
import Terminal
import Testing

@testable import Dashboard

/// The last line: which keys it tells, and what clicks on it do.
@Suite struct KeyBarTests {
    private func office(columns: Int = 120, keyMap: KeyMap = .standard) throws -> Desk {
        Desk(try TestZone.corpSnapshot(), size: Size(rows: 40, columns: columns), keyMap: keyMap)
    }

    private func column(of text: String, in desk: Desk) throws -> Int {
        let line = Array(try #require(desk.lines.last))
        return try #require(line.indices.first { line[$0...].starts(with: text) })
    }

    @Test func helpComesFirstAndLeavingLast() throws {
        let line = try #require(try office().lines.last)
        #expect(line.hasPrefix(" ? help"))
        #expect(line.contains("q quit"))
        #expect(line.contains("w withdraw"))
        #expect(line.contains("u undo"))
    }

    @Test func theMostImportantStaysWhereThereIsLittleRoom() throws {
        let line = try #require(try office(columns: 40).lines.last)
        for hint in ["? help", "/ filter", "q quit"] { #expect(line.contains(hint)) }
    }

    @Test func itTellsTheKeysThatThereAre() throws {
        let line = try #require(try office(keyMap: KeyMap(.htop)).lines.last)
        for hint in ["F1 help", "F4 filter", "F9 withdraw", "F10 quit"] { #expect(line.contains(hint)) }
    }

    @Test func aClickPressesTheKey() throws {
        var desk = try office()
        desk.click(row: 39, column: try column(of: "? help", in: desk) + 3)
        #expect(desk.state.overlays.last is HelpOverlay)
        desk.click(row: 39, column: try column(of: "Esc close", in: desk))
        #expect(desk.state.overlays.isEmpty)
        desk.click(row: 39, column: try column(of: "f problems", in: desk))
        #expect(desk.state.problemsOnly)
    }

    @Test func aClickBesideAHintDoesNothing() throws {
        var desk = try office()
        desk.click(row: 39, column: 0)
        desk.click(row: 39, column: try column(of: "? help", in: desk) + 6)
        #expect(desk.state.overlays.isEmpty)
        #expect(desk.effects.isEmpty)
    }

    /// Whatever hint is clicked in the dialog: nothing is sent by it.
    @Test func noClickOnTheBarSendsAPlan() throws {
        for column in 0..<120 {
            var desk = try office()
            desk.send(.planned(.success(try .withdrawal(offers: true))))
            desk.click(row: 39, column: column)
            #expect(!desk.hasExecuted)
        }
    }

    @Test func theMouseIsGivenAwayAndTakenBack() throws {
        var desk = try office()
        desk.press("M")
        #expect(desk.lines.last?.contains("Mouse off") == true)
        desk.press("M")
        let states = desk.effects.compactMap { if case .setMouse(let isOn) = $0 { isOn } else { nil } }
        #expect(states == [false, true])
    }

    @Test func aLongMessageIsReadInFull() throws {
        var desk = try office(columns: 40)
        let text = "This is what came of it, and it takes far more than forty columns to say so."
        desk.send(.message(Message(text, .error)))
        let shown = desk.lines.suffix(2).joined(separator: " ").split(separator: " ").joined(separator: " ")
        #expect(shown == text)
        desk.press("j")
        #expect(desk.lines.last?.contains("? help") == true)
    }

    /// Wherever the cursor is, hints stand where they stood.
    @Test(arguments: SceneTests.sizes) func nothingMovesWithTheCursor(_ size: Size) throws {
        var desk = Desk(try TestZone.corpSnapshot(), size: size)
        let keys = { (desk: Desk) in
            KeyBar(desk.state, width: size.columns).placed.map { "\($0.columns.lowerBound) \($0.hint.key)" }
        }
        let first = keys(desk)
        for _ in 0..<desk.state.rows.count {
            desk.press("j")
            #expect(keys(desk) == first)
        }
    }

    @Test func itSaysWhatEnterDoes() throws {
        var desk = try office()
        #expect(desk.lines.last?.contains("Enter fold") == true)
        desk.press("j")
        #expect(desk.lines.last?.contains("Enter details") == true)
        desk.press(.enter)
        #expect(desk.lines.last?.contains("Enter close") == true)
    }

    @Test func whereNothingMatchesThereIsNothingToActOn() throws {
        var desk = try office()
        desk.press("/")
        desk.type("nobody")
        desk.press(.enter)
        let line = try #require(desk.lines.last)
        for hint in ["Enter", "w withdraw", "x more", "Space mark"] { #expect(!line.contains(hint)) }
        #expect(line.contains("/ filter") && line.contains("u undo"))
    }

    @Test func withoutALineForItTheBarSaysWhatIsHiddenAndMarked() throws {
        var desk = Desk(try TestZone.corpSnapshot(), size: Size(rows: 10, columns: 40))
        desk.press("j", .space)
        #expect(desk.lines.last?.contains("◆1 3/31") == true)
        desk.press("f")
        #expect(desk.lines.last?.contains("7 of 22 ◆1 ") == true)
        desk.press("f", "/")
        desk.type("status:up rtt<10ms")
        desk.press(.enter)
        #expect(desk.lines.last?.contains("9 of 22 ◆1 ") == true)
    }
}
