import Testing

@testable import DNSCore

@Suite("A whole zone (AXFR)")
struct WholeZoneTests {
    static let zone = [soaRecord(5)] + records(10) + [soaRecord(5)]
    static let expected: [RecordingSink.Event] =
        [.replacement] + records(10).map { .added($0.resourceRecord) }

    @Test(
        "arrives however it is cut into messages, whether they repeat the question or not",
        arguments: TransferAnswer.Questions.allCases)
    func cuts(questions: TransferAnswer.Questions) throws {
        let count = Self.zone.count
        let cuts = (1..<count).map { [$0] } + [[], Array(repeating: 1, count: count), [1, 1, 18], [5, 0, 0, 5]]
        for sizes in cuts {
            let answer = TransferAnswer(records: Self.zone, sizes: sizes, questions: questions)
            let run = try TransferRun.of(answer.messages)
            #expect(run.sink.events == Self.expected, "cut \(sizes)")
            #expect(run.progress == .finished(.replaced(soa(5))))
            #expect(run.sink.messageCount == answer.messages.count)
            #expect(run.transfer.recordCount == count && run.transfer.messageCount == answer.messages.count)
        }
    }

    @Test("may have nothing but its SOA")
    func empty() throws {
        for sizes in [[], [1]] {
            let run = try TransferRun.of(TransferAnswer(records: [soaRecord(5), soaRecord(5)], sizes: sizes).messages)
            #expect(run.sink.events == [.replacement])
            #expect(run.outcome == .replaced(soa(5)))
        }
    }

    @Test("is not complete before its closing SOA, wherever the stream ends")
    func endsEarly() throws {
        let messages = TransferAnswer(records: Self.zone, sizes: Array(repeating: 1, count: 21)).messages
        for count in 0..<messages.count {
            var run = TransferRun()
            try run.take(Array(messages.prefix(count)))
            #expect(run.progress == .more)
            #expect(throws: TransferError.truncatedStream(records: count)) { try run.transfer.endOfStream() }
            #expect(throws: TransferError.incomplete) { try run.transfer.commit(into: &run.sink, signedBy: nil) }
        }
    }

    @Test("ends with the SOA that it began with: another one means that the zone changed meanwhile")
    func closingDiffers() throws {
        var other = soaRecord(5)
        other.rdata[other.rdata.count - 1] ^= 1
        for (closing, serial) in [(soaRecord(6), UInt32(6)), (other, 5)] {
            let answer = TransferAnswer(records: [soaRecord(5)] + records(1) + [closing] + records(1), sizes: [4])
            let expected = TransferError.closingDiffers(
                opening: Serial(rawValue: 5), closing: Serial(rawValue: serial))
            #expect(throws: expected) { try TransferRun.of(answer.messages) }
        }
    }

    @Test("has nothing after its end")
    func afterEnd() throws {
        let extra = TransferAnswer(records: Self.zone + records(1)).messages
        #expect(throws: TransferError.dataAfterEnd) { try TransferRun.of(extra) }
        let again = TransferAnswer(records: Self.zone).messages
        #expect(throws: TransferError.dataAfterEnd) { try TransferRun.of(again + again) }
    }

    @Test("begins with an SOA")
    func opening() {
        let started = TransferAnswer(records: records(1)).messages
        #expect(throws: TransferError.noZone) { try TransferRun.of(started) }
        let empty = TransferAnswer(records: []).messages
        #expect(throws: TransferError.noZone) { try TransferRun.of(empty) }
    }

    @Test("fails for good: after an error nothing more is taken")
    func failsForGood() throws {
        var run = TransferRun()
        let broken = TransferAnswer(records: [soaRecord(5), soaRecord(6)]).messages
        #expect(throws: TransferError.self) { try run.take(broken) }
        let good = TransferAnswer(records: Self.zone).messages
        #expect(throws: TransferError.dataAfterEnd) { try run.take(good) }
        #expect(throws: TransferError.truncatedStream(records: 2)) { try run.transfer.endOfStream() }
    }

    @Test("passes over records from outside of the zone, and counts them")
    func outOfZone() throws {
        let outside = [
            "example", "other.example", "svc.example.com", "xsvc.example", ".",
            // The bytes of the label end like the zone's, but no label begins there.
            "x\\003svc\\007example",
        ].map { record($0) }
        let inside = ["svc.example", "SVC.EXAMPLE", "a.b.c.svc.example", "*.svc.example", "x.Svc.Example"].map {
            record($0)
        }
        for compresses in [true, false] {
            var message = RawMessage(id: 7, flags: 0x8400)
            message.compresses = compresses
            message.answers = [soaRecord(5)] + zip(outside, inside + inside).flatMap { [$0, $1, $0] } + [soaRecord(5)]
            let run = try TransferRun.of([message.bytes])
            #expect(run.transfer.ignoredCount == 12)
            #expect(run.sink.added.map(\.name) == zip(outside, inside + inside).map { $1.name })
        }
    }

    @Test("passes over them also where they share their end with names of the zone")
    func outOfZoneBySharedEnd() throws {
        // The writer shares only what differs in no byte: "svc" points at EXAMPLE, which lies outside, as does "foo".
        let names = ["other.EXAMPLE", "svc.EXAMPLE", "foo.EXAMPLE", "a.svc.EXAMPLE", "EXAMPLE"]
        let answer = TransferAnswer(records: [soaRecord(5)] + names.map { record($0) } + [soaRecord(5)])
        let run = try TransferRun.of(answer.messages)
        #expect(run.sink.added.map(\.name) == [name("svc.example"), name("a.svc.example")])
    }

    @Test("passes over them also where another message had names of the zone in the same place")
    func outOfZoneInLaterMessage() throws {
        let first = [soaRecord(5), record("x.svc.example"), record("x.svc.example", 2)]
        let second = [record("other.example"), record("other.example", 2), soaRecord(5)]
        let answer = TransferAnswer(records: first + second, sizes: [3], questions: .none)
        let run = try TransferRun.of(answer.messages)
        #expect(run.sink.added.map(\.name) == [name("x.svc.example"), name("x.svc.example")])
        #expect(run.transfer.ignoredCount == 2)
    }

    @Test("has only records that a zone may have")
    func foreign() throws {
        var chaos = record("a.svc.example")
        chaos.recordClass = .ch
        var question = record("a.svc.example")
        for (foreign, type) in [
            (chaos, RecordType.a), (soaRecord(5, at: name("sub.svc.example")), .soa),
            (soaRecord(5, at: name("example")), .soa),
        ] {
            let answer = TransferAnswer(records: [soaRecord(5), foreign, soaRecord(5)])
            #expect(throws: TransferError.foreignRecord(foreign.name, type)) { try TransferRun.of(answer.messages) }
        }
        for type in [RecordType.any, .axfr, .tsig, .opt, RecordType(rawValue: 0)] {
            question.type = type
            let answer = TransferAnswer(records: [soaRecord(5), question, soaRecord(5)])
            #expect(throws: TransferError.foreignRecord(question.name, type)) { try TransferRun.of(answer.messages) }
        }
    }

    @Test("is limited in records and bytes, if the caller says so")
    func limits() throws {
        let messages = TransferAnswer(records: Self.zone, sizes: [4, 4]).messages
        let bytes = messages.reduce(0) { $0 + $1.count }
        var run = TransferRun(limits: .init(records: Self.zone.count, bytes: bytes))
        try run.take(messages)
        for limits in [ZoneTransfer.Limits(records: Self.zone.count - 1), .init(bytes: bytes - 1)] {
            var run = TransferRun(limits: limits)
            #expect(throws: TransferError.tooLarge) { try run.take(messages) }
        }
    }

    @Test("is asked for without what we know")
    func request() throws {
        var transfer = ZoneTransfer(zone: zoneName, known: nil)
        let message = try Message(decoding: transfer.request(id: 0xABCD))
        #expect(message == Message(header: Header(id: 0xABCD), questions: [Question(name: zoneName, type: .axfr)]))
    }
}
