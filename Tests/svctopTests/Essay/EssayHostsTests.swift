import Glibc
import PeerServers
import Testing

@Suite(
    "The essay on several hosts", .serialized, .needsOtherUsers, .needs(.bind, .knot, .powerDNSWithSQLite),
    .needs(programs: "dig", "nsupdate", "python3", "ip"))
struct EssayHostsTests {
    private static let zoneHosts = ["one.svc.internal.", "two.svc.internal."]

    /// A service on a host of its own, under the host's own name, which it registers too.
    private func start(
        _ word: String, _ server: EssayServer, _ host: TestHost, _ name: String, priority: Int, _ options: String...
    ) throws -> EssayService {
        try EssayService(
            word, at: server, on: host,
            ["--target", name, "--address", host.address, "--priority", "\(priority)"] + options)
    }

    private func connect(_ server: EssayServer, on host: TestHost) async throws -> String {
        let program = try Program()
        let command =
            ["/usr/bin/env"] + program.prefix
            + [Program.path, "connect", EssayServer.web, "--server", server.place, "--deadline", "20s"]
        return try await Tool.run("ip", Array(host.command(command).dropFirst())).output
    }

    @Test(
        "two instances on two hosts share a name; when the host of the first tier dies, clients get to the second",
        arguments: EssaySoftware.allCases)
    func failover(software: EssaySoftware) async throws {
        let network = try await TestNetwork()
        let (one, two) = (try await network.host(2), try await network.host(3))
        let client = try await network.host(4)
        let server = try await EssayServer(software, alsoFor: Self.zoneHosts, on: network)
        let first = try start("one", server, one, Self.zoneHosts[0], priority: 10)
        try await first.says("registered")
        let second = try start("two", server, two, Self.zoneHosts[1], priority: 20)
        try await second.says("registered")
        #expect(try await server.records().map { $0.split(separator: " ").last } == Self.zoneHosts.map { $0[...] })
        #expect(try await connect(server, on: client) == "one\n")
        try await one.die()
        #expect(try await connect(server, on: client) == "two\n")
        #expect(second.isRunning)
    }

    @Test("a host that dies with all it runs is gone from the zone when its lease has run out")
    func lease() async throws {
        let network = try await TestNetwork()
        let host = try await network.host(2)
        let server = try await EssayServer(.embedded, alsoFor: Self.zoneHosts, on: network)
        let service = try start("one", server, host, Self.zoneHosts[0], priority: 10, "--lease", "3s")
        try await service.says("registered")
        // Longer than the lease: it is renewed.
        let until = ContinuousClock.now.advanced(by: .seconds(5))
        while ContinuousClock.now < until {
            try #require(try await server.ports().count == 1)
            try await Task.sleep(for: .milliseconds(200))
        }
        try await host.die()
        let deadline = ContinuousClock.now.advanced(by: .seconds(10))
        while try await server.ports() != [] {
            try #require(ContinuousClock.now < deadline, "the record stays")
            try await Task.sleep(for: .milliseconds(50))
        }
    }
}
