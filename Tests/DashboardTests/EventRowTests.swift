import DNSCore
import ServiceCatalog
import Terminal
import Testing

@testable import Dashboard

/// Events as lines: in the pane and in the log.
@Suite struct EventRowTests {
    private func snapshot() throws -> Snapshot {
        let zones = try ["one.example.", "two.example."].map { name in
            try TestZone(
                name,
                """
                _ldap._tcp 60 SRV 0 0 389 dc1 ; down refused for=1d
                _a-long-name._tcp 60 SRV 0 0 5432 database ; up for=1d
                """
            ).snapshot
        }
        var snapshot = Snapshot(at: .testStart, zones: zones)
        for (index, zone) in zones.enumerated() {
            for (service, instance) in [("_ldap._tcp", "dc1:389"), ("_a-long-name._tcp", "database:5432")] {
                snapshot.events.append(
                    Event(
                        at: .testStart.advanced(by: .seconds(index - 10)), zone: zone.name, serial: nil, kind: .down,
                        service: try DomainName("\(service).\(zone.name)"), instance: instance, reason: .refused))
            }
        }
        snapshot.eventCount = snapshot.events.count
        return snapshot
    }

    /// Of the pane, or the log.
    private func events(_ desk: Desk) -> [String] {
        desk.lines.drop { !$0.contains("── events ") }.filter { $0.contains("14:02:2") && $0.contains("down") }
    }

    @Test func ofSeveralZonesEachEventSaysItsOwn() throws {
        var desk = Desk(try snapshot(), size: Size(rows: 40, columns: 120))
        #expect(events(desk).filter { $0.contains("_ldap._tcp.one.example") }.count == 1)
        #expect(events(desk).filter { $0.contains("_ldap._tcp.two.example") }.count == 1)
        desk.press("e")
        #expect(events(desk).filter { $0.contains("two.example") }.count == 2)
    }

    @Test func ofAZoneAloneOnlyItsEventsAreTold() throws {
        var desk = Desk(try snapshot(), size: Size(rows: 40, columns: 120))
        desk.press(.tab)
        #expect(events(desk).count == 2)
        desk.press("e")
        #expect(events(desk).count == 2)
        desk.press("/")
        desk.type("ldap")
        #expect(events(desk).count == 1)
        #expect(desk.text.contains("1 of 2"))
    }

    @Test(arguments: [Size(rows: 24, columns: 80), Size(rows: 40, columns: 120), Size(rows: 60, columns: 200)])
    func whatIsOfAKindStandsBelowOneAnother(_ size: Size) throws {
        var desk = Desk(try snapshot(), size: size)
        desk.press("1", "e")
        let starts = events(desk).map { line in line.firstRange(of: "refused").map { line[..<$0.lowerBound].count } }
        #expect(starts.count == 2)
        #expect(Set(starts).count == 1)
    }

    @Test(arguments: [
        ("status:down", 4), ("status:down,suspect", 4), ("status:suspect", 0), ("status:problems", 4),
        ("state:up", 0), ("service:ldap", 2), ("zone:two ldap", 1), ("instance:dc1", 2), ("target:database", 2),
        ("reason:refused", 4), ("!ldap", 2), ("!status:down", 0), ("status:", 4), ("dc1:389", 2), ("down dc1", 2),
    ])
    func theLogUnderstandsTheWordsOfTheTable(_ text: String, _ count: Int) throws {
        let query = EventQuery(text)
        #expect(try snapshot().events.count(where: query.matches) == count)
    }
}
