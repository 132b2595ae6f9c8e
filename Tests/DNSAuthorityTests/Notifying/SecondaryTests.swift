import DNSClient
import DNSCore
import PeerServers
import Testing

@testable import DNSAuthority

/// Real secondaries follow us as they follow any primary.
@Suite("BIND, Knot and NSD as secondaries", .needs(.bind, .knot, .nsd))
struct SecondaryTests {
    static let peers = [PeerSoftware.bind, .knot, .nsd]

    @Test(
        "they load the zone, hear of changes, take the differences, and have what we have", arguments: peers,
        [false, true])
    func follow(software: PeerSoftware, isSigned: Bool) async throws {
        let key = isSigned ? try TSIGKey.test() : nil
        var zone = try TransferZone.of(services: 500)
        let authority = try await TestAuthority(zone, key: key)
        var configuration = PeerConfiguration(PeerZone("svc.test.", ""), key: isSigned ? .test : nil)
        configuration.primary = authority.port
        let peer = try await PeerServer.start(software, configuration)
        let server = Server(try ServerAddress(host: "127.0.0.1", port: peer.port), key: key)
        #expect(try await records(at: server) == zone.records)

        let notifier = NotifySender(
            zones: authority.zones, secondaries: [zone.apex: [Secondary(loopback, port: peer.port, key: key)]])
        for step in 1...3 {
            try zone.change(
                deleting: [TransferZone.srv(step)],
                adding: [
                    TransferZone.srv(1000 + step), TransferZone.text("t\(step).svc.test", [[0, 34, 92, 255]]),
                ])
            authority.zones.publish(zone)
            await notifier.announce(zone.apex)
            let wanted = zone.records
            try await until { try await serial(at: server) == zone.contents.serial }
            #expect(try await records(at: server) == wanted)
        }
        #expect(authority.differencesSent == 3, "\(peer.log)")
        await notifier.stop()
        await peer.stop()
        await authority.stop()
    }

    private func serial(at server: Server) async throws -> Serial? {
        let answer = try await DNSClient().query(TransferZone.apex, .soa, at: server)
        guard case .soa(let soa)? = answer.answers.first?.data else { return nil }
        return soa.serial
    }

    private func records(at server: Server) async throws -> Set<ResourceRecord> {
        var sink = ReplicaSink()
        let outcome = try await DNSClient().transfer(of: TransferZone.apex, from: server, into: &sink)
        let soa = try #require(outcome.committed)
        return sink.records.union([TransferZone.soa(soa.serial.rawValue)])
    }
}
