import DNSCore
import ServiceCatalog
import ServiceProbing
import Testing

@testable import ServiceMonitor

@Suite("What happens is told once, with who and why")
struct EventTests {
    static let zone = """
        a 60 A 127.0.0.1
        b 60 A 127.0.0.2
        _x._tcp 60 SRV 10 75 80 a
        _x._tcp 60 SRV 10 25 81 b
        _x._tcp 60 SRV 20 0 82 b
        """

    @Test("the first reading of a zone is not news")
    func firstReading() throws {
        #expect(try Scene(Self.zone).events == [])
    }

    @Test("registered, changed and withdrawn, with the serial")
    func records() throws {
        var scene = try Scene(Self.zone)
        scene.port(80, is: .up)
        try scene.zoneBecomes(Self.zone + "\n_y._tcp 60 SRV 0 0 90 a")
        #expect(scene.events == ["registered a:90"])
        #expect(scene.state.log.latest.last?.serial == Serial(rawValue: 2))
        try scene.zoneBecomes(Self.zone.replacingOccurrence(of: "10 75 80", with: "10 5 80"))
        #expect(scene.events.suffix(2).sorted() == ["changed a:80 weight 75 to 5", "withdrawn a:90"])
        #expect(scene.statuses.contains("80 up"), "a changed record keeps what was known of its endpoint")
        try scene.zoneBecomes(
            Self.zone.replacingOccurrence(of: "10 75 80", with: "10 5 80")
                .replacingOccurrence(of: "127.0.0.1", with: "127.0.0.9"))
        #expect(scene.events.last == "changed a:80 addresses")
        #expect(scene.statuses.contains("80 unknown: not probed yet"))
        #expect(scene.probed.values.contains { $0.endpoint.address.description == "127.0.0.9" })
        #expect(!scene.probed.values.contains { $0.endpoint.address.description == "127.0.0.1" })
    }

    @Test("what is withdrawn stays as a tombstone until caches have let go, longer while a replica lags")
    func tombstones() throws {
        var scene = try Scene(Self.zone)
        scene.port(82, is: .up)
        let without = Self.zone.replacingOccurrence(of: "\n_x._tcp 60 SRV 20 0 82 b", with: "")
        try scene.zoneBecomes(without)
        #expect(scene.statuses.last == "82 withdrawn: withdrawn")
        #expect(scene.state.zones[0].table.counts.registered == 2)
        scene.pass(.seconds(50))
        scene.state.postponeTombstones(0, at: scene.now)
        scene.pass(.seconds(59))
        scene.state.clearTombstones(at: scene.now)
        #expect(scene.statuses.count == 3)
        scene.pass(.seconds(1))
        scene.state.clearTombstones(at: scene.now)
        #expect(scene.statuses.count == 2)
        try scene.zoneBecomes(Self.zone)
        #expect(scene.statuses.last == "82 unknown: not probed yet")
        #expect(scene.state.zones[0].catalog.instanceCapacity <= 6, "the freed row has been used again")
    }

    @Test("who withdraws and comes back while still a tombstone stands there once")
    func comingBack() throws {
        var scene = try Scene(Self.zone)
        try scene.zoneBecomes("a 60 A 127.0.0.1")
        #expect(scene.statuses.count == 3)
        try scene.zoneBecomes(Self.zone)
        #expect(scene.statuses == ["80", "81", "82"].map { "\($0) unknown: not probed yet" })
        #expect(scene.state.zones[0].table.counts.registered == 3)
        #expect(scene.state.zones[0].table.counts[.withdrawn] == 0)
    }

    @Test("load that moves within a tier, to the next tier and back is a failover, with the shares before and after")
    func failover() throws {
        var scene = try Scene(Self.zone)
        for port in [80, 81, 82] as [UInt16] { scene.port(port, is: .up) }
        #expect(scene.events == [], "the first verdicts are not news")
        scene.port(80, is: .suspect, .refused)
        scene.port(80, is: .down, .refused)
        scene.port(81, is: .down, .timedOut)
        scene.port(81, is: .up)
        #expect(
            scene.events == [
                "suspect a:80 (connection refused)", "down a:80 (connection refused)",
                "failover a:80/10 75%, b:81/10 25% -> b:81/10 100% (connection refused)",
                "down b:81 (timed out)", "failover b:81/10 100% -> b:82/20 100% (timed out)",
                "recovered b:81", "failover b:82/20 100% -> b:81/10 100%",
            ])
    }

    @Test("a zone that is forgotten is probed no more, and comes back as a first reading")
    func forgotten() throws {
        var scene = try Scene(Self.zone)
        scene.port(80, is: .up)
        scene.state.forget(0)
        scene.carryOut()
        #expect(scene.probed.isEmpty && scene.statuses == [])
        #expect(scene.state.zones[0].table.counts.registered == 0)
    }

    @Test("the log is bounded and still counts everything")
    func bounded() throws {
        var scene = try Scene(Self.zone)
        for _ in 0..<400 {
            scene.port(80, is: .down, .refused)
            scene.port(80, is: .up)
        }
        #expect(scene.state.log.count >= 800)
        #expect((100...200).contains(scene.state.log.latest.count))
    }
}

extension String {
    func replacingOccurrence(of old: String, with new: String) -> String {
        guard let range = ranges(of: old).first else { return self }
        return String(self[..<range.lowerBound]) + new + String(self[range.upperBound...])
    }
}
