import Testing

@testable import DNSCore

@Suite("A signed answer of several messages")
struct TSIGStreamTests {
    @Test(
        "is taken with 0 to 99 unsigned messages between signed ones",
        arguments: ["s", "ss", "sss", "sus", "suus", "susus", "suuuuuuss"])
    func patterns(pattern: String) throws {
        var exchange = try SignedExchange(testKey())
        try verify(exchange.stream(pattern), with: exchange.client)
    }

    @Test("is taken with every number of unsigned messages up to 99", arguments: [1, 2, 50, 98, 99])
    func unsignedBetween(count: Int) throws {
        var exchange = try SignedExchange(testKey(.hmacSHA512, bits: 256))
        let pattern = "s" + String(repeating: "u", count: count) + "s"
        try verify(exchange.stream(pattern + pattern.dropFirst()), with: exchange.client)
    }

    @Test("is refused with 100 of them")
    func tooManyUnsigned() throws {
        var exchange = try SignedExchange(testKey())
        let stream = try exchange.stream("s" + String(repeating: "u", count: 100) + "s")
        #expect(throws: TSIGError.tooManyUnsigned) { try verify(stream, with: exchange.client) }
    }

    @Test("is refused when the first or the last message bears no signature")
    func ends() throws {
        var exchange = try SignedExchange(testKey())
        let stream = try exchange.stream("susu")
        #expect(throws: TSIGError.lastUnsigned) { try verify(stream, with: exchange.client) }
        #expect(throws: TSIGError.unsignedAnswer(.noError)) {
            try verify(Array(stream.dropFirst()), with: exchange.client)
        }
        #expect(throws: TSIGError.lastUnsigned) { try verify([], with: exchange.client) }
        try verify(Array(stream.prefix(3)), with: exchange.client)
    }

    @Test("is refused when a message is missing, doubled, swapped or changed, signed or not")
    func tampering() throws {
        var exchange = try SignedExchange(testKey())
        let client = exchange.client
        let stream = try exchange.stream("suusus")
        func refuses(_ comment: Comment, _ edit: (inout [[UInt8]]) -> Void) {
            var changed = stream
            edit(&changed)
            #expect(throws: TSIGError.self, comment) { try verify(changed, with: client) }
        }
        for index in 1..<5 {
            refuses("without message \(index)") { $0.remove(at: index) }
            refuses("message \(index) twice") { $0.insert($0[index], at: index) }
            refuses("message \(index) before the one before") { $0.swapAt(index, index - 1) }
        }
        for index in stream.indices {
            for offset in stream[index].indices.dropFirst(2) {
                refuses("byte \(offset) of message \(index)") { $0[index][offset] ^= 1 }
            }
        }
        for index in [1, 2, 4] { refuses("the id of unsigned message \(index)") { $0[index][0] ^= 1 } }
        try verify(stream, with: client)
    }

    @Test("is refused when a signature in it is out of time")
    func time() throws {
        var exchange = try SignedExchange(testKey())
        let stream = try exchange.stream("ss")
        let (first, second) = (stream[0], stream[1])
        try exchange.client.verifyNext(first.span, at: newYear)
        #expect(throws: TSIGError.badTime(serverTime: newYear, clientTime: newYear + 301, fudge: 300)) {
            try exchange.client.verifyNext(second.span, at: newYear + 301)
        }
    }
}
