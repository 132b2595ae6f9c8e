import DNSCore
import Dashboard
import ServiceCatalog
import Terminal
import Testing

@testable import Scenes

/// A scene is played by the engine's own rules: nothing is down because a scene says so.
@Suite struct ScenePlayTests {
    private static let pair = """
        start 2026-09-22T14:00:00Z
        zone svc.example. at ns1 notify
            _http._tcp 60 SRV 0 50 80 web1
            _http._tcp 60 SRV 0 50 80 web2
            web1 A 10.0.0.1
            web2 A 10.0.0.2

        """

    private func play(_ steps: String, until end: Duration? = nil) throws -> ScenePlay {
        var play = ScenePlay(try Scene(parsing: Self.pair + steps), size: Size(rows: 24, columns: 80))
        try play.play(until: end)
        return play
    }

    private func counts(_ play: ScenePlay) -> StatusCounts {
        play.last.dashboard.snapshot.counts(at: play.last.at)
    }

    @Test func whatNothingIsSaidOfAnswers() throws {
        #expect(counts(try play("+5s"))[.up] == 2)
    }

    @Test func atFirstNothingIsKnown() throws {
        #expect(counts(try play("+0s"))[.unknown] == 2)
    }

    @Test func threeFailuresInARowMakeOneDown() throws {
        let play = try play("+10s probe web1 refused\n+40s")
        #expect(play.events.map(\.kind.name) == ["suspect", "down", "failover"])
        #expect(play.events.allSatisfy { $0.reason == .refused })
        // A suspect is probed again after a second.
        #expect(play.events[1].at.duration(since: play.events[0].at) < .seconds(3))
    }

    @Test func twoAnswersBringItBack() throws {
        let play = try play("+10s probe web1 timed out for 30s, answers 1ms\n+2m")
        #expect(play.events.map(\.kind.name) == ["suspect", "down", "failover", "recovered", "failover"])
        #expect(counts(play)[.up] == 2)
    }

    @Test func aNotificationBringsNewsAtOnce() throws {
        let play = try play("+20s change svc.example.\n  add _http._tcp 60 SRV 0 0 80 web1\n  delete web2 A\n+1s")
        // Without an address, nobody is sent there any more.
        #expect(play.events.map(\.kind.name).sorted() == ["changed", "failover", "registered"])
        #expect(counts(play)[.dangling] == 1)
    }

    @Test func aLostServerMakesWhatItSaidUncertain() throws {
        let play = try play("+20s server svc.example. lost\n+1m")
        #expect(counts(play)[.up] == 0)
        #expect(counts(play)[.unknown] == 2)
        #expect(play.last.dashboard.snapshot.zones[0].freshness.problem?.text == "ns1: does not answer")
    }

    @Test func afterASuspensionAllIsAsOldAsItIs() throws {
        let play = try play("+10s suspend 41d\n+20s")
        let zone = play.last.dashboard.snapshot.zones[0]
        #expect(counts(play)[.up] == 2)
        zone.catalog.forEachInstance { instance in
            #expect(play.last.at.duration(since: zone.table[instance].since) > .seconds(41 * 86_400))
        }
        #expect(play.events.isEmpty)
    }

    @Test func playingEndsWhereItIsTold() throws {
        let steps = "+10s suspend 1d\n+10s moment middle\n+10s moment end"
        let play = try play(steps, until: .seconds(25))
        #expect(play.moments.map(\.name) == ["middle"])
        #expect(play.last.at.description == "2026-09-23T14:00:25.000Z")
    }

    /// The same text, seed and size give the same picture, cell by cell.
    @Test func playingTwiceGivesTheSame() throws {
        let steps = "probe * answers 2ms ±1ms losing 20%\n+3m press j"
        let first = try play(steps)
        let second = try play(steps)
        #expect(first.events == second.events)
        #expect(
            render(first.last.dashboard, theme: .night).surface == render(second.last.dashboard, theme: .night).surface)
    }

    @Test func anotherSeedGivesOtherLuck() throws {
        let steps = "probe * answers 2ms ±1ms losing 20%\n+3m"
        #expect(try play(steps).events != (try play("seed 2\n" + steps).events))
    }

    @Test(arguments: [
        ("web*", "web1", 80, true), ("web*", "db", 80, false), ("*", "x", 1, true), ("web?", "web12", 80, false),
        ("web1:80", "web1", 80, true), ("web1:80", "web1", 81, false), ("*:80*", "web1", 8080, true),
        ("10.0.*", "10.0.0.1", 80, true), ("2001:db8::1", "2001:db8::1", 80, true),
        ("[2001:db8::1]:80", "2001:db8::1", 80, true), ("[2001:db8::1]:80", "2001:db8::1", 81, false),
        ("WEB1", "web1", 80, true), ("a*a*a*a*a*a*a*b", String(repeating: "a", count: 250), 80, false),
    ]) func patterns(_ pattern: String, _ host: String, _ port: Int, _ matches: Bool) {
        #expect(EndpointPattern(pattern).matches([host], port: UInt16(port)) == matches)
    }
}
