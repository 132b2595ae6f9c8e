import DNSCore
import Testing

@testable import DNSAuthority

@Suite("A zone as it goes out")
struct OutgoingTransferTests {
    private let apex = TransferZone.apex
    private let clock: UInt64 = 1_800_000_000

    /// What a client asks, what the server makes of it, and what the client makes of that.
    private struct Run {
        var messages: [[UInt8]] = []
        var sink = ReplicaSink()
        var outcome: ZoneTransfer.Outcome?
    }

    private func run(
        _ zone: Zone, known: StartOfAuthority? = nil, into sink: ReplicaSink = ReplicaSink(), key: TSIGKey? = nil,
        changing change: () throws -> Void = {}
    ) throws -> Run {
        var client = ZoneTransfer(zone: apex, known: known)
        var request = client.request(id: 7)
        var exchange = key.map(TSIGExchange.init)
        try exchange?.sign(&request, at: clock)
        let signing = try key.map { try TSIGVerifier(keys: [$0]).responder(for: request, at: clock) }
        let asked = try #require(TransferRequest(try Message(decoding: request)))
        var transfer = OutgoingTransfer(asked, of: zone, signing: signing)
        var run = Run(sink: sink)
        while let message = transfer.next(at: clock) {
            run.messages.append(message)
            try exchange?.verifyNext(message.span, at: clock)
            if case .finished(let outcome) = try client.receive(message.span, into: &run.sink) {
                run.outcome = outcome
            }
            try change()
        }
        #expect(transfer.isFinished)
        if run.outcome?.committed != nil { try client.commit(into: &run.sink, signedBy: exchange) }
        return run
    }

    private func soa(_ serial: UInt32) throws -> StartOfAuthority {
        guard case .soa(let soa) = TransferZone.soa(serial).data else { throw NeverHappened() }
        return soa
    }

    /// The sinks get the SOA record with the commit alone.
    private func data(_ zone: Zone) -> Set<ResourceRecord> { zone.records.filter { $0.type != .soa } }

    // MARK: - All of it

    @Test("every record goes, once, between two copies of the SOA record, many to a message")
    func wholeZone() throws {
        let zone = try TransferZone.of(services: 3000)
        let run = try run(zone)
        #expect(run.outcome == .replaced(try soa(41)))
        #expect(run.sink.records == data(zone))
        #expect(run.sink.contradictions == 0)
        let messages = try run.messages.map { try Message(decoding: $0) }
        #expect((3...30).contains(messages.count))
        #expect(messages.allSatisfy { $0.header.id == 7 && $0.header.flags == .authoritative && $0.header.isResponse })
        #expect(messages.map(\.questions.count) == [1] + Array(repeating: 0, count: messages.count - 1))
        #expect(run.messages.allSatisfy { $0.count <= 16_384 })
        #expect(run.messages.dropLast().allSatisfy { $0.count > 16_000 })
        let records = messages.flatMap(\.answers)
        #expect(records.first?.data == records.last?.data && records.first?.type == .soa)
        #expect(records.count == zone.contents.recordCount + 1)
    }

    @Test("names are compressed where RFC 1035 has them, and nowhere else")
    func compression() throws {
        let message = try #require(try run(TransferZone.of(services: 1)).messages.first)
        var reader = WireReader(message.span)
        let counts = try Header.read(&reader).counts
        _ = try Question(&reader)
        for _ in 0..<counts.answers {
            let record = try RecordView(&reader)
            let whole = try record.recordData().encoded().count
            switch record.type {
            case .ns, .cname, .ptr, .mx, .soa: #expect(record.rdata.count < whole, "\(record.type)")
            default: #expect(record.rdata.count == whole, "\(record.type)")
            }
        }
    }

    @Test("a record that fills a message stands alone, and one that fits in none ends the transfer")
    func largeRecords() throws {
        var zone = try TransferZone.of(services: 300)
        let large = TransferZone.text(
            "large.svc.test", Array(repeating: Array(repeating: 0x61, count: 255), count: 250))
        zone.contents.insert(large)
        let key = try TSIGKey.test(algorithm: .hmacSHA512)
        let run = try run(zone, key: key)
        #expect(run.sink.records == data(zone))
        let messages = try run.messages.map { try Message(decoding: $0) }
        let holder = try #require(messages.first { $0.answers.contains(large) })
        #expect(holder.answers.count == 1)
        #expect(messages.count > 2)

        zone.contents.insert(
            ResourceRecord(
                name: name("huge.svc.test"), ttl: 60,
                data: .opaque(RecordType(rawValue: 65_300), Array(repeating: 1, count: 65_500))))
        let error = #expect(throws: TransferError.self) { try self.run(zone, key: key) }
        #expect(error == .refused(.serverFailure))
    }

    @Test("a name with more records than a message holds goes on in the next")
    func largeRRset() throws {
        var zone = try TransferZone.of(services: 0)
        let host = String(repeating: "h", count: 60)
        for number in 0..<400 {
            zone.contents.insert(try record("_many._tcp 60 SRV 0 0 \(number) \(host)", in: apex))
        }
        let run = try run(zone)
        #expect(run.sink.records == data(zone))
        #expect(run.messages.count > 2)
        #expect(run.messages.allSatisfy { $0.count <= 16_384 })
    }

    @Test("every message is signed", arguments: TSIGAlgorithm.allCases)
    func signatures(algorithm: TSIGAlgorithm) throws {
        let zone = try TransferZone.of(services: 2000)
        let run = try run(zone, key: .test(algorithm: algorithm))
        #expect(run.sink.records == data(zone))
        #expect(run.messages.count > 3)
        #expect(try run.messages.allSatisfy { try Message(decoding: $0).additionals.last?.type == .tsig })
        #expect(run.messages.allSatisfy { $0.count <= 16_384 })
    }

    @Test("what changes meanwhile is not in it")
    func snapshot() throws {
        var zone = try TransferZone.of(services: 2000)
        let before = data(zone)
        var number = 0
        let run = try run(zone) {
            number += 1
            try zone.change(deleting: [TransferZone.srv(number)], adding: [TransferZone.srv(10_000 + number)])
        }
        #expect(number > 3)
        #expect(run.sink.records == before)
        #expect(run.outcome == .replaced(try soa(41)))
    }

    @Test("a zone without an SOA record is not sent")
    func noSOA() throws {
        #expect(throws: TransferError.refused(.serverFailure)) { try run(Zone(ZoneContents(apex: apex))) }
    }

    // MARK: - Differences

    @Test("from every version that is known, the differences lead to the newest")
    func differences() throws {
        var random = SeededGenerator(state: 4)
        var zone = try TransferZone.of(services: 400, serial: 0xFFFF_FFF0)
        var copies: [(StartOfAuthority, ReplicaSink)] = []
        for version in 0..<40 {
            let serial = try #require(zone.contents.serial)
            let copy = try run(zone)
            copies.append((try soa(serial.rawValue), copy.sink))
            let present = Array(data(zone).filter { $0.type == .srv }).sorted { $0.name < $1.name }
            let gone = (0..<3).compactMap { _ in present.randomElement(using: &random) }
            try zone.change(deleting: Array(Set(gone)), adding: [TransferZone.srv(1000 + version)])
        }
        for (known, sink) in copies {
            let run = try run(zone, known: known, into: sink)
            #expect(run.outcome == .incremental(from: known.serial, to: try soa(24)))
            #expect(run.sink.records == data(zone))
            #expect(run.sink.contradictions == 0)
            #expect(run.sink.replacements == sink.replacements)
        }
    }

    @Test("who has the newest version, or a newer one, gets its SOA record alone")
    func upToDate() throws {
        let zone = try TransferZone.of(services: 2000)
        #expect(try run(zone, known: soa(41)).outcome == .upToDate(try soa(41)))
        #expect(try run(zone, known: soa(42)).outcome == .serverBehind(try soa(41)))
        #expect(try run(zone, known: soa(41)).messages.map { try Message(decoding: $0).answers.count } == [1])
    }

    @Test("all of the zone goes where history is too short, or where the differences are more than the zone")
    func wholeInstead() throws {
        var zone = try TransferZone.of(services: 100)
        #expect(try run(zone, known: soa(40)).outcome == .replaced(try soa(41)))
        try zone.change(adding: [TransferZone.srv(1000)])
        #expect(try run(zone, known: soa(41)).outcome == .incremental(from: Serial(rawValue: 41), to: try soa(42)))
        try zone.change(adding: (1001..<1200).map(TransferZone.srv))
        try zone.change(deleting: (1001..<1200).map(TransferZone.srv))
        let run = try run(zone, known: soa(41))
        #expect(run.outcome == .replaced(try soa(44)))
        #expect(run.sink.records == data(zone))
    }

    // MARK: - Datagrams

    @Test("by UDP it is all in one message, or the SOA record says to ask by TCP", arguments: [true, false])
    func datagrams(isSigned: Bool) throws {
        var zone = try TransferZone.of(services: 200)
        try zone.change(deleting: [TransferZone.srv(1)], adding: [TransferZone.srv(1000)])
        for limit in [512, 1232] {
            let small = try datagram(zone, since: 41, limit, isSigned)
            #expect(small.outcome == .incremental(from: Serial(rawValue: 41), to: try soa(42)))
            let large = try datagram(zone, since: 3, limit, isSigned)
            #expect(large.outcome == .useTCP)
            #expect(large.answers == 1)
        }
    }

    private func datagram(
        _ zone: Zone, since serial: UInt32, _ limit: Int, _ isSigned: Bool
    ) throws -> (outcome: ZoneTransfer.Outcome?, answers: Int) {
        var client = ZoneTransfer(zone: apex, known: try soa(serial), over: .datagram)
        var request = client.request(id: 7)
        var signing: TSIGResponder?
        if isSigned {
            let key = try TSIGKey.test()
            var exchange = TSIGExchange(key: key)
            try exchange.sign(&request, at: clock)
            signing = try TSIGVerifier(keys: [key]).responder(for: request, at: clock)
        }
        let asked = try #require(TransferRequest(try Message(decoding: request)))
        let answer = OutgoingTransfer.datagram(asked, of: zone, signing: signing, limit: limit, at: clock)
        let message = try #require(answer)
        #expect(message.count <= limit)
        var sink = ReplicaSink()
        guard case .finished(let outcome) = try client.receive(message.span, into: &sink) else { return (nil, 0) }
        return (outcome, try Message(decoding: message).answers.count)
    }
}
