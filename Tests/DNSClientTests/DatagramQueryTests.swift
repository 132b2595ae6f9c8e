import DNSCore
import NIOCore
import Testing

@testable import DNSClient

/// A query over UDP takes its own answer and nothing else, tries again, and says why there is none.
struct DatagramQueryTests {
    let client = DNSClient()
    let name: DomainName

    init() throws { name = try DomainName("_http._tcp.svc.test") }

    @Test func takesTheAnswerToItsQuestion() async throws {
        let fake = try await FakeServer.start { [.message(try $0.answer(.noError, [.a("a.svc.test")]))] }
        let answer = try await client.query(name, .srv, at: try fake.server())
        #expect(answer.answers == [try .a("a.svc.test")])
        let request = try #require(fake.received.first).message
        #expect(request.questions == [Question(name: name, type: .srv)])
        #expect(request.edns?.udpSize == 1232)
    }

    static let mismatches: [String: @Sendable (inout Message) -> Void] = [
        "another id": { $0.header.id ^= 1 },
        "another opcode": { $0.header.opcode = .notify },
        "a query": { $0.header.isResponse = false },
        "another type": { $0.questions[0].type = .a },
        "another class": { $0.questions[0].recordClass = .ch },
        "another name": { $0.questions[0].name = .root },
        "two questions": { $0.questions += $0.questions },
        "no question": { $0.questions = [] },
    ]

    @Test(arguments: mismatches.keys.sorted())
    func passesOverWhatAnswersSomethingElse(mismatch: String) async throws {
        let change = try #require(Self.mismatches[mismatch])
        let fake = try await FakeServer.start { request in
            [
                .message(try request.answer(.noError, [.a("wrong.test")], change)),
                .message(try request.answer(.noError, [.a("right.test")])),
            ]
        }
        let answer = try await client.query(name, .srv, at: try fake.server())
        #expect(answer.answers == [try .a("right.test")])
        #expect(client.counts.foreignAnswers == 1)
    }

    @Test func passesOverWhatComesFromAnotherPort() async throws {
        let fake = try await FakeServer.start { request in
            [
                .messageFromElsewhere(try request.answer(.noError, [.a("wrong.test")])),
                // The second try: by now the packet from elsewhere has been there for long.
                request.number == 0 ? .close : .message(try request.answer(.noError, [.a("right.test")])),
            ]
        }
        var server = try fake.server()
        server.timeouts.answer = .milliseconds(1400)
        let answer = try await client.query(name, .srv, at: server)
        #expect(answer.answers == [try .a("right.test")])
    }

    @Test func comparesNamesWithoutCase() async throws {
        let upper = try DomainName("_HTTP._TCP.SVC.TEST")
        let fake = try await FakeServer.start { [.message(try $0.answer { $0.questions[0].name = upper })] }
        _ = try await client.query(name, .srv, at: try fake.server())
    }

    @Test func takesErrorsThatDoNotRepeatTheQuestion() async throws {
        let fake = try await FakeServer.start { [.message(try $0.answer(.refused) { $0.questions = [] })] }
        await #expect(throws: ClientError.responseCode(.refused)) {
            try await client.query(name, .srv, at: fake.server())
        }
    }

    @Test func asksAgainWhenAPacketIsLost() async throws {
        let fake = try await FakeServer.start { $0.number < 2 ? [] : [.message(try $0.answer())] }
        var server = try fake.server()
        server.timeouts.answer = .milliseconds(1400)
        _ = try await client.query(name, .srv, at: server)
        #expect(fake.received.count == 3)
        #expect(Set(fake.received.map(\.bytes)).count == 1, "the same question each time")
        #expect(client.counts.packetsSent == 3)
    }

    @Test func usesARandomIdAndPortForEachQuery() async throws {
        let fake = try await FakeServer.start { [.message(try $0.answer())] }
        for _ in 0..<20 { _ = try await client.query(name, .srv, at: try fake.server()) }
        let ids = try Set(fake.received.map { try $0.message.header.id })
        let ports = Set(fake.received.map(\.port))
        // By chance alone: one in a million of a million.
        #expect(ids.count > 15)
        #expect(ports.count > 15)
        let steps = zip(ids.sorted(), ids.sorted().dropFirst()).map { $1 - $0 }
        #expect(Set(steps).count > 5, "ids do not count up")
    }

    @Test func saysThatNobodyAnswers() async throws {
        let fake = try await FakeServer.start { _ in [] }
        var server = try fake.server()
        server.timeouts.answer = .milliseconds(140)
        await #expect(throws: ClientError.timedOut(.answering)) { try await client.query(name, .srv, at: server) }
        #expect(client.counts.packetsSent == 3)
    }

    @Test func saysThatOnlyNonsenseCame() async throws {
        let fake = try await FakeServer.start {
            $0.number == 0 ? [.message(Array("HTTP/1.1 400 Bad Request".utf8))] : []
        }
        var server = try fake.server()
        server.timeouts.answer = .milliseconds(1400)
        await #expect(throws: ClientError.onlyForeignAnswers(1)) { try await client.query(name, .srv, at: server) }
    }

    @Test func saysThatTheAnswerIsBroken() async throws {
        let fake = try await FakeServer.start { request in
            [.message(Array(try request.answer(.noError, [.a("a.svc.test")], edns: nil).dropLast(2)))]
        }
        var server = try fake.server()
        server.timeouts.answer = .seconds(7)
        let error = try await #require(throws: ClientError.self) { try await client.query(name, .srv, at: server) }
        guard case .malformed(let fault) = error else {
            Issue.record("\(error)")
            return
        }
        #expect(fault.fault == .truncated)
        #expect(fake.received.count == 1, "not after all tries only")
    }

    @Test func takesTheRightAnswerAfterABrokenOne() async throws {
        let fake = try await FakeServer.start { request in
            [.message(Array(try request.answer().dropLast())), .message(try request.answer())]
        }
        _ = try await client.query(name, .srv, at: try fake.server())
    }

    @Test func saysThatNothingListens() async throws {
        let closed = try ClosedPort()
        await #expect(throws: ClientError.connectionRefused) {
            try await client.query(name, .srv, at: Server(closed.address))
        }
    }

    @Test func turnsToTCPForLongAnswers() async throws {
        let fake = try await FakeServer.start { request in
            request.isTCP
                ? [.message(try request.answer(.noError, [.a("long.test")]))]
                : [.message(try request.answer { $0.header.flags.insert(.truncated) })]
        }
        let answer = try await client.query(name, .srv, at: try fake.server())
        #expect(answer.answers == [try .a("long.test")])
        #expect(fake.received.map(\.isTCP) == [false, true])
        #expect(try fake.received[0].message.header.id != fake.received[1].message.header.id)
    }

    @Test(arguments: [ResponseCode.formatError, .notImplemented])
    func doesWithoutEDNSWhereTheServerDoesNotKnowIt(code: ResponseCode) async throws {
        let fake = try await FakeServer.start { request in
            let old = try request.message.edns == nil
            return [.message(try request.answer(old ? .noError : code, edns: nil))]
        }
        _ = try await client.query(name, .srv, at: try fake.server())
        #expect(try fake.received.map { try $0.message.edns != nil } == [true, false])
    }

    @Test func believesAServerThatKnowsEDNS() async throws {
        let fake = try await FakeServer.start { [.message(try $0.answer(.formatError))] }
        await #expect(throws: ClientError.responseCode(.formatError)) {
            try await client.query(name, .srv, at: try fake.server())
        }
        #expect(fake.received.count == 1)
    }

    @Test func tellsNoSuchNameFromErrors() async throws {
        let fake = try await FakeServer.start { [.message(try $0.answer(.nameError))] }
        #expect(try await client.query(name, .srv, at: try fake.server()).header.responseCode == .nameError)
    }

    @Test func endsWithItsTask() async throws {
        let fake = try await FakeServer.start { _ in [] }
        let server = try fake.server()
        let query = Task { try await client.query(name, .srv, at: server) }
        try await until { !fake.received.isEmpty }
        query.cancel()
        await #expect(throws: ClientError.cancelled) { try await query.value }
        #expect(fake.received.count == 1)
    }

    @Test func triesEachAddressOfAName() async throws {
        let fake = try await FakeServer.start { [.message(try $0.answer())] }
        let closed = try ClosedPort()
        var client = client
        let addresses = [
            try SocketAddress(ipAddress: "127.0.0.1", port: Int(closed.address.port ?? 0)),
            try SocketAddress(ipAddress: "127.0.0.1", port: Int(fake.port)),
        ]
        client.resolve = { _, _ in addresses }
        for transport in [Server.Transport.datagrams, .streams] {
            let server = Server(try ServerAddress(host: "two.test"), transport: transport)
            _ = try await client.query(name, .srv, at: server)
        }
        #expect(fake.received.map(\.isTCP) == [false, true])
    }

    @Test func saysWhatTheFirstAddressSaidWhenNoneHelps() async throws {
        let closed = try ClosedPort()
        var client = client
        let addresses = try ["127.0.0.1", "::1"].map {
            try SocketAddress(ipAddress: $0, port: Int(closed.address.port ?? 0))
        }
        client.resolve = { _, _ in addresses }
        await #expect(throws: ClientError.connectionRefused) {
            try await client.query(name, .srv, at: Server(ServerAddress(host: "two.test")))
        }
    }

    /// A resolver that does not answer holds nobody up.
    @Test func leavesALookupBehindWithItsTask() async throws {
        let lookup = PendingLookup<Result<[SocketAddress], ClientError>>()
        let first = await withCheckedContinuation { continuation in
            lookup.wait(continuation)
            lookup.finish(.failure(.cancelled))
            lookup.finish(.success([]))
        }
        #expect(throws: ClientError.cancelled) { try first.get() }
        let query = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await HostResolver.addresses(of: "localhost", port: 53)
        }
        await #expect(throws: ClientError.cancelled) { try await query.value }
    }

    @Test func looksUpNamesWithTheSystemsResolver() async throws {
        let fake = try await FakeServer.start { [.message(try $0.answer())] }
        _ = try await client.query(name, .srv, at: Server(ServerAddress(host: "localhost", port: fake.port)))
    }

    @Test func saysThatANameHasNoAddress() async throws {
        let server = Server(try ServerAddress("no-such-host.invalid"))
        let error = try await #require(throws: ClientError.self) { try await client.query(name, .srv, at: server) }
        guard case .hostNotFound("no-such-host.invalid", _) = error else {
            Issue.record("\(error)")
            return
        }
    }
}
