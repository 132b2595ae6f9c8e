import DNSCore
import Testing

@testable import DNSClient

/// With a key nothing counts that the key has not signed.
struct SignedExchangeTests {
    static let now: UInt64 = 1_800_000_000
    let client = DNSClient(clock: { now })
    let key: TSIGKey
    let apex: DomainName

    init() throws {
        key = try TSIGKey(name: try DomainName("svctop."), secret: Array("a secret".utf8))
        apex = try DomainName(ZoneStream.apex)
    }

    /// Signs messages as a server does; those at the positions in `bare` are left unsigned.
    private static func signed(
        _ messages: [[UInt8]], for request: FakeServer.Request, key: TSIGKey, bare: Set<Int> = [], at now: UInt64 = now
    ) throws -> [[UInt8]] {
        guard case .verified(var responder) = TSIGVerifier(keys: [key]).verify(request.bytes.span, at: Self.now) else {
            throw NeverHappened()
        }
        return try messages.enumerated().map { index, message in
            var message = message
            if bare.contains(index) {
                responder.leaveUnsigned(message.span)
            } else {
                try responder.sign(&message, at: now)
            }
            return message
        }
    }

    /// What a transfer comes to, and whether it was committed.
    private func transfer(from fake: FakeServer) async throws -> (ClientError?, committed: Bool) {
        let server = try fake.server(key: key)
        var sink = RecordingSink()
        do throws(ClientError) {
            _ = try await client.transfer(of: apex, from: server, into: &sink)
            return (nil, sink.committed != nil)
        } catch {
            return (error, sink.committed != nil)
        }
    }

    @Test(arguments: [false, true])
    func takesSignedAnswers(overTCP: Bool) async throws {
        let fake = try await FakeServer.start { [key] request in
            try Self.signed([try request.answer()], for: request, key: key).map { .message($0) }
        }
        let server = try fake.server(key: key, transport: overTCP ? .streams : .datagrams)
        _ = try await client.query(apex, .soa, at: server)
    }

    @Test func passesOverAnUnsignedAnswerWhileTheSignedOneMayCome() async throws {
        let fake = try await FakeServer.start { [key] request in
            let forged = try request.answer(.noError, [.a("forged.test")])
            return [.message(forged)]
                + (try Self.signed([try request.answer()], for: request, key: key).map { .message($0) })
        }
        #expect(try await client.query(apex, .soa, at: try fake.server(key: key)).answers.isEmpty)
    }

    @Test func saysThatTheAnswerIsNotSigned() async throws {
        let fake = try await FakeServer.start { [.message(try $0.answer(.refused))] }
        var server = try fake.server(key: key)
        server.timeouts.answer = .seconds(7)
        await #expect(throws: ClientError.tsig(.unsignedAnswer(.refused))) {
            try await client.query(apex, .soa, at: server)
        }
        #expect(fake.received.count == 1)
    }

    @Test func saysThatTheSecretIsAnother() async throws {
        let other = try TSIGKey(name: key.name, secret: Array("another secret".utf8))
        let fake = try await FakeServer.start { request in
            guard case .refused(let refusal) = TSIGVerifier(keys: [other]).verify(request.bytes.span, at: Self.now)
            else {
                return []
            }
            var answer = try request.answer(refusal.responseCode)
            try refusal.sign(&answer, at: Self.now)
            return [.message(answer)]
        }
        let (error, _) = try await transfer(from: fake)
        guard case .tsig(.rejected(let rejection)) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(rejection.code == .badSignature)
    }

    @Test func saysByHowMuchTheClockIsOff() async throws {
        let fake = try await FakeServer.start { [key] request in
            try Self.signed([try request.answer()], for: request, key: key, at: Self.now + 3600).map { .message($0) }
        }
        let server = try fake.server(key: key, transport: .streams)
        let fault = TSIGError.badTime(serverTime: Self.now + 3600, clientTime: Self.now, fudge: 300)
        let error = await #expect(throws: ClientError.self) { try await client.query(apex, .soa, at: server) }
        #expect(error == .tsig(fault))
        #expect(error?.description.contains("3600 s ahead") == true)
    }

    @Test(arguments: [[], [1]] as [Set<Int>])
    func takesStreamsWithUnsignedMessagesBetween(bare: Set<Int>) async throws {
        let fake = try await FakeServer.start { [key] request in
            let messages = try ZoneStream.three.messages(answering: request)
            return try Self.signed(messages, for: request, key: key, bare: bare).map { .message($0) }
        }
        #expect(try await transfer(from: fake) == (nil, true))
    }

    @Test func commitsNothingWhenTheLastMessageIsUnsigned() async throws {
        let fake = try await FakeServer.start { [key] request in
            let messages = try ZoneStream.three.messages(answering: request)
            return try Self.signed(messages, for: request, key: key, bare: [2]).map { .message($0) }
        }
        #expect(try await transfer(from: fake) == (.tsig(.lastUnsigned), false))
    }

    @Test func commitsNothingWhenAMessageWasChanged() async throws {
        let fake = try await FakeServer.start { [key] request in
            let messages = try ZoneStream.three.messages(answering: request)
            var signed = try Self.signed(messages, for: request, key: key)
            // The last byte of the address of the first host.
            signed[1][100] ^= 1
            return signed.map { .message($0) }
        }
        let (error, committed) = try await transfer(from: fake)
        #expect(!committed)
        guard case .tsig = error else {
            Issue.record("\(String(describing: error))")
            return
        }
    }

    @Test(arguments: 0...12)
    func standsMessagesTooShortToBeAny(count: Int) async throws {
        let fake = try await FakeServer.start { [.message(Array(try $0.answer().prefix(count))), .close] }
        let (error, committed) = try await transfer(from: fake)
        #expect(error != nil)
        #expect(!committed)
    }

    @Test func takesNoUnsignedTransfer() async throws {
        let fake = try await FakeServer.start { try ZoneStream.three.messages(answering: $0).map { .message($0) } }
        #expect(try await transfer(from: fake) == (.tsig(.unsignedAnswer(.noError)), false))
    }
}
