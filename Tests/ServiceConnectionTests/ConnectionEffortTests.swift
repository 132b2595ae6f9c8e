import DNSCore
import ServiceCatalog
import Testing

@testable import ServiceConnection

@Suite("One effort to connect, over virtual time")
struct ConnectionEffortTests {
    @Test("a refused instance is followed by the next at once, in the order of priority")
    func failover() throws {
        var run = try EffortRun()
        let steps = run.begin(
            try FoundInstance("b.test", priority: 2, "10.0.0.2"), try FoundInstance("a.test", priority: 1, "10.0.0.1"))
        #expect(steps == ["connect 10.0.0.1:80"])
        #expect(try run.refuse("10.0.0.1:80") == ["connect 10.0.0.2:80"])
        #expect(run.now == .zero)
        #expect(try run.accept("10.0.0.2:80") == ["succeed 10.0.0.2:80"])
        #expect(run.effort.isOver && run.effort.nextWake == nil)
    }

    @Test("when all have failed there is a pause, then a new look-up, and nothing of the old one is tried again")
    func freshLookup() throws {
        var run = try EffortRun()
        _ = run.begin(try FoundInstance("a.test", "10.0.0.1"))
        #expect(try run.refuse("10.0.0.1:80") == ["pause"])
        #expect(run.wait() == ["look up"])
        #expect((.milliseconds(80) ... .milliseconds(120)).contains(run.now))
        let moved = run.handle(.lookedUp(.success([try FoundInstance("a.test", port: 81, "10.0.0.1")])))
        #expect(moved == ["connect 10.0.0.1:81"])
        #expect(try run.accept("10.0.0.1:81") == ["succeed 10.0.0.1:81"])
    }

    @Test("pauses grow up to the limit, and are moved at random")
    func backoff() throws {
        var run = try EffortRun(RetryPolicy(deadline: nil, firstPause: .milliseconds(100), pauseLimit: .seconds(1)))
        run.handle(.began)
        var pauses: [Duration] = []
        for _ in 0..<12 {
            let start = run.now
            #expect(run.handle(.lookedUp(.failure(.noSuchName))) == ["pause"])
            #expect(run.wait() == ["look up"])
            pauses.append(run.now - start)
        }
        for (pause, middle) in zip(pauses, [100, 200, 400, 800, 1000, 1000, 1000]) {
            #expect((.milliseconds(middle) * 0.8 ... .milliseconds(middle) * 1.2).contains(pause))
        }
        #expect(Set(pauses.suffix(8)).count == 8)
    }

    @Test("the first instance is chosen as often as its weight says")
    func weights() throws {
        let weights: [UInt16] = [0, 10, 30, 60]
        let instances = try weights.enumerated().map {
            try FoundInstance("h\($0).test", port: 80, weight: $1, "10.0.0.\($0)")
        }
        let shares = Selection.shares(
            of: weights.map { Candidate(priority: 0, weight: $0, serves: true) })
        var counts: [String: Int] = [:]
        for seed in 0..<8000 as Range<UInt64> {
            var run = try EffortRun(seed: seed)
            run.handle(.began)
            for step in run.handle(.lookedUp(.success(instances))) { counts[step, default: 0] += 1 }
        }
        for (index, share) in shares.enumerated() {
            let deviation = (share.advertised * (1 - share.advertised) / 8000).squareRoot()
            let part = Double(counts["connect 10.0.0.\(index):80"] ?? 0) / 8000
            #expect(abs(part - share.advertised) <= 4 * deviation, "weight \(weights[index]): \(part)")
        }
    }

    @Test("target `.` is the end: the service is decidedly not offered")
    func notOffered() throws {
        var run = try EffortRun()
        #expect(
            run.begin(try FoundInstance(".", port: 0)) == [
                "fail: _http._tcp.web.test is decidedly not offered: its record has the target '.'"
            ])
        var other = try EffortRun()
        #expect(
            other.begin(try FoundInstance(".", port: 0), try FoundInstance("a.test", "10.0.0.1"))
                == ["connect 10.0.0.1:80"])
    }

    // MARK: Happy eyeballs

    @Test(
        "families take turns, IPv6 first, a quarter of a second apart; the first that stands wins, the others are let go"
    )
    func happyEyeballs() throws {
        var run = try EffortRun()
        let steps = run.begin(try FoundInstance("a.test", "10.0.0.1", "10.0.0.2", "2001:db8::1", "2001:db8::2"))
        #expect(steps == ["connect [2001:db8::1]:80"])
        #expect(run.wait() == ["connect 10.0.0.1:80"] && run.now == .milliseconds(250))
        #expect(run.wait() == ["connect [2001:db8::2]:80"] && run.now == .milliseconds(500))
        // One that fails is followed at once.
        #expect(try run.refuse("[2001:db8::2]:80") == ["connect 10.0.0.2:80"])
        let end = try run.accept("10.0.0.1:80")
        #expect(end == ["succeed 10.0.0.1:80", "abandon [2001:db8::1]:80", "abandon 10.0.0.2:80"])
    }

    @Test("both families are asked for; IPv4 waits a moment for IPv6, and not longer")
    func resolutionDelay() throws {
        var run = try EffortRun()
        #expect(run.begin(try FoundInstance("a.test")) == ["resolve a.test."])
        let v4 = ConnectionEffort.Event.resolved(
            run.resolutions[0], .v4, .success([try #require(IPAddress("10.0.0.1"))]))
        #expect(run.handle(v4).isEmpty)
        #expect(run.wait() == ["connect 10.0.0.1:80"] && run.now == .milliseconds(50))
        let v6 = ConnectionEffort.Event.resolved(
            run.resolutions[0], .v6, .success([try #require(IPAddress("2001:db8::1"))]))
        #expect(run.handle(v6).isEmpty)
        #expect(run.wait() == ["connect [2001:db8::1]:80"] && run.now == .milliseconds(300))
    }

    @Test("an instance that is silent is joined by the next after a while, and may still win")
    func silentInstance() throws {
        var run = try EffortRun()
        let first = try FoundInstance("a.test", priority: 1, "10.0.0.1")
        let second = try FoundInstance("b.test", priority: 2, "10.0.0.2")
        #expect(run.begin(first, second) == ["connect 10.0.0.1:80"])
        #expect(run.wait() == ["connect 10.0.0.2:80"] && run.now == .seconds(2))
        #expect(try run.accept("10.0.0.1:80") == ["succeed 10.0.0.1:80", "abandon 10.0.0.2:80"])
    }

    @Test("an address that stays silent is given up after its time")
    func connectTimeout() throws {
        var run = try EffortRun(RetryPolicy(connectTimeout: .seconds(3)))
        _ = run.begin(try FoundInstance("a.test", "10.0.0.1"))
        #expect(run.wait() == ["abandon 10.0.0.1:80", "pause"] && run.now == .seconds(3))
        #expect(run.effort.trail.summary == "a.test at 10.0.0.1:80: no answer")
        // What comes too late counts no more.
        #expect(try run.accept("10.0.0.1:80").isEmpty)
    }

    @Test("addresses that no host can have are not connected to", arguments: ["0.0.0.0", "224.0.0.1", "::", "ff02::1"])
    func unusable(address: String) throws {
        var run = try EffortRun()
        #expect(run.begin(try FoundInstance("a.test", address)) == ["pause"])
        #expect(run.effort.trail.summary == "a.test:80: has no address")
    }

    // MARK: Ends

    @Test("at the deadline everything is let go, and the error says in one line what was tried")
    func deadline() throws {
        var run = try EffortRun(RetryPolicy(deadline: .milliseconds(1500), connectTimeout: .seconds(60)))
        _ = run.begin(
            try FoundInstance("a.test", priority: 1, "10.0.0.1"), try FoundInstance("b.test", priority: 2, "10.0.0.2"))
        _ = try run.refuse("10.0.0.1:80")
        #expect(
            run.wait() == [
                "abandon 10.0.0.2:80",
                "fail: _http._tcp.web.test could not be reached within 1.5 s (1 look-up): "
                    + "a.test at 10.0.0.1:80: connection refused; b.test at 10.0.0.2:80: no answer",
            ])
        #expect(run.now == .milliseconds(1500))
    }

    @Test("a great many failures stay one line of bounded length")
    func manyFailures() throws {
        var run = try EffortRun(RetryPolicy(lookupLimit: 1))
        run.handle(.began)
        let instances = try (0..<500).map { try FoundInstance("h\($0).test", "10.0.\($0 / 256).\($0 % 256)") }
        var steps = run.handle(.lookedUp(.success(instances)))
        while let step = steps.last, step.hasPrefix("connect ") {
            steps = try run.refuse(String(step.dropFirst("connect ".count)))
        }
        let end = try #require(steps.last)
        #expect(end.hasSuffix("connection refused; 492 more failed") && end.utf8.count < 700, "\(end)")
    }

    @Test("a cancelled effort ends at once")
    func cancelled() throws {
        var run = try EffortRun()
        _ = run.begin(try FoundInstance("a.test", "10.0.0.1"))
        #expect(run.handle(.cancelled) == ["abandon 10.0.0.1:80", "fail: _http._tcp.web.test: cancelled"])
        #expect(run.handle(.timePassed).isEmpty)
    }
}
