import DNSClient
import DNSCore
import PeerServers
import ServiceCatalog
import Testing

@testable import ServiceMonitor

@Suite("What happens on a real server and at real ports is shown", .serialized)
struct LiveServiceTests {
    private static func records(_ ports: UInt16...) -> String {
        "h A 127.0.0.1\n" + ports.map { "_x._tcp SRV 10 10 \($0) h" }.joined(separator: "\n")
    }

    @Test(
        "killing a listener shows suspect, then down; starting it again shows up",
        .needs(.bind))
    func listener() async throws {
        let first = try Listener()
        let second = try Listener()
        let server = try await PeerServer.start(
            .bind, PeerConfiguration(.simple(records: Self.records(first.port, second.port))))
        let run = MonitorRun(try .test(server.server()))
        let port = "\(first.port)"
        try await run.waits("up") { $0.statuses.values.allSatisfy { $0 == .up } && $0.statuses.count == 2 }
        first.stop()
        try await run.waits("suspect") { $0.statuses[port] == .suspect }
        try await run.waits("down") { $0.statuses[port] == .down }
        try first.start()
        let (snapshot, _) = try await run.waits("up again") { $0.statuses[port] == .up }
        let kinds = snapshot.events.map(\.kind.name)
        #expect(kinds == ["suspect", "down", "failover", "recovered", "failover"])
        await server.stop()
    }

    @Test(
        "what nsupdate adds and deletes shows within a second of its NOTIFY, by IXFR",
        .needs(.bind))
    func notifyFromBIND() async throws {
        try await checkUpdates(.bind, expecting: .ixfr, within: .seconds(1))
    }

    @Test("and from Knot, which notifies over TCP after a second", .needs(.knot))
    func notifyFromKnot() async throws {
        try await checkUpdates(.knot, expecting: .ixfr, within: .milliseconds(2500))
    }

    /// With a poll interval that never comes, so that it is the NOTIFY that brings the news.
    private func checkUpdates(
        _ software: PeerSoftware, expecting method: ZoneFreshness.Method, within limit: Duration
    ) async throws {
        let listener = try Listener()
        let notifyPort = try freeLoopbackPort()
        var configuration = PeerConfiguration(
            .simple(records: Self.records(listener.port) + Self.padding), key: .test)
        configuration.allowsUpdate = true
        configuration.notifies = [notifyPort]
        let server = try await PeerServer.start(software, configuration)
        let run = MonitorRun(
            try .test(
                server.server(key: .peer), poll: .seconds(600),
                notify: ServerAddress(host: "127.0.0.1", port: notifyPort)))
        try await run.waits("the zone") { $0.statuses.count == 1 }
        try await server.nsupdate("update add _y._tcp.svc.test. 60 SRV 0 0 \(listener.port) h.svc.test.")
        let added = try await run.waits("the added record") { $0.zones[0].catalog.instanceCount == 2 }
        #expect(added.after < limit)
        #expect(added.snapshot.method == method)
        #expect(added.snapshot.zones[0].freshness.notified)
        #expect(added.snapshot.events.map(\.kind.name) == ["registered"])
        await server.stop()
    }

    /// Enough records that a difference is smaller than the zone: BIND answers with the zone otherwise.
    private static let padding = (0..<50).map { "\npad\($0) TXT \"x\"" }.joined()

    @Test(
        "without NOTIFY, within the poll interval", .needs(.bind, .knot, .powerDNSWithSQLite),
        arguments: [PeerSoftware.bind, .knot, .powerDNSWithSQLite])
    func polling(software: PeerSoftware) async throws {
        let listener = try Listener()
        var configuration = PeerConfiguration(.simple(records: Self.records(listener.port) + Self.padding), key: .test)
        configuration.allowsUpdate = true
        let server = try await PeerServer.start(software, configuration)
        let run = MonitorRun(try .test(server.server(key: .peer)))
        try await run.waits("the zone") { $0.statuses.count == 1 }
        try await server.nsupdate("update add _y._tcp.svc.test. 60 SRV 0 0 1 h.svc.test.")
        try await run.waits("the added record") { $0.zones[0].catalog.instanceCount == 2 }
        try await server.nsupdate("update delete _y._tcp.svc.test. SRV")
        let gone = try await run.waits("its end") { $0.zones[0].catalog.instanceCount == 1 }
        #expect(gone.snapshot.zones[0].tombstones.count == 1)
        #expect(
            gone.snapshot.events.map(\.kind.name).filter { $0 != "suspect" && $0 != "down" } == [
                "registered", "withdrawn",
            ])
        #expect(gone.snapshot.method == (software == .powerDNSWithSQLite ? .axfr : .ixfr))
        await server.stop()
    }

    @Test("a survey looks once: what answers is up, what does not is down", .needs(.nsd))
    func surveyOnce() async throws {
        let listener = try Listener()
        let dead = try freeLoopbackPort()
        let server = try await PeerServer.start(
            .nsd, PeerConfiguration(.simple(records: Self.records(listener.port, dead))))
        let snapshot = try await survey(try .test(server.server()))
        #expect(snapshot.statuses == ["\(listener.port)": .up, "\(dead)": .down])
        await server.stop()
    }
}

extension TSIGKey {
    /// The key of `PeerKey.test`.
    static var peer: TSIGKey {
        get throws { try TSIGKey(argument: PeerKey.test.digText) }
    }
}
