import DNSCore
import Synchronization
import Testing

@testable import DNSClient

/// A zone comes whole or not at all, and the reason says why.
struct TransferTests {
    let client = DNSClient()
    let apex: DomainName
    let hosts: [ResourceRecord]

    init() throws {
        apex = try DomainName(ZoneStream.apex)
        hosts = try ZoneStream.hosts(1...80)
    }

    /// - Returns: what the sink had, whether the transfer failed or not.
    private func transfer(
        from fake: FakeServer, since known: StartOfAuthority? = nil, stall: Duration = .seconds(60),
        progress: @Sendable (TransferProgress) -> Void = { _ in }
    ) async throws -> (sink: RecordingSink, result: Result<ZoneTransfer.Outcome, ClientError>) {
        var server = try fake.server()
        server.timeouts.stall = stall
        var sink = RecordingSink()
        do throws(ClientError) {
            let outcome = try await client.transfer(
                of: apex, since: known, from: server, into: &sink, progress: progress)
            return (sink, .success(outcome))
        } catch {
            #expect(sink.committed == nil, "nothing is committed by a transfer that fails")
            return (sink, .failure(error))
        }
    }

    @Test func givesAllRecordsAndCommitsOnce() async throws {
        let fake = try await FakeServer.start { try ZoneStream.three.messages(answering: $0).map { .message($0) } }
        let progress = Mutex(TransferProgress())
        let (sink, result) = try await transfer(from: fake) { now in progress.withLock { $0 = now } }
        let last = progress.withLock { $0 }
        #expect(result == .success(.replaced(try .of(serial: 7))))
        #expect(sink.added == hosts)
        #expect(sink.messages == 3)
        #expect(sink.replacements == 1)
        #expect(sink.committed == (try .of(serial: 7)))
        #expect(last.messages == 3)
        #expect(last.records == 82)
        #expect(last.bytes > 1000)
        #expect(fake.received.map(\.isTCP) == [true], "a transfer never goes over UDP")
    }

    @Test func takesTheStreamByteByByte() async throws {
        let fake = try await FakeServer.start { try ZoneStream.three.bytes(answering: $0).map { .bytes([$0]) } }
        let (sink, _) = try await transfer(from: fake)
        #expect(sink.added == hosts)
        #expect(sink.committed != nil)
    }

    /// In a length, in a header, in a record, between messages.
    @Test(arguments: [1, 2, 10, 60, 70, 500, 1000])
    func saysThatTheTransferWasCut(position: Int) async throws {
        let fake = try await FakeServer.start {
            [.bytes(Array(try ZoneStream.three.bytes(answering: $0).prefix(position))), .close]
        }
        let (_, result) = try await transfer(from: fake)
        #expect(result == .failure(.closedEarly(bytes: position)))
    }

    @Test func saysThatTheServerFellSilent() async throws {
        let sent = Atomic(0)
        let fake = try await FakeServer.start { request in
            let bytes = try ZoneStream.three.bytes(answering: request).dropLast(20)
            sent.store(bytes.count, ordering: .relaxed)
            return [.bytes(Array(bytes))]
        }
        let (sink, result) = try await transfer(from: fake, stall: .seconds(2))
        #expect(result == .failure(.timedOut(.transferring(bytes: sent.load(ordering: .relaxed)))))
        #expect(sink.added.count == 40, "what came is read without waiting for the rest")
        try await until { fake.openConnections == 0 }
    }

    @Test func saysThatTheServerNeverBegan() async throws {
        let fake = try await FakeServer.start { _ in [] }
        let (_, result) = try await transfer(from: fake, stall: .milliseconds(50))
        #expect(result == .failure(.timedOut(.answering)))
    }

    @Test(arguments: [ResponseCode.refused, .notAuth, .serverFailure])
    func saysThatTheServerRefuses(code: ResponseCode) async throws {
        let fake = try await FakeServer.start { [.message(try $0.answer(code))] }
        let (_, result) = try await transfer(from: fake)
        #expect(result == .failure(.responseCode(code)))
    }

    @Test func saysThatGarbageCame() async throws {
        let fake = try await FakeServer.start { request in
            let messages = try ZoneStream.three.messages(answering: request)
            return [.message(messages[0]), .message(Array(messages[1].dropLast(5)))]
        }
        let (_, result) = try await transfer(from: fake)
        guard case .failure(.malformed(let fault)) = result else {
            Issue.record("\(result)")
            return
        }
        #expect(fault.fault == .truncated)
    }

    @Test func endsWithItsTask() async throws {
        let fake = try await FakeServer.start { [.message(try ZoneStream.three.messages(answering: $0)[0])] }
        let task = Task {
            var sink = RecordingSink()
            return try await client.transfer(of: apex, from: try fake.server(), into: &sink)
        }
        try await until { !fake.received.isEmpty }
        task.cancel()
        await #expect(throws: ClientError.cancelled) { try await task.value }
        try await until { fake.openConnections == 0 }
    }

    // MARK: - Incremental

    @Test func takesDifferences() async throws {
        let fake = try await FakeServer.start { request in
            let records: [ResourceRecord] = try [
                .soa(ZoneStream.apex, serial: 9), .soa(ZoneStream.apex, serial: 7), .a("old.svc.test"),
                .soa(ZoneStream.apex, serial: 9), .a("new.svc.test"), .soa(ZoneStream.apex, serial: 9),
            ]
            return [.message(try request.answer(.noError, records))]
        }
        let (sink, result) = try await transfer(from: fake, since: .of(serial: 7))
        #expect(result == .success(.incremental(from: Serial(rawValue: 7), to: try .of(serial: 9))))
        #expect(sink.removed == [try .a("old.svc.test")])
        #expect(sink.added == [try .a("new.svc.test")])
        #expect(sink.replacements == 0)
        let request = try #require(fake.received.first).message
        #expect(request.questions.first?.type == .ixfr)
        #expect(request.authorities.map(\.data) == [.soa(try .of(serial: 7))])
    }

    @Test func knowsThatNothingChanged() async throws {
        let fake = try await FakeServer.start {
            [.message(try $0.answer(.noError, [.soa(ZoneStream.apex, serial: 7)]))]
        }
        let (sink, result) = try await transfer(from: fake, since: .of(serial: 7))
        #expect(result == .success(.upToDate(try .of(serial: 7))))
        #expect(sink.committed == nil)
    }

    enum Inability: CaseIterable {
        case notImplemented, formatError, loneSOAThenClose, loneSOAThenSilence
    }

    @Test(arguments: Inability.allCases)
    func asksForTheWholeZoneWhereDifferencesAreNotOffered(inability: Inability) async throws {
        let fake = try await FakeServer.start { request in
            guard try request.message.questions.first?.type == .ixfr else {
                return try ZoneStream.three.messages(answering: request).map { .message($0) }
            }
            let loneSOA = try request.answer(.noError, [.soa(ZoneStream.apex, serial: 7)])
            return switch inability {
            case .notImplemented: [.message(try request.answer(.notImplemented))]
            case .formatError: [.message(try request.answer(.formatError))]
            case .loneSOAThenClose: [.message(loneSOA), .close]
            case .loneSOAThenSilence: [.message(loneSOA)]
            }
        }
        let (sink, result) = try await transfer(from: fake, since: .of(serial: 5), stall: .seconds(2))
        #expect(result == .success(.replaced(try .of(serial: 7))))
        #expect(sink.added == hosts)
    }
}
