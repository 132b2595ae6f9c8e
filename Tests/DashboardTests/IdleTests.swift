import DNSCore
import ServiceCatalog
import Terminal
import Testing

@testable import Dashboard

/// A picture says itself when it will be wrong, so that an idle screen is drawn when something on it changes and not before.
@Suite struct IdleTests {
    @Test(arguments: [1, 2, 3]) func untilItsNextTickAPictureStaysAsItIs(_ seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        var snapshot = try TestZone.corpSnapshot()
        var ghosts = try TestZone("gone.", "_a._tcp 60 SRV 0 0 80 ghost ; up")
        try ghosts.replace(with: "_a._tcp 60 SRV 0 0 80 host ; down refused for=50s")
        snapshot.zones.append(ghosts.snapshot)
        snapshot.zones[0].freshness.problem = ZoneFreshness.Problem(
            text: "no answer", since: .testStart, retryAt: .testStart.advanced(by: .milliseconds(3700)))
        var desk = Desk(snapshot, size: Size(rows: 40, columns: 120))
        for _ in 0..<40 {
            let frame = desk.frame()
            let next = try #require(frame.nextTick)
            #expect(next > desk.now)
            let gap = next.duration(since: desk.now)
            for _ in 0..<3 {
                let moment = gap * Double.random(in: 0..<0.999, using: &random)
                var other = desk
                other.wait(moment)
                #expect(other.frame().surface == frame.surface)
            }
            desk.wait(gap)
        }
    }

    @Test func aQuietScreenIsDrawnOnceAMinuteAtMost() throws {
        var zone = try TestZone(
            "z.", "_a._tcp 60 SRV 0 0 80 h ; up rtt=1ms for=3h\n_a._tcp 60 SRV 0 0 80 i ; up rtt=1ms for=90m")
        zone.snapshot.maximumAge = .seconds(3600)
        let desk = Desk([zone])
        let next = try #require(desk.frame().nextTick)
        #expect(next.duration(since: desk.now) == .seconds(60))
    }

    @Test func ages() {
        let cases: [(Duration, String, Duration)] = [
            (.zero, "0s", .seconds(1)), (.milliseconds(59_500), "59s", .milliseconds(500)),
            (.seconds(60), "1m", .seconds(60)), (.seconds(3599), "59m", .seconds(1)),
            (.seconds(3600), "1h", .seconds(3600)), (.seconds(172_799), "47h", .seconds(1)),
            (.seconds(172_800), "2d", .seconds(86_400)),
        ]
        for (elapsed, text, changesAfter) in cases {
            let age = Age(elapsed: elapsed)
            #expect(age.text == text)
            #expect(age.changesAfter == changesAfter)
        }
    }

    @Test func countdowns() {
        let cases: [(Duration, String, Duration)] = [
            (.milliseconds(200), "1s", .milliseconds(200)), (.seconds(1), "1s", .seconds(1)),
            (.milliseconds(59_001), "1m", .milliseconds(59_001)), (.seconds(61), "2m", .seconds(1)),
            (.seconds(120), "2m", .seconds(60)),
        ]
        for (remaining, text, changesAfter) in cases {
            let age = Age(remaining: remaining)
            #expect(age.text == text)
            #expect(age.changesAfter == changesAfter)
        }
    }
}
