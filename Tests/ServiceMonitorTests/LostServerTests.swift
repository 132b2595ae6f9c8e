import DNSClient
import DNSCore
import Glibc
import PeerServers
import ServiceCatalog
import Testing

@testable import ServiceMonitor

@Suite("Whatever the server does, svctop stays, says what it is, and recovers by itself", .serialized)
struct LostServerTests {
    private static let zone = PeerZone.simple(records: "h A 127.0.0.1\n_x._tcp SRV 0 0 1 h")

    @Test(
        "stopped and restarted: the data grows old, nothing is shown as verified, then all is well again",
        .needs(.knot))
    func restarted() async throws {
        let listener = try Listener()
        let zone = PeerZone.simple(records: "h A 127.0.0.1\n_x._tcp SRV 0 0 \(listener.port) h")
        let server = try await PeerServer.start(.knot, PeerConfiguration(zone))
        let run = MonitorRun(try .test(server.server()))
        try await run.waits("up") { $0.statuses.values.contains(.up) }
        await server.stop()
        let lost = try await run.waits("the problem") {
            $0.problem.contains("refused") || $0.problem.contains("timed out")
        }
        #expect(lost.snapshot.zones[0].freshness.confirmedAt != nil)
        try await run.waits("unknown, once the data is too old") { $0.statuses.values.allSatisfy { $0 == .unknown } }
        try await server.start()
        try await run.waits("up again") { $0.statuses.values.contains(.up) && $0.problem.isEmpty }
        await server.stop()
    }

    @Test(
        "a wrong key, a key that the server does not know, and no key where one is needed are told apart",
        .needs(.bind))
    func keys() async throws {
        let server = try await PeerServer.start(.bind, PeerConfiguration(Self.zone, key: .test))
        let wrong = try TSIGKey(
            argument: "hmac-sha256:\(PeerKey.test.name):AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")
        try await MonitorRun(try .test(server.server(key: wrong))).waits("BADSIG") { $0.problem.contains("BADSIG") }
        let unknown = try TSIGKey(argument: "hmac-sha256:nobody:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")
        try await MonitorRun(try .test(server.server(key: unknown))).waits("BADKEY") { $0.problem.contains("BADKEY") }
        try await MonitorRun(try .test(server.server())).waits("REFUSED") { $0.problem.contains("REFUSED") }
        await server.stop()
    }

    @Test("a clock that is an hour off is told with how much", .needs(.bind))
    func clock() async throws {
        let server = try await PeerServer.start(.bind, PeerConfiguration(Self.zone, key: .test))
        let client = DNSClient(clock: { UInt64(max(0, time(nil))) + 3600 })
        let run = MonitorRun(try .test(server.server(key: .peer)), client: client)
        try await run.waits("BADTIME with the difference") {
            $0.problem.contains("3600 s") || $0.problem.contains("3599 s")
        }
        await server.stop()
    }

    @Test(
        "where transfers are refused, the names that are given are asked for one by one, and the user is told",
        .needs(.bind))
    func queries() async throws {
        var configuration = PeerConfiguration(
            .simple(
                records: """
                    h A 127.0.0.1
                    _x._tcp SRV 0 5 1 h
                    _d._tcp PTR One._d._tcp
                    One._d._tcp SRV 0 0 2 h
                    One._d._tcp TXT "a=b"
                    _other._tcp SRV 0 0 3 h
                    """))
        configuration.allowsTransfer = false
        let server = try await PeerServer.start(.bind, configuration)
        let names = try ["_x._tcp.svc.test.", "_d._tcp.svc.test."].map { try DomainName($0) }
        let run = MonitorRun(try .test(server.server(), names: names))
        let (snapshot, _) = try await run.waits("two services") { $0.zones[0].catalog.instanceCount == 2 }
        #expect(snapshot.method == .queries)
        #expect(snapshot.zones[0].freshness.notice?.contains("refused") == true)
        let catalog = snapshot.zones[0].catalog
        let all = catalog.servicesByName.flatMap { catalog.instances(of: $0) }.map { catalog.instance($0) }
        #expect(Set(all.map(\.port)) == [1, 2])
        #expect(all.allSatisfy { $0.addresses.map(\.description) == ["127.0.0.1"] })
        #expect(all.first { $0.port == 2 }?.texts.first?.strings.map { String(decoding: $0, as: UTF8.self) } == ["a=b"])
        await server.stop()
    }

    @Test("nobody there at all", arguments: ["127.0.0.1"])
    func nobody(host: String) async throws {
        let server = Server(try ServerAddress(host: host, port: try freeLoopbackPort()))
        try await MonitorRun(try .test(server)).waits("the problem") { $0.problem.contains("refused") }
    }

    @Test("replicas are asked for their serial, and how far they lag is told", .needs(.bind))
    func replicas() async throws {
        let primary = try await PeerServer.start(
            .bind, PeerConfiguration(.simple(serial: 12, records: "h A 127.0.0.1")))
        let replica = try await PeerServer.start(.bind, PeerConfiguration(.simple(serial: 9, records: "h A 127.0.0.1")))
        var configuration = try MonitorConfiguration.test(primary.server())
        configuration.zones[0].servers.append(try replica.server())
        let run = MonitorRun(configuration)
        let (snapshot, _) = try await run.waits("the lag") { $0.zones[0].freshness.replicas.first?.lag == 3 }
        #expect(snapshot.zones[0].freshness.serial == Serial(rawValue: 12))
        await primary.stop()
        try await run.waits("that the replica has less") { $0.problem.contains("behind") }
        await replica.stop()
    }
}
