import DNSCore
import ServiceCatalog
import Testing

@testable import ServiceMonitor

@Suite("What an authority tells of leases")
struct LeaseTests {
    private let records = """
        h 60 A 127.0.0.1
        _x._tcp 60 SRV 0 0 80 h
        _x._tcp 60 SRV 0 0 81 h
        """

    private func lease(of port: UInt16, in scene: Scene, endsIn rest: Duration) throws -> LeaseTable {
        var leases = LeaseTable()
        let owner = try DomainName("_x._tcp", origin: Scene.origin)
        let target = try DomainName("h", origin: Scene.origin)
        leases[owner, ServiceLocation(priority: 0, weight: 0, port: port, target: target)] = Lease(
            expiresAt: scene.now.advanced(by: rest), length: .seconds(60))
        return leases
    }

    @Test("what is down is stale once its lease has run out, and what answers is not")
    func ranOut() throws {
        var scene = try Scene(records)
        scene.state.zones[0].leases = try lease(of: 80, in: scene, endsIn: .seconds(30))
        scene.port(80, is: .down, .refused)
        scene.port(81, is: .down, .refused)
        #expect(scene.statuses == ["80 down: connection refused", "81 down: connection refused"])
        scene.pass(.seconds(31))
        scene.port(80, is: .down, .refused)
        scene.port(81, is: .down, .refused)
        #expect(scene.statuses == ["80 stale: lease ran out", "81 down: connection refused"])
        scene.port(80, is: .up)
        #expect(scene.statuses.first == "80 up")
    }

    @Test("they are read from TXT records below the lease zone; what makes no sense is passed over")
    func reading() throws {
        let leaseZone = try DomainName("_lease", origin: Scene.origin)
        var collector = LeaseCollector(zone: Scene.origin, leaseZone: leaseZone)
        collector.beginReplacement()
        let key = "key=_x._tcp.svc.test."
        for texts in [
            ["record=SRV 0 0 80 h.svc.test.", "expires=1800000060", "granted=60", key],
            ["record=SRV 0 0 81 h.svc.test.", "expires=soon", "granted=60"],
            ["record=SRV 0 0 99999 h.svc.test.", "expires=1800000060", "granted=60"],
            ["record=SRV 0 0 82 h.svc.test.", "expires=99999999999999999", "granted=60"], ["nothing"],
        ] {
            let record = ResourceRecord(
                name: try DomainName("_x._tcp", origin: leaseZone), ttl: 0,
                data: .txt(TextStrings(texts.map { Array($0.utf8) })))
            let message = try Message(header: Header(id: 1, isResponse: true), answers: [record]).encoded()
            collector.beginMessage()
            var reader = WireReader(message.span, at: 12)
            try collector.add(RecordView(&reader))
        }
        let owner = try DomainName("_x._tcp", origin: Scene.origin)
        let target = try DomainName("h", origin: Scene.origin)
        let leases = collector.leases
        let first = leases[owner, ServiceLocation(priority: 0, weight: 0, port: 80, target: target)]
        #expect(first?.expiresAt == Timestamp(nanoseconds: 1_800_000_060_000_000_000))
        #expect(first?.length == .seconds(60))
        #expect(first?.key == owner)
        for port in UInt16(81)...82 {
            #expect(leases[owner, ServiceLocation(priority: 0, weight: 0, port: port, target: target)] == nil)
        }
    }
}
