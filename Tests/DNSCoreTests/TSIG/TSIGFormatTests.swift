import Testing

@testable import DNSCore

@Suite("The form of a TSIG record")
struct TSIGFormatTests {
    let tsig: RawRecord

    init() throws {
        var request = try query().bytes
        var client = TSIGExchange(key: try testKey())
        try client.sign(&request, at: newYear)
        let found = try #require(try TrailingTSIG.find(in: request.span))
        let rdata = Array(request[(found.start + found.keyName.wire.count + 10)...])
        tsig = RawRecord(name: found.keyName, type: .tsig, recordClass: .any, ttl: 0, rdata: rdata)
    }

    private func find(_ edit: (inout RawMessage) throws -> Void) throws -> TrailingTSIG? {
        var message = try query()
        message.additionals = [tsig]
        try edit(&message)
        return try TrailingTSIG.find(in: message.bytes.span)
    }

    @Test("is taken as the last record of all, after an OPT record too")
    func last() throws {
        #expect(try find { _ in } != nil)
        let opt = RawRecord(name: .root, type: .opt, recordClass: RecordClass(rawValue: 1232), ttl: 0)
        #expect(try find { $0.additionals.insert(opt, at: 0) } != nil)
        #expect(try find { $0.additionals = [opt] } == nil)
    }

    @Test("is an error anywhere else, or twice")
    func misplaced() throws {
        let other = RawRecord(name: .root, type: .txt, rdata: [0])
        #expect(throws: WireError.self) { try find { $0.additionals.append(other) } }
        #expect(throws: WireError.self) { try find { $0.additionals.append(tsig) } }
        #expect(throws: WireError.self) { try find { ($0.additionals, $0.answers) = ([], [tsig]) } }
        #expect(throws: WireError.self) { try find { ($0.additionals, $0.authorities) = ([], [tsig]) } }
    }

    @Test("is an error with a class, a time to live or lengths that do not fit")
    func misshapen() throws {
        #expect(throws: WireError.self) { try find { $0.additionals[0].recordClass = .in } }
        #expect(throws: WireError.self) { try find { $0.additionals[0].ttl = 1 } }
        #expect(throws: WireError.self) { try find { $0.additionals[0].rdata.append(0) } }
        #expect(throws: WireError.self) { try find { $0.additionals[0].rdata.removeLast() } }
        #expect(throws: WireError.self) { try find { $0.additionals[0].rdata = [] } }
    }

    @Test("leaves no byte behind it")
    func trailing() throws {
        var message = try query()
        message.additionals = [tsig]
        let bytes = message.bytes + [0]
        #expect(throws: WireError(.trailingBytes, at: bytes.count - 1)) { try TrailingTSIG.find(in: bytes.span) }
    }

    @Test("Bytes at random and signed messages mutated at random never trap")
    func hostile() throws {
        var random = FixedSeed(state: 8945)
        var exchange = try SignedExchange(testKey())
        var signed = try answer().bytes
        try exchange.server.sign(&signed, at: newYear)
        let verifier = TSIGVerifier(keys: [try testKey()])
        for round in 0..<20_000 {
            var bytes = signed
            if round % 4 == 0 { bytes = (0..<Int.random(in: 0...80, using: &random)).map { _ in random.byte() } }
            for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] = random.byte()
            }
            if Bool.random(using: &random) { bytes.removeLast(Int.random(in: 0...bytes.count, using: &random)) }
            _ = verifier.verify(bytes.span, at: newYear)
            var client = exchange.client
            try? client.verifyNext(bytes.span, at: newYear)
            try? client.sign(&bytes, at: newYear)
        }
    }
}

extension FixedSeed {
    mutating func byte() -> UInt8 { UInt8(truncatingIfNeeded: next()) }
}
