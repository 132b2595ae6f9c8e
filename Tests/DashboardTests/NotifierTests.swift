import DNSCore
import ServiceCatalog
import Terminal
import Testing

@testable import Dashboard

/// Telling someone who does not look.
@Suite struct NotifierTests {
    private func desk(_ way: NotificationWay) throws -> Desk {
        var premises = Premises()
        premises.notifications = way
        return Desk(try TestZone.corpSnapshot(), premises: premises)
    }

    private func happen(_ kind: Event.Kind, _ desk: inout Desk) throws {
        var snapshot = desk.state.newest
        snapshot.at = desk.now
        snapshot.events.append(
            Event(
                at: desk.now, zone: snapshot.zones[0].name, serial: nil, kind: kind,
                service: try DomainName("_ldap._tcp.corp.example."), instance: "dc9:389", reason: .refused))
        snapshot.eventCount += 1
        desk.send(.snapshot(snapshot))
    }

    private func notes(_ desk: Desk) -> [String] {
        desk.effects.compactMap { effect in
            switch effect {
            case .notify(let text): text
            case .bell: "bell"
            default: nil
            }
        }
    }

    @Test func saysWhatWentDownAtMostOnceInAFewSeconds() throws {
        var desk = try desk(.osc9)
        try happen(.down, &desk)
        #expect(notes(desk) == ["svctop: dc9:389 of _ldap._tcp is down: connection refused"])
        for _ in 0..<3 { try happen(.down, &desk) }
        #expect(notes(desk).count == 1)
        let next = try #require(desk.frame().nextTick)
        #expect(next <= desk.now.advanced(by: Notifier.pause))
        desk.wait(Notifier.pause)
        #expect(notes(desk).last == "svctop: dc9:389 of _ldap._tcp is down: connection refused, and 2 more")
    }

    @Test func aFailoverToAnotherTierIsToldOneWithinATierIsNot() throws {
        var desk = try desk(.bell)
        let server = { (priority: UInt16) in Failover.Server(instance: "dc3:389", priority: priority, share: 1) }
        try happen(.failover(Failover(before: [server(10)], after: [server(10)])), &desk)
        #expect(notes(desk) == [])
        try happen(.failover(Failover(before: [server(10)], after: [server(20)])), &desk)
        #expect(notes(desk) == ["bell"])
    }

    @Test func aLostServerIsToldOnce() throws {
        var desk = try desk(.osc9)
        var snapshot = desk.state.newest
        snapshot.zones[0].freshness.problem = ZoneFreshness.Problem(text: "10.0.0.53 does not answer", since: desk.now)
        desk.send(.snapshot(snapshot))
        desk.send(.snapshot(snapshot))
        desk.wait(.seconds(60))
        #expect(notes(desk) == ["svctop: corp.example 10.0.0.53 does not answer"])
    }

    @Test func tellsNobodyUnlessAskedAndTheKeyGoesThroughTheWays() throws {
        var desk = try desk(.off)
        try happen(.down, &desk)
        #expect(notes(desk) == [])
        desk.press("B")
        try happen(.down, &desk)
        #expect(notes(desk) == ["bell"])
        desk.press("B", "B")
        desk.wait(.seconds(10))
        try happen(.down, &desk)
        #expect(notes(desk) == ["bell"])
    }

    @Test func itIsToldOfThePresentAlsoWhileAnotherMomentIsShown() throws {
        var desk = try desk(.bell)
        desk.press("p")
        try happen(.down, &desk)
        #expect(notes(desk) == ["bell"])
    }
}
