import Testing

@testable import DNSCore

@Suite("Any message")
struct MessagePropertyTests {
    @Test("comes back from the wire as it was")
    func roundTrip() throws {
        var random = RandomMessage(seed: 2)
        for _ in 0..<2000 {
            let message = random.message()
            let bytes = try message.encoded()
            let decoded = try Message(decoding: bytes)
            #expect(decoded == message)
            #expect(try decoded.encoded() == bytes)
            // Equality ignores case; the bytes of names do not.
            #expect(decoded.answers.map(\.name.wire) == message.answers.map(\.name.wire))
        }
    }

    @Test("with damaged bytes is refused or read, and what was read can be written and read again")
    func damaged() throws {
        var random = RandomMessage(seed: 3)
        var accepted = 0
        for _ in 0..<3000 {
            let bytes = random.mutated(try random.message().encoded())
            guard let message = try? Message(decoding: bytes) else { continue }
            accepted += 1
            let again = try message.encoded()
            #expect(try Message(decoding: again) == message)
            for record in message.answers { _ = record.description }
        }
        #expect(200..<2800 ~= accepted)
    }

    @Test("cut short at any byte is an error")
    func truncated() throws {
        var random = RandomMessage(seed: 4)
        for _ in 0..<60 {
            let bytes = try random.message().encoded()
            for count in 0..<bytes.count {
                #expect(throws: WireError.self) { try Message(decoding: Array(bytes.prefix(count))) }
            }
            #expect(throws: WireError(.trailingBytes, at: bytes.count)) { try Message(decoding: bytes + [0]) }
        }
    }

    @Test("holds records whose text reads back as the same data")
    func text() throws {
        var random = RandomMessage(seed: 5)
        for _ in 0..<200 {
            for type in RandomMessage.types {
                let data = random.data(type)
                let read = try RecordData(type: type, text: data.description)
                #expect(read == data)
                #expect(try read.encoded() == data.encoded())
            }
        }
    }

    @Test("holds records whose RDATA survives byte for byte, known type or not")
    func dataPreserved() throws {
        var random = RandomMessage(seed: 6)
        for _ in 0..<200 {
            for type in RandomMessage.types {
                let bytes = try random.data(type).encoded()
                var reader = WireReader(bytes.span)
                #expect(try RecordData(type: type, reader: &reader).encoded() == bytes)
                var opaque = WireReader(bytes.span)
                let unknown = RecordType(rawValue: 65_399)
                #expect(try RecordData(type: unknown, reader: &opaque) == .opaque(unknown, bytes))
            }
        }
    }
}
