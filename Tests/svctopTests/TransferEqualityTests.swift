import Glibc
import PeerServers
import Testing

@Suite(
    "`list` shows exactly the SRV, address and TXT data that `dig axfr` shows",
    .serialized, .needs(programs: "dig", "python3"))
struct TransferEqualityTests {
    private static let servers = [PeerSoftware.bind, .knot, .nsd, .powerDNS].filter {
        $0.isInstalled || isContinuousIntegration
    }

    /// With everything awkward among them: DNS-SD, mixed case, escaped labels, unknown types.
    private static func zones(_ sizes: Int...) -> [GeneratedZone] {
        sizes.map { GeneratedZone("z\($0).test.", instances: $0, isAwkward: true) }
    }

    @Test("from every server, signed and not", arguments: servers, [nil, PeerKey.test])
    func everyServer(software: PeerSoftware, key: PeerKey?) async throws {
        let zones = Self.zones(10, 1000, 10_000)
        let server = try await PeerServer.start(software, PeerConfiguration(zones: zones.map(\.peerZone), key: key))
        let oracle = try DigOracle(server)
        for zone in zones { expectAwkward(try await oracle.compare(zone.name), of: zone, from: software) }
        await server.stop()
    }

    @Test("as CSV too", .needs(.bind), arguments: [nil, PeerKey.test])
    func csv(key: PeerKey?) async throws {
        let zones = Self.zones(10, 1000)
        let server = try await PeerServer.start(.bind, PeerConfiguration(zones: zones.map(\.peerZone), key: key))
        let oracle = try DigOracle(server)
        for zone in zones {
            expectAwkward(try await oracle.compare(zone.name, format: "--csv"), of: zone, from: .bind)
        }
        await server.stop()
    }

    @Test("over TLS, the server known by its key", .needs(.bind), .needs(programs: "openssl"))
    func overTLS() async throws {
        let zones = Self.zones(10, 1000, 10_000) + (Self.isLarge ? Self.zones(100_000) : [])
        var configuration = PeerConfiguration(zones: zones.map(\.peerZone), key: .test)
        configuration.servesTLS = true
        let server = try await PeerServer.start(.bind, configuration)
        let oracle = try DigOracle(server)
        let pin = try await pinOfKey(atPort: server.tlsPort)
        for zone in zones {
            let compared = try await oracle.compare(
                zone.name, options: (["--tls-pin", pin], ["+tls"]), overTLS: true)
            expectAwkward(compared, of: zone, from: .bind)
        }
        await server.stop()
    }

    /// Takes some ten seconds a server. With SVCTOP_LARGE=1 every server serves it, signed and not.
    @Test("a hundred thousand instances", arguments: largeServers, largeKeys)
    func large(software: PeerSoftware, key: PeerKey?) async throws {
        let folder = try TemporaryFolder()
        let zone = Self.zones(100_000)[0]
        let server = try await PeerServer.start(software, PeerConfiguration(try zone.peerZone(in: folder), key: key))
        expectAwkward(try await DigOracle(server).compare(zone.name), of: zone, from: software)
        await server.stop()
    }

    private static let isLarge = getenv("SVCTOP_LARGE") != nil
    private static let largeServers = isLarge ? servers : servers.filter { $0 == .knot }
    private static let largeKeys = isLarge ? [nil, PeerKey.test] : [PeerKey.test]

    /// That it was a zone worth comparing: what dig does not see, the comparison cannot miss.
    private func expectAwkward(
        _ compared: DigOracle.Comparison, of zone: GeneratedZone, from software: PeerSoftware
    ) {
        let count = zone.instanceCount
        #expect(compared.instances == count)
        #expect(compared.addresses > count / 2)
        guard count >= 1000 else { return }
        #expect(compared.strings > count / 4)
        #expect(compared.escaped > count / 20)
        // Knot and NSD keep and send all names in lower case.
        #expect(software == .knot || software == .nsd || compared.mixedCase > count / 20)
    }

    /// As openssl(1) has it: the SHA-256 of the key's SubjectPublicKeyInfo, in base64.
    private func pinOfKey(atPort port: UInt16) async throws -> String {
        let script = """
            openssl s_client -connect 127.0.0.1:\(port) </dev/null 2>/dev/null | openssl x509 -noout -pubkey |
            openssl pkey -pubin -outform der | openssl dgst -sha256 -binary | base64
            """
        let pin = try await Tool.run("sh", ["-c", script]).output.filter { !$0.isNewline }
        try #require(pin.utf8.count == 44, "\(pin)")
        return pin
    }
}
