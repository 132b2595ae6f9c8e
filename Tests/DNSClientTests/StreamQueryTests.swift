import DNSCore
import PeerServers
import Testing

@testable import DNSClient

/// A query over TCP: whole answers only, and a reason whenever there is none.
struct StreamQueryTests {
    let client = DNSClient()
    let name: DomainName

    init() throws { name = try DomainName("_http._tcp.svc.test") }

    private func query(_ fake: FakeServer, _ answer: Duration = .seconds(60)) async throws -> Message {
        var server = try fake.server(transport: .streams)
        server.timeouts.answer = answer
        return try await client.query(name, .srv, at: server)
    }

    @Test func takesAnAnswerThatComesByteByByte() async throws {
        let fake = try await FakeServer.start { request in
            let answer = try request.answer(.noError, [.a("a.svc.test")])
            return ([0, UInt8(answer.count)] + answer).map { .bytes([$0]) }
        }
        #expect(try await query(fake).answers == [try .a("a.svc.test")])
        #expect(fake.received.map(\.isTCP) == [true])
    }

    @Test func passesOverWhatAnswersSomethingElse() async throws {
        let fake = try await FakeServer.start { request in
            [
                .message(try request.answer(.noError, [.a("wrong.test")]) { $0.header.id ^= 1 }),
                .message(try request.answer(.noError, [.a("right.test")])),
            ]
        }
        #expect(try await query(fake).answers == [try .a("right.test")])
        #expect(client.counts.foreignAnswers == 1)
    }

    @Test func saysThatTheServerClosed() async throws {
        let fake = try await FakeServer.start { _ in [.close] }
        await #expect(throws: ClientError.closedEarly(bytes: 0)) { try await query(fake) }
    }

    @Test func saysThatTheAnswerWasCut() async throws {
        let fake = try await FakeServer.start { [.bytes([1, 0] + (try $0.answer())), .close] }
        let error = try await #require(throws: ClientError.self) { try await query(fake) }
        guard case .closedEarly(let bytes) = error else {
            Issue.record("\(error)")
            return
        }
        #expect(bytes > 30)
    }

    @Test func saysThatTheServerIsAnotherKindOfServer() async throws {
        let page = Array("HTTP/1.1 400 Bad Request\r\n\r\n".utf8)
        let fake = try await FakeServer.start { _ in [.bytes(page), .close] }
        await #expect(throws: ClientError.closedEarly(bytes: page.count)) { try await query(fake) }
    }

    @Test(arguments: [[], [0], [0, 40, 1, 2, 3]] as [[UInt8]])
    func doesNotWaitForever(beginning: [UInt8]) async throws {
        let fake = try await FakeServer.start { _ in [.bytes(beginning)] }
        await #expect(throws: ClientError.timedOut(.answering)) { try await query(fake, .milliseconds(50)) }
        try await until { fake.openConnections == 0 }
    }

    @Test func saysThatNothingListens() async throws {
        let closed = try ClosedPort()
        let server = Server(closed.address, transport: .streams)
        await #expect(throws: ClientError.connectionRefused) { try await client.query(name, .srv, at: server) }
    }

    @Test func saysThatNobodyAcceptsTheConnection() async throws {
        let full = try FullListener()
        var server = Server(try ServerAddress(host: "127.0.0.1", port: full.port), transport: .streams)
        server.timeouts.connect = .milliseconds(100)
        await #expect(throws: ClientError.timedOut(.connecting)) { try await client.query(name, .srv, at: server) }
    }

    @Test func stopsConnectingWithItsTask() async throws {
        let full = try FullListener()
        let server = Server(
            try ServerAddress(host: "127.0.0.1", port: full.port), transport: .streams,
            timeouts: Timeouts(connect: .seconds(60)))
        let query = Task { try await client.query(name, .srv, at: server) }
        try await until { client.counts.connections == 1 }
        query.cancel()
        await #expect(throws: ClientError.cancelled) { try await query.value }
    }

    @Test func closesTheConnectionWithItsTask() async throws {
        let fake = try await FakeServer.start { _ in [] }
        let query = Task { try await self.query(fake, .seconds(60)) }
        try await until { !fake.received.isEmpty }
        #expect(fake.openConnections == 1)
        query.cancel()
        await #expect(throws: ClientError.cancelled) { try await query.value }
        try await until { fake.openConnections == 0 }
    }

    @Test func asksNothingOfACancelledTask() async throws {
        let fake = try await FakeServer.start { [.message(try $0.answer())] }
        let query = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await self.query(fake)
        }
        await #expect(throws: ClientError.cancelled) { try await query.value }
    }
}
