import PeerServers
import Testing

/// The made-up zones are what they say, and real servers serve all of them.
@Suite struct GeneratedZoneTests {
    @Test(
        .needs(programs: "dig"),
        arguments: [PeerSoftware.bind, .knot, .nsd, .powerDNS].filter { $0.isInstalled || isContinuousIntegration },
        [false, true])
    func isServedWhole(software: PeerSoftware, isAwkward: Bool) async throws {
        let zone = GeneratedZone(instances: 1000, isAwkward: isAwkward)
        let server = try await PeerServer.start(software, PeerConfiguration(zone.peerZone))
        let lines = try await server.dig("AXFR", "+noall", "+answer").split(separator: "\n")
        #expect(
            lines.count { $0.split(whereSeparator: \.isWhitespace).dropFirst(3).first == "SRV" } == 1000,
            "\(server.log)")
        // Of the two SOA records that dig shows, the file has one.
        let written = zone.peerZone.text.split(separator: "\n").count { !$0.hasPrefix("$") }
        #expect(lines.count - 1 == written)
    }

    @Test func isTheSameEveryTime() {
        #expect(GeneratedZone(instances: 500).peerZone.text == GeneratedZone(instances: 500).peerZone.text)
    }

    @Test func isTheSameInAFile() throws {
        let folder = try TemporaryFolder()
        let zone = GeneratedZone(instances: 20_000)
        let inFile = try zone.peerZone(in: folder)
        let path = try #require(inFile.text.split(whereSeparator: \.isWhitespace).last)
        #expect(folder.read(String(path.dropFirst(folder.path.count + 1))) == zone.peerZone.text)
    }

    @Test func givesEveryInstanceAnEndpointOfItsOwn() {
        for count in [1, 10, 20, 21, 5000] {
            let zone = GeneratedZone(instances: count)
            let endpoints = (0..<count).map { zone.endpoint(ofInstance: $0) }
            #expect(Set(endpoints.map { UInt64($0.address) << 16 | UInt64($0.port) }).count == count)
            #expect(endpoints.allSatisfy { $0.address >> 24 == 127 && (10_000..<32_000).contains($0.port) })
        }
    }
}
