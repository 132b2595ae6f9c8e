import DNSCore
import ServiceCatalog
import ServiceProbing
import Testing

@testable import ServiceMonitor

@Suite("What was known before the start is known after it, and never makes anything look better than it is")
struct MemoryTests {
    private static let zone = """
        a 60 A 127.0.0.1
        _x._tcp 60 SRV 0 0 80 a
        _x._tcp 60 SRV 0 0 81 a
        """
    /// An hour before the scenes begin.
    private let then = Timestamp(nanoseconds: 1_799_996_400_000_000_000)

    private func identity(_ port: UInt16) throws -> InstanceIdentity {
        InstanceIdentity(
            zone: Scene.origin, owner: try DomainName("_X._tcp", origin: Scene.origin),
            target: try DomainName("a", origin: Scene.origin), port: port)
    }

    private func scene(outages: [UInt16] = [80]) throws -> Scene {
        let outages = try outages.map { Outage(try identity($0), reason: .refused, since: then) }
        return try Scene(Self.zone, recalling: Recollection(outages: outages))
    }

    private func since(_ port: UInt16, in scene: Scene) -> Timestamp? {
        let zone = scene.state.zones[0]
        var found: Timestamp?
        zone.catalog.forEachInstance { if zone.catalog.location(of: $0).port == port { found = zone.table[$0].since } }
        return found
    }

    private func changes(_ scene: inout Scene) -> [String] {
        scene.state.memory.takeNews().changes.map { "\($0.instance.port) \($0.from) to \($0.to)" }
    }

    @Test("nothing is down for having been down: it is looked at first")
    func unknown() throws {
        #expect(try scene().statuses == ["80 unknown: not probed yet", "81 unknown: not probed yet"])
    }

    @Test("what is still down has been so since then, and is stale; that is no news")
    func stillDown() throws {
        var scene = try scene()
        for port in [80, 81] as [UInt16] {
            scene.port(port, is: .suspect, .refused)
            scene.port(port, is: .down, .refused)
        }
        #expect(scene.statuses == ["80 stale: connection refused", "81 down: connection refused"])
        #expect(since(80, in: scene) == then)
        #expect(since(81, in: scene) == scene.now)
        #expect(scene.events == ["suspect a:81 (connection refused)", "down a:81 (connection refused)"])
        #expect(changes(&scene) == ["81 unknown to suspect", "81 suspect to down"])
        scene.pass(.seconds(10))
        scene.port(80, is: .down, .timedOut)
        #expect(scene.statuses[0] == "80 stale: timed out")
        #expect(since(80, in: scene) == then)
    }

    @Test("what is up has recovered, and when it goes down again, that is since then")
    func recovered() throws {
        var scene = try scene()
        scene.port(80, is: .up)
        #expect(scene.statuses[0] == "80 up")
        #expect(scene.events == ["recovered a:80"])
        #expect(changes(&scene) == ["80 down to up"])
        scene.pass(.seconds(10))
        scene.port(80, is: .down, .refused)
        #expect(scene.statuses[0] == "80 down: connection refused")
        #expect(since(80, in: scene) == scene.now)
    }

    @Test("what is withdrawn while svctop knows it is no outage any more; what is gone meanwhile is let go")
    func gone() throws {
        var scene = try scene(outages: [80, 99])
        #expect(scene.state.memory.news.gone.map(\.port) == [99])
        try scene.zoneBecomes(Self.zone.replacingOccurrence(of: "\n_x._tcp 60 SRV 0 0 80 a", with: ""))
        #expect(changes(&scene) == ["80 down to withdrawn"])
        try scene.zoneBecomes(Self.zone)
        scene.port(80, is: .down, .refused)
        #expect(since(80, in: scene) == scene.now)
    }

    @Test("a record of which only the weight changes is the same instance")
    func reweighted() throws {
        var scene = try scene()
        try scene.zoneBecomes(Self.zone.replacingOccurrence(of: "0 0 80", with: "0 9 80"))
        scene.port(80, is: .down, .refused)
        #expect(since(80, in: scene) == then)
    }

    @Test("earlier events come first, and are not told again")
    func events() throws {
        let event = Event(
            at: then, zone: Scene.origin, serial: nil, kind: .down, service: try identity(80).owner, instance: "a:80",
            reason: .refused)
        var scene = try Scene(Self.zone, recalling: Recollection(events: [event]))
        scene.port(81, is: .down, .timedOut)
        #expect(scene.events == ["down a:80 (connection refused)", "down a:81 (timed out)"])
        #expect(scene.state.memory.takeNews().events.map(\.instance) == ["a:81"])
    }

    private func periods(_ port: UInt16, in scene: Scene) -> [String] {
        let zone = scene.state.zones[0]
        var found: [StatusPeriod] = []
        zone.catalog.forEachInstance { if zone.catalog.location(of: $0).port == port { found = zone.chronicle[$0] } }
        return found.map { "\($0.status) \(($0.since.nanoseconds - then.nanoseconds) / 1_000_000_000)" }
    }

    @Test("the lanes go on where they ended; what was between end and start is not known")
    func periods() throws {
        func change(_ port: UInt16, _ from: Status, _ to: Status, _ seconds: Int64) throws -> StatusChange {
            let at = then.advanced(by: .seconds(seconds))
            return StatusChange(
                at: at, instance: try identity(port), service: try identity(port).owner, title: "a:\(port)", from: from,
                to: to, reason: .refused, since: at)
        }
        func start() throws -> Scene {
            try Scene(
                Self.zone,
                recalling: Recollection(
                    changes: [
                        try change(81, .up, .down, -50), try change(80, .up, .down, -40),
                        try change(80, .down, .up, -30),
                        try change(80, .up, .down, 0), try change(81, .down, .up, 10),
                    ], outages: [Outage(try identity(80), reason: .refused, since: then)],
                    watched: [Scene.origin: then.advanced(by: .seconds(60))]))
        }
        var still = try start()
        still.port(80, is: .suspect, .refused)
        still.port(80, is: .down, .refused)
        #expect(periods(80, in: still) == ["down -40", "up -30"])
        #expect(since(80, in: still) == then)
        var back = try start()
        back.port(80, is: .up)
        back.port(81, is: .up)
        #expect(periods(80, in: back) == ["down -40", "up -30", "down 0", "unknown 60"])
        #expect(periods(81, in: back).prefix(3) == ["down -50", "up 10", "unknown 60"])
    }

    @Test("where no history is kept, nothing is gathered for it")
    func off() throws {
        var scene = try Scene(Self.zone)
        scene.port(80, is: .down, .refused)
        #expect(scene.state.memory.news.isEmpty)
    }

    @Test("that all is well after the start is not written down")
    func quietStart() throws {
        var scene = try scene(outages: [])
        scene.port(80, is: .up)
        scene.port(81, is: .up)
        #expect(scene.state.memory.news.isEmpty)
    }
}
