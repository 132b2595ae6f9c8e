import DNSClient
import DNSCore
import PeerServers
import Testing

@testable import DNSAuthority

@Suite("A zone taken over from another server", .needs(.bind))
struct ZoneContentsSinkTests {
    @Test("is what that one serves")
    func transfer() async throws {
        let generated = GeneratedZone(instances: 300, isAwkward: true)
        let server = try await PeerServer.start(.bind, PeerConfiguration(generated.peerZone))
        let address = try ServerAddress(host: "127.0.0.1", port: server.port)
        var sink = ZoneContentsSink(zone: name(generated.name))
        #expect(!sink.isWhole)
        _ = try await DNSClient().transfer(of: name(generated.name), from: Server(address), into: &sink)
        #expect(sink.isWhole)

        let folder = try TemporaryFolder()
        let zone = try readZone(generated.name, folder.write("zone", generated.peerZone.text))
        func withoutSOA(_ zone: ZoneContents) -> Set<ResourceRecord> { records(zone).filter { $0.type != .soa } }
        #expect(withoutSOA(sink.contents) == withoutSOA(zone))
        #expect(sink.contents.soa == zone.soa)
    }
}
