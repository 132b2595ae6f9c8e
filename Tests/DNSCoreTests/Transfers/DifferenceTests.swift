import Testing

@testable import DNSCore

@Suite("What changed in a zone (IXFR)")
struct DifferenceTests {
    /// One difference for each serial: a record goes, two come.
    static func answer(from known: UInt32, to serial: UInt32) -> [RawRecord] {
        var records = [soaRecord(serial)]
        for step in known..<serial {
            records += [soaRecord(step), record("old\(step).svc.example"), soaRecord(step + 1)]
            records += [record("new\(step).svc.example"), record("svc.example", UInt8(step & 0xFF))]
        }
        return records + [soaRecord(serial)]
    }

    private func take(
        _ records: [RawRecord], known: UInt32, sizes: [Int] = [], over transport: ZoneTransfer.Transport = .stream
    ) throws(TransferError) -> TransferRun {
        let answer = TransferAnswer(records: records, sizes: sizes, type: .ixfr)
        return try TransferRun.of(answer.messages, known: known, over: transport)
    }

    @Test("arrives in one difference or in several, however it is cut into messages")
    func cuts() throws {
        for known: UInt32 in [2, 4] {
            let records = Self.answer(from: known, to: 5)
            let whole = try take(records, known: known)
            #expect(whole.outcome == .incremental(from: Serial(rawValue: known), to: soa(5)))
            #expect(whole.sink.removed.map(\.name) == (known..<5).map { name("old\($0).svc.example") })
            #expect(whole.sink.added.count == Int(5 - known) * 2)
            let cuts = (1..<records.count).map { [$0] } + [Array(repeating: 1, count: records.count)]
            for sizes in cuts {
                let run = try take(records, known: known, sizes: sizes)
                #expect(run.sink.events == whole.sink.events, "cut \(sizes)")
                #expect(run.outcome == whole.outcome)
            }
        }
    }

    @Test("does not end with the SOA of a difference, even as a message's last record")
    func midstreamSOA() throws {
        let records = Self.answer(from: 3, to: 5)
        for (index, record) in records.enumerated().dropFirst().dropLast() where record.type == .soa {
            let messages = TransferAnswer(records: records, sizes: [index + 1], type: .ixfr).messages
            var run = TransferRun(known: 3)
            try run.take([messages[0]])
            #expect(run.progress == .more)
            #expect(throws: TransferError.truncatedStream(records: index + 1)) { try run.transfer.endOfStream() }
            try run.take([messages[1]])
            #expect(run.progress == .finished(.incremental(from: Serial(rawValue: 3), to: soa(5))))
        }
    }

    @Test("may be condensed into one difference over many serials")
    func condensed() throws {
        let records = [soaRecord(900), soaRecord(3), record("a.svc.example"), soaRecord(900), soaRecord(900)]
        let run = try take(records, known: 3)
        #expect(run.outcome == .incremental(from: Serial(rawValue: 3), to: soa(900)))
        #expect(run.sink.events == [.removed(record("a.svc.example").resourceRecord)])
    }

    @Test("crosses the wrap of the serial (RFC 1982)")
    func wrap() throws {
        let top = UInt32.max
        let records = [
            soaRecord(1), soaRecord(top), record("a.svc.example"), soaRecord(0), soaRecord(0), soaRecord(1),
            record("b.svc.example"), soaRecord(1),
        ]
        let run = try take(records, known: top)
        #expect(run.outcome == .incremental(from: Serial(rawValue: top), to: soa(1)))
    }

    @Test("may come as the whole zone")
    func wholeZone() throws {
        for sizes in [[], [1], [1, 1], [2]] {
            let run = try take(WholeZoneTests.zone, known: 3, sizes: sizes)
            #expect(run.sink.events == WholeZoneTests.expected)
            #expect(run.outcome == .replaced(soa(5)))
        }
        let empty = try take([soaRecord(5), soaRecord(5)], known: 3)
        #expect(empty.sink.events == [.replacement])
    }

    @Test("may be nothing: one SOA, no newer than ours")
    func nothing() throws {
        #expect(try take([soaRecord(3)], known: 3).outcome == .upToDate(soa(3)))
        #expect(try take([soaRecord(2)], known: 3).outcome == .serverBehind(soa(2)))
        #expect(try take([soaRecord(3 &+ 0x8000_0000)], known: 3).outcome == .serverBehind(soa(3 &+ 0x8000_0000)))
        #expect(try take([soaRecord(.max)], known: 3).outcome == .serverBehind(soa(.max)))
        var run = try take([soaRecord(3)], known: 3)
        #expect(run.sink.events == [])
        #expect(throws: TransferError.incomplete) { try run.transfer.commit(into: &run.sink, signedBy: nil) }
    }

    @Test("is not offered by a server that sends a newer SOA and then closes")
    func loneSOA() throws {
        #expect(throws: TransferError.ixfrNotOffered(.noError)) { try take([soaRecord(5)], known: 3) }
    }

    @Test("fits into a datagram, or tells to use TCP")
    func datagram() throws {
        let whole = try take(Self.answer(from: 3, to: 5), known: 3, over: .datagram)
        #expect(whole.outcome == .incremental(from: Serial(rawValue: 3), to: soa(5)))
        #expect(try take([soaRecord(3)], known: 3, over: .datagram).outcome == .upToDate(soa(3)))
        #expect(try take([soaRecord(5)], known: 3, over: .datagram).outcome == .useTCP)
        let cut = Array(Self.answer(from: 3, to: 5).dropLast(2))
        #expect(try take(cut, known: 3, over: .datagram).outcome == .useTCP)
        var message = TransferAnswer(records: cut, type: .ixfr).messages[0]
        message[2] |= 0x02
        #expect(try TransferRun.of([message], known: 3, over: .datagram).outcome == .useTCP)
    }

    @Test("is refused when its serials do not follow on each other")
    func outOfSequence() throws {
        func mismatch(_ expected: UInt32, _ found: UInt32) -> TransferError {
            .serialMismatch(expected: Serial(rawValue: expected), found: Serial(rawValue: found))
        }
        let gap = [soaRecord(9), soaRecord(3), soaRecord(4), soaRecord(6), soaRecord(9), soaRecord(9)]
        #expect(throws: mismatch(4, 6)) { try take(gap, known: 3) }
        let early = [soaRecord(9), soaRecord(3), soaRecord(4), soaRecord(9)]
        #expect(throws: mismatch(4, 9)) { try take(early, known: 3) }
        let otherStart = [soaRecord(9), soaRecord(2), soaRecord(9), soaRecord(9)]
        #expect(throws: mismatch(3, 2)) { try take(otherStart, known: 3) }
        let late = Self.answer(from: 3, to: 5) + [record("a.svc.example")]
        #expect(throws: TransferError.dataAfterEnd) { try take(late, known: 3) }
    }

    @Test("applied, gives the zone that the server has, over random histories")
    func replay() throws {
        var random = FixedSeed(state: 1995)
        for _ in 0..<100 {
            let names = (0..<12).map { record("h\($0).svc.example") }
            var zone = Set(names.filter { _ in Bool.random(using: &random) })
            let before = Set(zone.map(\.resourceRecord))
            let known = UInt32.random(in: 0...UInt32.max, using: &random)
            let steps = UInt32.random(in: 1...6, using: &random)
            var stream = [soaRecord(known &+ steps)]
            for step in 0..<steps {
                let goes = zone.sorted { $0.name < $1.name }.filter { _ in Bool.random(using: &random) }
                zone.subtract(goes)
                let comes = names.filter { !zone.contains($0) && Bool.random(using: &random) }
                zone.formUnion(comes)
                stream += [soaRecord(known &+ step)] + goes + [soaRecord(known &+ step &+ 1)] + comes
            }
            stream.append(soaRecord(known &+ steps))
            let sizes = (0..<10).map { _ in Int.random(in: 1...5, using: &random) }
            var run = try take(stream, known: known, sizes: sizes)
            try run.transfer.commit(into: &run.sink, signedBy: nil)
            #expect(run.sink.applied(to: before) == Set(zone.map(\.resourceRecord)))
            #expect(run.sink.events.last == .committed(soa(known &+ steps)))
        }
    }

    @Test("is asked for with the SOA that we know")
    func request() throws {
        var transfer = ZoneTransfer(zone: zoneName, known: soa(3))
        let message = try Message(decoding: transfer.request(id: 1))
        #expect(message.questions == [Question(name: zoneName, type: .ixfr)])
        #expect(message.authorities == [ResourceRecord(name: zoneName, ttl: 0, data: .soa(soa(3)))])
    }
}
