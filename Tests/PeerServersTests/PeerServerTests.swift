import Glibc
import PeerServers
import Testing

/// The ground that other tests stand on: real servers start, serve, take updates, and are gone afterwards.
@Suite struct PeerServerTests {
    @Test(arguments: PeerSoftware.allCases.filter { $0.isInstalled || isContinuousIntegration }, [nil, PeerKey.test])
    func servesItsZone(software: PeerSoftware, key: PeerKey?) async throws {
        let zone = PeerZone.simple(records: "www A 192.0.2.1")
        let server = try await PeerServer.start(software, PeerConfiguration(zone, key: key))
        let axfr = try await server.dig("AXFR", "+noall", "+answer")
        #expect(axfr.contains("www.svc.test."), "\(axfr)")
        let pid = try #require(server.pid)
        await server.stop()
        #expect(kill(pid, 0) == -1)
    }

    @Test(
        .needs(.bind, .knot, .powerDNSWithSQLite), .needs(programs: "nsupdate", "dig"),
        arguments: [PeerSoftware.bind, .knot, .powerDNSWithSQLite])
    func takesUpdatesAndKeepsThem(software: PeerSoftware) async throws {
        var configuration = PeerConfiguration(.simple(), key: .test)
        configuration.allowsUpdate = true
        let server = try await PeerServer.start(software, configuration)
        try await server.nsupdate("add new.svc.test. 60 A 192.0.2.7")
        await server.stop()
        try await server.start()
        #expect(try await server.dig("AXFR").contains("new.svc.test."))
    }

    @Test(.needs(.bind, .knot, .nsd), arguments: [PeerSoftware.bind, .knot, .nsd])
    func followsAPrimary(software: PeerSoftware) async throws {
        let primary = try await PeerServer.start(
            .bind, PeerConfiguration(.simple(records: "www A 192.0.2.1"), key: .test))
        var configuration = PeerConfiguration(.simple(), key: .test)
        configuration.primary = primary.port
        let secondary = try await PeerServer.start(software, configuration)
        #expect(try await secondary.dig("AXFR").contains("www.svc.test."))
    }
}
