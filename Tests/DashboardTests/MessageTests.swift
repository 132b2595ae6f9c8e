import ServiceCatalog
import Terminal
import Testing

@testable import Dashboard

/// What is said in the last line, and for how long.
@Suite struct MessageTests {
    @Test(arguments: [(Message.Kind.information, 8), (.warning, 15), (.error, 60)])
    func aMessageGoesByItself(_ kind: Message.Kind, _ seconds: Int) throws {
        var desk = Desk(try TestZone.corpSnapshot())
        desk.send(.message(Message("so it is", kind)))
        let next = try #require(desk.state.messageEndsAt)
        #expect(next.duration(since: desk.now) == .seconds(seconds))
        #expect(try #require(desk.frame().nextTick) <= next)
        desk.wait(.seconds(seconds) - .milliseconds(1))
        #expect(desk.lines.last?.contains("so it is") == true)
        desk.wait(.milliseconds(1))
        #expect(desk.lines.last?.contains("? help") == true)
    }

    @Test func saidAgainItStaysAsLongAgain() throws {
        var desk = Desk(try TestZone.corpSnapshot())
        desk.press("M")
        desk.wait(.seconds(6))
        desk.press("M")
        desk.wait(.seconds(6))
        #expect(desk.state.message?.text.hasPrefix("Mouse") == true)
    }

    @Test func whatKeysDoToARangeIsSaidAsLongAsThereIsOne() throws {
        var desk = Desk(try TestZone.corpSnapshot())
        desk.press("j", "V")
        desk.wait(.seconds(300))
        #expect(desk.lines.last?.contains("keeps the marks") == true)
        desk.press("V")
        desk.wait(.seconds(8))
        #expect(desk.state.message == nil)
    }

    @Test func onASmallScreenItIsShorter() throws {
        var premises = Premises()
        premises.isReadOnly = true
        var desk = Desk(try TestZone.corpSnapshot(), size: Size(rows: 10, columns: 40), premises: premises)
        desk.press("j", "w")
        #expect(desk.lines.suffix(1) == [" Read-only: nothing is changed"])
        #expect(desk.lines[8].contains("●"), "no row is covered")
    }
}
