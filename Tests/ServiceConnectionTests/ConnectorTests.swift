import DNSClient
import DNSCore
import Glibc
import NIOCore
import PeerServers
import Testing

@testable import ServiceConnection

@Suite("The connector finds a service where it is now", .serialized)
struct ConnectorTests {
    /// Sends a line through a connection, and returns what comes back.
    private func ask(_ connection: EstablishedConnection, _ text: String) async throws -> String {
        let answer = connection.channel.eventLoop.makePromise(of: String.self)
        try await connection.begin { try $0.pipeline.syncOperations.addHandler(FirstRead(answer)) }
        try await connection.channel.writeAndFlush(ByteBuffer(string: text))
        defer { connection.channel.close(promise: nil) }
        return try await answer.futureResult.get()
    }

    private func failure(_ connector: Connector) async throws -> ConnectionError {
        try #require(
            await #expect(throws: ConnectionError.self) { _ = try await connector.connect(to: try service()) })
    }

    @Test("past a dead first instance: one refused connect later")
    func deadFirst() async throws {
        let zone = try await ServedZone()
        let echo = try await EchoService()
        let dead = try Listener()
        try await zone.register("1 0 \(dead.port) four", "2 0 \(echo.port) four")
        dead.stop()
        // Whoever waited for anything would wait long.
        let patient = RetryPolicy(
            deadline: nil, connectTimeout: .seconds(60), attemptDelay: .seconds(60), instanceDelay: .seconds(60),
            firstPause: .seconds(60))
        let clock = ContinuousClock()
        var connection: EstablishedConnection?
        let time = try await clock.measure { connection = try await zone.connector(patient).connect(to: try service()) }
        #expect(time < .seconds(20))
        #expect(connection?.endpoint.port == echo.port)
        #expect("\(try #require(connection?.endpoint.target))" == "four.svc.test.")
        #expect(try await ask(try #require(connection), "hello") == "hello")
        await zone.stop()
    }

    @Test("nothing is lost that a server says before anybody listens")
    func greeting() async throws {
        let zone = try await ServedZone()
        let echo = try await EchoService(greeting: "220 ready")
        try await zone.register("0 0 \(echo.port) four")
        let connection = try await zone.connector().connect(to: try service())
        let answer = connection.channel.eventLoop.makePromise(of: String.self)
        try await connection.begin { try $0.pipeline.syncOperations.addHandler(FirstRead(answer)) }
        #expect(try await answer.futureResult.get() == "220 ready")
        try await connection.channel.close()
        await zone.stop()
    }

    @Test("a record that has grown stale is looked up again, and the client arrives")
    func staleRecord() async throws {
        let zone = try await ServedZone()
        let echo = try await EchoService()
        let closed = try Listener()
        try await zone.register("0 0 \(closed.port) four")
        closed.stop()
        let failed = Counter()
        let task = Task { [connector = zone.connector()] in
            try await connector.connect(to: try service()) { _, _ in failed.add() }.endpoint.port
        }
        try await until { failed.value > 0 }
        try await zone.register("0 0 \(echo.port) four")
        #expect(try await task.value == echo.port)
        await zone.stop()
    }

    @Test("a service that is gone is waited for: first its record, then its port")
    func goneAndBack() async throws {
        let zone = try await ServedZone()
        let failed = Counter()
        let reasons = Notes()
        let task = Task { [connector = zone.connector()] in
            try await connector.connect(to: try service()) { trail, _ in
                reasons.add(trail.summary)
                failed.add()
            }.endpoint.port
        }
        try await until { failed.value > 0 }
        #expect(reasons.all.first == "the name is not registered")
        let back = try Listener()
        let port = back.port
        back.stop()
        try await zone.register("0 0 \(port) four")
        try await until { reasons.all.last == "four.svc.test at 127.0.0.1:\(port): connection refused" }
        try back.start()
        #expect(try await task.value == port)
        await zone.stop()
    }

    @Test("at the deadline the error says what was tried, and what became of it")
    func deadline() async throws {
        let zone = try await ServedZone()
        let dead = try Listener()
        try await zone.register("0 0 \(dead.port) four")
        dead.stop()
        let error = try await failure(zone.connector(RetryPolicy(deadline: .milliseconds(400))))
        #expect(error.reason == .deadlinePassed(.milliseconds(400)))
        #expect(error.trail.lookupCount >= 2)
        #expect(error.trail.summary == "four.svc.test at 127.0.0.1:\(dead.port): connection refused")
        await zone.stop()
    }

    @Test("a name without a record, a name that is not there, target `.`: each is said as what it is")
    func nothingThere() async throws {
        let zone = try await ServedZone()
        let policy = RetryPolicy(lookupLimit: 1)
        #expect(try await failure(zone.connector(policy)).trail.lookupFault == .noSuchName)
        try await zone.set("_http._tcp.web", .txt, "x")
        #expect(try await failure(zone.connector(policy)).trail.lookupFault == .noRecord)
        try await zone.register("0 0 0 .")
        #expect(try await failure(zone.connector()).reason == .notOffered)
        try await zone.register("0 0 80 nobody")
        #expect(try await failure(zone.connector(policy)).trail.summary == "nobody.svc.test:80: has no address")
        await zone.stop()
    }

    @Test("a server that is gone does not matter while another answers")
    func severalServers() async throws {
        let zone = try await ServedZone()
        let echo = try await EchoService()
        try await zone.register("0 0 \(echo.port) four")
        var gone = zone.server
        gone.address.port = try freeLoopbackPort()
        let connector = Connector(ServiceResolver(servers: [gone, zone.server]))
        #expect(try await connector.connect(to: try service()).endpoint.port == echo.port)
        let alone = Connector(ServiceResolver(servers: [gone]), policy: RetryPolicy(lookupLimit: 1))
        #expect(try await "\(failure(alone))".contains("no DNS server listens on this port"))
        await zone.stop()
    }

    @Test("aliases of the name are followed, and those that lead in a circle are not")
    func aliases() async throws {
        let zone = try await ServedZone()
        let echo = try await EchoService()
        try await zone.set("_http._tcp.real", .srv, "0 0 \(echo.port) four")
        try await zone.set("_http._tcp.web", .cname, "_http._tcp.real")
        #expect(try await zone.connector().connect(to: try service()).endpoint.port == echo.port)
        try await zone.set("_http._tcp.round", .cname, "_http._tcp.web")
        try await zone.set("_http._tcp.web", .cname, "_http._tcp.round")
        let error = try await failure(zone.connector(RetryPolicy(lookupLimit: 1)))
        #expect(error.trail.lookupFault == .endlessAlias)
        await zone.stop()
    }

    @Test("an address that swallows everything costs a quarter of a second (RFC 8305)")
    func blackHole() async throws {
        let zone = try await ServedZone()
        let echo = try await EchoService()
        // IPv6 is first, and is silent.
        let full = try FullListener(isIPv6: true, port: echo.port)
        try await zone.register("0 0 \(echo.port) lo")
        let clock = ContinuousClock()
        let time = try await clock.measure {
            let connection = try await zone.connector().connect(to: try service())
            #expect("\(connection.endpoint)" == "127.0.0.1:\(echo.port)")
        }
        #expect(time >= .milliseconds(250) && time < .seconds(2))
        withExtendedLifetime(full) {}
        await zone.stop()
    }

    @Test("cancelled, it ends at once, whatever it waits for", arguments: ["connect", "look up", "pause"])
    func cancellation(_ phase: String) async throws {
        let zone = try await ServedZone()
        let full = try FullListener()
        let silent = Server(
            try ServerAddress(host: "127.0.0.1", port: try SilentServer.port()),
            timeouts: Timeouts(answer: .seconds(60)))
        if phase == "connect" { try await zone.register("0 0 \(full.port) four") }
        let resolver = phase == "look up" ? ServiceResolver(servers: [silent]) : zone.resolver
        let connector = Connector(
            resolver, policy: RetryPolicy(deadline: nil, connectTimeout: .seconds(60), firstPause: .seconds(60)))
        let name = try service()
        let task = Task { () -> ConnectionError.Reason? in
            do throws(ConnectionError) {
                _ = try await connector.connect(to: name)
                return nil
            } catch {
                return error.reason
            }
        }
        try await Task.sleep(for: .milliseconds(50))
        let clock = ContinuousClock()
        let time = await clock.measure {
            task.cancel()
            let reason = await task.value
            #expect(reason == .cancelled)
        }
        #expect(time < .seconds(1))
        await zone.stop()
    }
}
