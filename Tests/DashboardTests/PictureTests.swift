import DNSCore
import ServiceCatalog
import Terminal
import Testing

@testable import Dashboard

/// The picture that the README opens with is what the program draws.
@Suite struct PictureTests {
    @Test func readme() throws {
        var zone = try TestZone(
            "svc.example.",
            """
            _http._tcp 60 SRV 10 60 8080 web1 ; down refused for=4m rtt=2ms
            _http._tcp 60 SRV 10 40 8080 web2 ; up rtt=3ms for=41d
            _http._tcp 60 SRV 20 0 8080 spare ; up rtt=9ms for=41d
            _imaps._tcp 3600 SRV 0 0 993 mail ; dangling noaddress for=8d
            _sip._udp 300 SRV 5 70 5060 sbc-a ; degraded slow rtt=180ms for=9d
            _sip._udp 300 SRV 5 30 5060 sbc-b ; up rtt=9ms for=9d
            _redis._tcp 30 SRV 0 10 6379 cache1 ; suspect timeout rtt=0.3ms for=3s
            _redis._tcp 30 SRV 0 10 6379 cache2 ; up rtt=0.4ms for=2d
            _pg._tcp 60 SRV 0 60 5432 db-a ; up rtt=1.1ms for=12d
            _pg._tcp 60 SRV 0 40 5432 db-b ; up rtt=1.3ms for=12d
            _ntp._udp 120 SRV 0 0 123 ntp1 ; up rtt=0.4ms for=41d
            _pop3s._tcp 3600 SRV 0 0 0 . ; unavailable notoffered
            web1 60 A 127.0.0.11
            web2 60 A 127.0.0.12
            spare 60 A 127.0.0.13
            """)
        zone.freshness.method = .ixfr
        zone.freshness.changes = 3
        zone.freshness.notified = true
        var replica = Replica(server: "ns2")
        replica.lag = 2
        replica.behindSince = .testStart.advanced(by: .seconds(-41))
        zone.freshness.replicas = [replica]
        var snapshot = Snapshot(at: .testStart, zones: [zone.snapshot], probesPerSecond: 1.2)
        snapshot.events = try events(of: zone)
        snapshot.eventCount = snapshot.events.count
        var desk = Desk(snapshot, size: Size(rows: 32, columns: 120))
        desk.press("j")
        Golden.checkPicture(desk.frame().surface, "dashboard", title: "svctop")
    }

    private func events(of zone: TestZone) throws -> [Event] {
        let web = try DomainName("_http._tcp.svc.example.")
        let failover = Failover(
            before: [
                .init(instance: "web1:8080", priority: 10, share: 0.6),
                .init(instance: "web2:8080", priority: 10, share: 0.4),
            ],
            after: [.init(instance: "web2:8080", priority: 10, share: 1)])
        let event = { (ago: Int, kind: Event.Kind, service: DomainName, instance: String, reason: Reason) in
            Event(
                at: .testStart.advanced(by: .seconds(-ago)), zone: zone.snapshot.name, serial: zone.freshness.serial,
                kind: kind, service: service, instance: instance, reason: reason)
        }
        return [
            event(260, .suspect, web, "web1:8080", .refused),
            event(240, .down, web, "web1:8080", .refused),
            event(240, .failover(failover), web, "web1:8080", .refused),
            event(12, .registered, try DomainName("_ntp._udp.svc.example."), "ntp1:123", .none),
            event(3, .suspect, try DomainName("_redis._tcp.svc.example."), "cache1:6379", .timedOut),
        ]
    }
}
