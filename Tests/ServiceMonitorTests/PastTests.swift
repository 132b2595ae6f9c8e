import DNSCore
import ServiceCatalog
import Testing

@testable import ServiceMonitor

@Suite("What instances were, and what their probes found, is kept while they are known")
struct PastTests {
    private static let zone = """
        a 60 A 127.0.0.1
        b 60 A 127.0.0.2
        b 60 A 127.0.0.3
        _x._tcp 60 SRV 10 75 80 a
        _x._tcp 60 SRV 10 25 81 b
        """

    private func instance(_ port: UInt16, _ scene: Scene) throws -> InstanceID {
        var found: InstanceID?
        let catalog = scene.state.zones[0].catalog
        catalog.forEachInstance { if catalog.location(of: $0).port == port { found = $0 } }
        return try #require(found)
    }

    private func periods(_ port: UInt16, _ scene: Scene) throws -> [Status] {
        scene.state.zones[0].chronicle[try instance(port, scene)].map(\.status)
    }

    @Test("each address has its own trail")
    func addresses() throws {
        var scene = try Scene(Self.zone)
        scene.port(81, is: .up)
        scene.port(81, is: .suspect, .timedOut)
        let trails = scene.state.zones[0].trails[try instance(81, scene)]
        #expect(Set(trails.map(\.address.description)) == ["127.0.0.2", "127.0.0.3"])
        for trail in trails {
            #expect(trail.observations.map(\.failure) == [.timedOut, .none])
            #expect(trail.history.samples.map(\.result).first == .lost(.timedOut))
            #expect(trail.verdict == .suspect)
        }
    }

    @Test("an address that a target has lost is forgotten; another weight changes nothing")
    func changes() throws {
        var scene = try Scene(Self.zone)
        scene.port(80, is: .up)
        scene.port(81, is: .up)
        scene.pass(.seconds(5))
        scene.port(80, is: .down, .refused)
        try scene.zoneBecomes(
            Self.zone.replacingOccurrence(of: "10 75 80", with: "10 5 80")
                .replacingOccurrence(of: "\nb 60 A 127.0.0.3", with: ""))
        #expect(scene.state.zones[0].trails[try instance(80, scene)].first?.observations.count == 2)
        #expect(try periods(80, scene) == [.up])
        #expect(scene.state.zones[0].trails[try instance(81, scene)].map(\.address.description) == ["127.0.0.2"])
    }

    @Test("a period for each thing that it was, since when; what nobody had looked at is none")
    func statuses() throws {
        var scene = try Scene(Self.zone)
        scene.port(80, is: .up)
        #expect(try periods(80, scene) == [])
        for verdict in [Verdict.suspect, .down, .recovering, .up] {
            scene.pass(.seconds(1))
            scene.port(80, is: verdict, verdict == .up ? .none : .refused)
        }
        #expect(try periods(80, scene) == [.up, .suspect, .down])
        let since = scene.state.zones[0].chronicle[try instance(80, scene)].map(\.since)
        #expect(since == since.sorted() && Set(since).count == 3)
    }

    @Test("who withdraws and comes back has its past; who is gone for good is kept as departed")
    func departure() throws {
        var scene = try Scene(Self.zone)
        scene.port(80, is: .up)
        scene.pass(.seconds(10))
        let without = Self.zone.replacingOccurrence(of: "\n_x._tcp 60 SRV 10 75 80 a", with: "")
        try scene.zoneBecomes(without)
        scene.pass(.seconds(10))
        try scene.zoneBecomes(Self.zone)
        #expect(try periods(80, scene) == [.up, .withdrawn])
        scene.port(80, is: .up)
        try scene.zoneBecomes(without)
        scene.pass(.seconds(60))
        scene.state.clearTombstones(at: scene.now)
        let departed = scene.state.zones[0].chronicle.departed
        #expect(departed.map(\.title) == ["a:80"])
        #expect(departed.first?.periods.map(\.status) == [.up, .withdrawn, .unknown, .up, .withdrawn])
    }

    @Test("what history recalls of before the start is where it was, and ends when nobody looked any more")
    func recalled() throws {
        var scene = try Scene(Self.zone)
        let identity = scene.state.zones[0].catalog.identity(of: try instance(80, scene))
        let before = scene.now.advanced(by: .seconds(-3600))
        let change = StatusChange(
            at: before, instance: identity, service: try DomainName("_x._tcp.svc.test."), title: "a:80", from: .up,
            to: .down, reason: .refused, since: before)
        scene.state.recall(
            Recollection(changes: [change], watched: [Scene.origin: before.advanced(by: .seconds(600))]))
        scene.state.recallPeriods(0)
        #expect(try periods(80, scene) == [.down, .unknown])
    }
}
