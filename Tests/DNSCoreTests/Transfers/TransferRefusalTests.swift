import Testing

@testable import DNSCore

@Suite("A server that does not transfer the zone")
struct TransferRefusalTests {
    private func answer(_ code: ResponseCode) -> [UInt8] {
        RawMessage(id: 7, flags: 0x8000 | code.rawValue, question: Question(name: zoneName, type: .axfr)).bytes
    }

    @Test(
        "says how, in the first message or a later one",
        arguments: [
            (ResponseCode.refused, TransferError.refused(.refused)), (.serverFailure, .refused(.serverFailure)),
            (.notAuth, .notAuthoritative), (.formatError, .refused(.formatError)),
            (.notImplemented, .refused(.notImplemented)),
        ])
    func responseCode(code: ResponseCode, error: TransferError) throws {
        #expect(throws: error) { try TransferRun.of([answer(code)]) }
        let start = TransferAnswer(records: [soaRecord(5)] + records(2), sizes: [2]).messages
        #expect(throws: error) { try TransferRun.of(start + [answer(code)]) }
    }

    @Test("of differences offers the whole zone, or should be asked for it")
    func noDifferences() throws {
        for code in [ResponseCode.formatError, .notImplemented] {
            #expect(throws: TransferError.ixfrNotOffered(code)) { try TransferRun.of([answer(code)], known: 3) }
        }
        #expect(throws: TransferError.refused(.refused)) { try TransferRun.of([answer(.refused)], known: 3) }
        let nothing = TransferAnswer(records: [], type: .ixfr).messages
        #expect(throws: TransferError.ixfrNotOffered(.noError)) { try TransferRun.of(nothing, known: 3) }
    }

    @Test("may just close the connection")
    func closes() {
        #expect(throws: TransferError.truncatedStream(records: 0)) { try TransferRun.of([]) }
    }

    @Test("A message with another id is told apart, and does not harm the transfer")
    func wrongID() throws {
        let messages = TransferAnswer(records: WholeZoneTests.zone, sizes: [3]).messages
        var run = TransferRun()
        var stray = messages[0]
        stray[1] = 8
        #expect(throws: TransferError.wrongID(expected: 7, found: 8)) { try run.take([stray]) }
        try run.take(messages)
        #expect(run.sink.events == WholeZoneTests.expected)
    }

    @Test("A message that is no answer to the question is refused")
    func wrongAnswer() throws {
        let good = TransferAnswer(records: WholeZoneTests.zone)
        var asQuery = good.messages[0]
        asQuery[2] &= 0x7F
        var asNotify = good.messages[0]
        asNotify[2] |= 0x20
        var otherType = good
        otherType.type = .ixfr
        var otherZone = RawMessage(id: 7, flags: 0x8400, question: Question(name: name("example"), type: .axfr))
        otherZone.answers = good.records
        var twoQuestions = good.messages[0]
        twoQuestions[5] = 2
        for message in [asQuery, asNotify, otherType.messages[0], otherZone.bytes, twoQuestions] {
            #expect(throws: TransferError.wrongAnswer) { try TransferRun.of([message]) }
        }
    }

    @Test("A message cut short is no part of a stream")
    func truncated() throws {
        var message = TransferAnswer(records: WholeZoneTests.zone).messages[0]
        message[2] |= 0x02
        #expect(throws: TransferError.truncatedMessage) { try TransferRun.of([message]) }
    }

    @Test("A malformed message says where")
    func malformed() throws {
        let message = TransferAnswer(records: WholeZoneTests.zone).messages[0]
        #expect(throws: TransferError.malformed(WireError(.truncated, at: 10))) {
            try TransferRun.of([Array(message.prefix(11))])
        }
        #expect(throws: TransferError.malformed(WireError(.trailingBytes, at: message.count))) {
            try TransferRun.of([message + [0]])
        }
        for count in 12..<message.count {
            #expect(throws: TransferError.self) { try TransferRun.of([Array(message.prefix(count))]) }
        }
    }

    @Test("Messages mutated at random never trap, and end in an error or an outcome")
    func hostile() throws {
        var random = FixedSeed(state: 5936)
        let difference = DifferenceTests.answer(from: 3, to: 5)
        let streams = [
            TransferAnswer(records: WholeZoneTests.zone, sizes: [5, 5]).messages,
            TransferAnswer(records: difference, sizes: [4, 4], type: .ixfr).messages,
        ]
        for round in 0..<6_000 {
            var messages = streams[round % 2]
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let index = Int.random(in: messages.indices, using: &random)
                let offset = Int.random(in: 2..<messages[index].count, using: &random)
                messages[index][offset] = random.byte()
            }
            for transport in [ZoneTransfer.Transport.stream, .datagram] {
                _ = try? TransferRun.of(messages, known: round % 2 == 0 ? nil : 3, over: transport)
            }
        }
    }
}
