import Glibc
import PeerServers
import Testing

@Suite(
    "The essay, played with real processes on every server", .serialized,
    .needs(.bind, .knot, .powerDNSWithSQLite), .needs(programs: "dig", "nsupdate", "python3"))
struct EssayTests {
    /// What a client gets of the service that it finds.
    private func connect(_ server: EssayServer) async throws -> Program.Result { try await Self.connect(server.place) }

    private static func connect(_ place: String) async throws -> Program.Result {
        try await Program().run("connect", EssayServer.web, "--server", place, "--deadline", "20s")
    }

    private func port(_ server: EssayServer) async throws -> UInt16 { try #require(try await server.ports().first) }

    @Test(
        "a service that starts for the first time gets a port and a record, and is found",
        arguments: EssaySoftware.allCases)
    func firstStart(software: EssaySoftware) async throws {
        let server = try await EssayServer(software)
        #expect(try await server.ports() == [])
        let before = try await server.serial
        let service = try EssayService("first", at: server)
        try await service.says("registered")
        #expect(try await connect(server).output == "first\n")
        #expect(try await server.serial == before + 1, "one update")
        try await service.stop()
        #expect(try await server.ports() == [], "withdrawn")
    }

    @Test("one that starts again takes its old port, and no update is sent", arguments: EssaySoftware.allCases)
    func restart(software: EssaySoftware) async throws {
        let server = try await EssayServer(software)
        let first = try EssayService("first", at: server, ["--keep"])
        try await first.says("registered")
        try await first.stop()
        let (port, serial, updates) = (try await port(server), try await server.serial, server.updatesAsked)
        #expect(updates != 0, "what counts updates has seen that of the first start")
        let second = try EssayService("second", at: server)
        try await second.says("registered")
        #expect(try await connect(server).output == "second\n")
        #expect(try await self.port(server) == port)
        #expect(try await server.serial == serial)
        #expect(server.updatesAsked == updates)
    }

    @Test(
        "one whose port another user took in between gets another, and says whose it is now", .needsOtherUsers,
        arguments: EssaySoftware.allCases)
    func snatched(software: EssaySoftware) async throws {
        let server = try await EssayServer(software)
        let first = try EssayService("first", at: server, ["--keep"])
        try await first.says("registered")
        try await first.stop()
        let (port, serial) = (try await port(server), try await server.serial)
        let stranger = try await UserListener(user: 4321, port: port)
        defer { stranger.stop() }
        let second = try EssayService("second", at: server)
        try await second.says("registered")
        #expect(try await self.port(server) != port)
        #expect(try await server.serial == serial + 1)
        #expect(try await connect(server).output == "second\n")
        #expect(second.output.contains("4321"), "\(second.output)")
    }

    @Test("clients of a service that is gone wait until it is back", arguments: EssaySoftware.allCases)
    func gone(software: EssaySoftware) async throws {
        let server = try await EssayServer(software)
        let first = try EssayService("first", at: server)
        try await first.says("registered")
        try await first.stop()
        let place = server.place
        async let answer = Self.connect(place)
        let second = try EssayService("second", at: server)
        #expect(try await answer.output == "second\n")
        try await second.stop()
    }

    @Test("a client that finds a stale record asks again until it is none", arguments: EssaySoftware.allCases)
    func stale(software: EssaySoftware) async throws {
        let server = try await EssayServer(software)
        let first = try EssayService("first", at: server, ["--keep"])
        try await first.says("registered")
        try await first.stop()
        let port = try await port(server)
        let place = server.place
        async let answer = Self.connect(place)
        // Somebody is on the old port and hangs up at once: the service has to go elsewhere, and says so.
        let second = try EssayService("second", at: server, ["--port", "http=\(port == 20_000 ? 20_001 : 20_000)"])
        #expect(try await answer.output == "second\n")
        try await second.stop()
    }

    @Test(
        "while the server is gone the service serves; it registers when the server is back",
        arguments: EssaySoftware.allCases)
    func withoutServer(software: EssaySoftware) async throws {
        let server = try await EssayServer(software)
        try await server.stop()
        let service = try EssayService("patient", at: server)
        try await service.says("next try")
        #expect(service.isRunning)
        try await server.start()
        try await waitUntil("it is registered: \(service.output)") { service.output.contains("registered") }
        #expect(try await connect(server).output == "patient\n")
        try await service.stop()
    }

    @Test("another key cannot take the name", arguments: EssaySoftware.allCases)
    func anotherKey(software: EssaySoftware) async throws {
        let other = "_http._tcp.other.svc.internal."
        let server = try await EssayServer(software, names: [EssayServer.web, other])
        let service = try EssayService("mine", at: server)
        try await service.says("registered")
        let before = try await server.records()
        let thief = try await Program().run(
            "register", EssayServer.web, "--port", "9", "--key", server.keyFile(other), "--server", server.place)
        #expect(thief.status != 0)
        #expect(thief.complaint.contains("other.svc.internal"), "\(thief.complaint)")
        #expect(try await server.records() == before)
        #expect(try await connect(server).output == "mine\n")
        try await service.stop()
    }
}
