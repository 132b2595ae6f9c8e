import DNSCore
import ServiceCatalog
import Terminal
import Testing

@testable import Dashboard

/// Holding the picture, and stepping through what was.
@Suite struct TimeTests {
    private func zone(_ status: String) throws -> TestZone {
        try TestZone("z.", "_a._tcp 60 SRV 0 0 80 host ; \(status)\n_b._tcp 60 SRV 0 0 80 other ; up for=3h")
    }

    /// Three pictures of one zone, ten seconds apart: up, suspect, down.
    private func story(_ size: Size = Size(rows: 24, columns: 80)) throws -> Desk {
        var desk = Desk([try zone("up for=3h")], size: size)
        desk.show([try zone("up for=3h")])
        for status in ["suspect refused for=0s", "down refused for=0s"] {
            desk.wait(.seconds(10))
            var fresh = try zone(status)
            fresh.freshness.confirmedAt = desk.now
            desk.show([fresh])
        }
        desk.wait(.seconds(4))
        return desk
    }

    private func status(_ desk: Desk) -> String? {
        desk.lines.first { $0.contains("host:80") }.map { line in
            ["up", "suspect", "down"].first { line.contains(" \($0) ") } ?? ""
        }
    }

    @Test func stepsBackThroughTheChangesAndOnToNow() throws {
        var desk = try story()
        #expect(status(desk) == "down" && desk.state.isLive)
        desk.press("[")
        #expect(status(desk) == "suspect" && !desk.state.isLive)
        #expect(desk.lines[0].contains("BACK 14s"))
        desk.press("[")
        #expect(status(desk) == "up")
        desk.press("[")
        #expect(desk.state.message?.text == "Nothing from before this is kept")
        desk.press("]")
        #expect(status(desk) == "suspect")
        desk.press("0")
        #expect(status(desk) == "down" && desk.state.isLive)
        desk.press("]")
        #expect(desk.state.message?.text == "This is now")
    }

    @Test func aHeldPictureStandsStillButForItsAge() throws {
        var desk = try story()
        desk.press("p")
        let held = desk.lines
        #expect(held[0].contains("PAUSED, 0s old"))
        desk.wait(.seconds(12))
        var fresh = try zone("up for=0s")
        fresh.freshness.confirmedAt = desk.now
        desk.show([fresh])
        #expect(desk.lines[0].contains("PAUSED, 12s old"))
        #expect(desk.lines.dropFirst() == held.dropFirst())
        desk.press("p")
        #expect(status(desk) == "up" && desk.state.isLive)
    }

    @Test func nothingWakesAHeldPictureButItsAge() throws {
        var desk = try story()
        desk.press("p")
        desk.wait(.seconds(90))
        let next = try #require(desk.frame().nextTick)
        #expect(next.duration(since: desk.now) == .seconds(30))
        let before = desk.frame().surface
        desk.wait(.seconds(29))
        #expect(desk.frame().surface == before)
    }

    @Test(arguments: ["w", "R", "r", "u", "x"] as [Key]) func onlyThePresentIsActedOn(_ key: Key) throws {
        var desk = try story()
        desk.press("[")
        let effects = desk.effects.count
        desk.press(key)
        #expect(desk.effects.count == effects && desk.state.overlays.isEmpty)
        #expect(desk.state.message?.text == "This is the past: 0 goes back to now, where you can act")
    }

    @Test func theCursorStaysOnItsRecordThroughTime() throws {
        var desk = try story()
        desk.press("/")
        desk.type("other")
        desk.press(.enter, "j")
        desk.press(.escape)
        #expect(desk.cursorTitle == "other:80")
        desk.press("[", "[", "]", "0")
        #expect(desk.cursorTitle == "other:80")
    }

    @Test func whatIsKeptIsBounded() throws {
        var rewind = Rewind()
        var snapshot = Snapshot(at: .testStart, zones: [try zone("up").snapshot])
        for number in 1...1000 {
            snapshot.at = .testStart.advanced(by: .seconds(number))
            snapshot.eventCount = number
            rewind.keep(snapshot)
        }
        #expect(rewind.moments.count == 240)
        #expect(rewind.moments.last?.at == .testStart.advanced(by: .seconds(1000)))
        snapshot.at = snapshot.at.advanced(by: .milliseconds(500))
        snapshot.eventCount += 1
        rewind.keep(snapshot)
        #expect(rewind.moments.last?.at == .testStart.advanced(by: .seconds(1000)), "not more than one a second")
    }

    @Test func theEventsOfAMomentEndThere() throws {
        var desk = Desk(try TestZone.corpSnapshot(), size: Size(rows: 40, columns: 120))
        desk.show([try TestZone.corp()])
        desk.wait(.seconds(5))
        var snapshot = desk.state.snapshot
        snapshot.at = desk.now
        snapshot.eventCount += 1
        var event = try #require(snapshot.events.last)
        event.instance = "newcomer:80"
        snapshot.events.append(event)
        desk.send(.snapshot(snapshot))
        #expect(desk.text.contains("newcomer:80"))
        desk.press("[")
        #expect(!desk.text.contains("newcomer:80"))
        #expect(desk.text.contains("1 event since"))
    }

    @Test func theRoundTripsOfAMomentEndThere() throws {
        let zone = { (health: String, now: Timestamp) in
            var zone = try TestZone("z.", "_a._tcp 60 SRV 0 0 80 host ; \(health)", at: now)
            zone.freshness.confirmedAt = now
            return zone
        }
        var desk = Desk([try zone("up for=3h rtts=9*5", .testStart)], size: Size(rows: 40, columns: 120))
        desk.show([try zone("up for=3h rtts=9*5", .testStart)])
        desk.wait(.seconds(60))
        desk.show([try zone("down refused for=20s rtts=9*9,!*2", desk.now)])
        desk.wait(.zero)
        let row = { (desk: Desk) in desk.lines.first { $0.contains("host:80") } }
        #expect(row(desk)?.contains("▃▃!!") == true)
        desk.press("[")
        #expect(row(desk)?.contains("▃▃▃") == true && row(desk)?.contains("!") == false)
    }

    @Test(arguments: SceneTests.sizes) func paused(_ size: Size) throws {
        var desk = Desk(try TestZone.corpSnapshot(), size: size)
        desk.press("j", "p")
        desk.wait(.seconds(12))
        Golden.check(desk, "paused")
    }

    @Test(arguments: SceneTests.sizes) func past(_ size: Size) throws {
        var desk = try story(size)
        desk.press("[")
        Golden.check(desk, "past")
    }
}
