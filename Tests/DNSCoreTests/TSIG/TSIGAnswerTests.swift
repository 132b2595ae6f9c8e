import Testing

@testable import DNSCore

@Suite("A signed request and its answer")
struct TSIGAnswerTests {
    /// Every algorithm with its whole MAC and with the shortest that RFC 8945 allows.
    static let variants: [(TSIGAlgorithm, Int)] = TSIGAlgorithm.allCases.flatMap {
        [($0, $0.fullMACLength * 8), ($0, $0.leastMACLength * 8)]
    }

    @Test("is taken with the right key, in every algorithm and truncation", arguments: variants)
    func roundTrip(algorithm: TSIGAlgorithm, bits: Int) throws {
        var exchange = try SignedExchange(testKey(algorithm, bits: bits))
        var response = try answer().bytes
        try exchange.server.sign(&response, at: newYear + 7)
        try exchange.client.verify(response.span, at: newYear + 9)
        let tsig = try #require(try TrailingTSIG.find(in: response.span))
        #expect(tsig.signature.mac.count == bits / 8)
        #expect(tsig.signature.algorithm == algorithm.name)
    }

    @Test("is taken whatever the case of the key's name")
    func nameCase() throws {
        var exchange = try SignedExchange(testKey(name: "KEY.example"), serverKey: testKey(name: "key.EXAMPLE"))
        var response = try answer().bytes
        try exchange.server.sign(&response, at: newYear)
        try exchange.client.verify(response.span, at: newYear)
    }

    @Test("is taken with another id in the header: the original one is signed")
    func forwarded() throws {
        var exchange = try SignedExchange(testKey())
        var response = try answer().bytes
        try exchange.server.sign(&response, at: newYear)
        response[0] ^= 0xFF
        try exchange.client.verify(response.span, at: newYear)
    }

    /// But for the header's id, which is not signed, and the case of names.
    @Test("is refused when any byte of it was changed")
    func tampering() throws {
        var exchange = try SignedExchange(testKey())
        var response = try answer().bytes
        try exchange.server.sign(&response, at: newYear)
        let client = exchange.client
        let start = try #require(try TrailingTSIG.find(in: response.span)).start
        for offset in 2..<response.count {
            for flip in [UInt8(1), 0x10, 0x20, 0x80, 0xFF] {
                let old = response[offset]
                response[offset] ^= flip
                if offset < start || asciiLowercased(old) != asciiLowercased(response[offset]) {
                    #expect(throws: TSIGError.self, "byte \(offset) ^ \(flip)") {
                        try client.verify(response.span, at: newYear)
                    }
                }
                response[offset] = old
            }
        }
        try client.verify(response.span, at: newYear)
    }

    @Test("is refused when the server has another secret")
    func otherSecret() throws {
        let client = try SignedExchange(testKey()).client
        var server = try SignedExchange(testKey(secret: [1, 2, 3])).server
        var response = try answer().bytes
        try server.sign(&response, at: newYear)
        #expect(throws: TSIGError.badSignature) { try client.verify(response.span, at: newYear) }
    }

    @Test("is refused when it answers another request")
    func otherRequest() throws {
        var other = try SignedExchange(testKey(), at: newYear + 1)
        var response = try answer().bytes
        try other.server.sign(&response, at: newYear)
        let client = try SignedExchange(testKey()).client
        #expect(throws: TSIGError.badSignature) { try client.verify(response.span, at: newYear) }
    }

    @Test("is refused under another key or algorithm")
    func otherKey() throws {
        let client = try SignedExchange(testKey()).client
        var response = try answer().bytes
        var server = try SignedExchange(testKey(name: "other")).server
        try server.sign(&response, at: newYear)
        #expect(throws: TSIGError.wrongKey(try DomainName("other"))) {
            try client.verify(response.span, at: newYear)
        }
        server = try SignedExchange(testKey(.hmacSHA512)).server
        try server.sign(&response, at: newYear)
        #expect(throws: TSIGError.wrongAlgorithm(try DomainName("hmac-sha512"))) {
            try client.verify(response.span, at: newYear)
        }
    }

    @Test("without a signature is an error of its own, which tells the answer's code")
    func unsigned() throws {
        let client = try SignedExchange(testKey()).client
        let response = try answer(responseCode: .refused).bytes
        let error = #expect(throws: TSIGError.unsignedAnswer(.refused)) {
            try client.verify(response.span, at: newYear)
        }
        #expect(error?.description.contains("REFUSED") == true)
    }

    @Test("is refused outside of the fudge, by one second, on either side")
    func time() throws {
        var exchange = try SignedExchange(testKey())
        var response = try answer().bytes
        try exchange.server.sign(&response, at: newYear, fudge: 10)
        let client = exchange.client
        for now in [newYear - 10, newYear + 10] { try client.verify(response.span, at: now) }
        for now in [newYear - 11, newYear + 11] {
            #expect(throws: TSIGError.badTime(serverTime: newYear, clientTime: now, fudge: 10)) {
                try client.verify(response.span, at: now)
            }
        }
        #expect(throws: TSIGError.badTime(serverTime: newYear, clientTime: 0, fudge: 10)) {
            try client.verify(response.span, at: 0)
        }
    }

    @Test("is refused with a shorter MAC than ours")
    func truncation() throws {
        var exchange = try SignedExchange(testKey(), serverKey: testKey(bits: 128))
        var response = try answer().bytes
        try exchange.server.sign(&response, at: newYear)
        let client = exchange.client
        #expect(throws: TSIGError.badTruncation(length: 16, least: 32)) {
            try client.verify(response.span, at: newYear)
        }
    }

    @Test("has its signature checked before its time, and its time before its truncation")
    func order() throws {
        let late = newYear + 301
        let badTime = TSIGError.badTime(serverTime: newYear, clientTime: late, fudge: 300)
        var exchange = try SignedExchange(testKey(), serverKey: testKey(bits: 128))
        var response = try answer().bytes
        try exchange.server.sign(&response, at: newYear)
        let client = exchange.client
        #expect(throws: badTime) { try client.verify(response.span, at: late) }
        response[20] ^= 1
        #expect(throws: TSIGError.badSignature) { try client.verify(response.span, at: late) }
    }

    @Test("that fails does not spoil the exchange for the right one")
    func forgery() throws {
        var exchange = try SignedExchange(testKey())
        var response = try answer().bytes
        try exchange.server.sign(&response, at: newYear)
        var forged = response
        forged[40] ^= 1
        #expect(throws: TSIGError.self) { try exchange.client.verifyNext(forged.span, at: newYear) }
        try exchange.client.verifyNext(response.span, at: newYear)
        try exchange.client.finish()
    }

    @Test("A request that is signed again bears one signature, the new one")
    func signedAgain() throws {
        var client = TSIGExchange(key: try testKey())
        var request = try query().bytes
        try client.sign(&request, at: newYear)
        let size = request.count
        try client.sign(&request, at: newYear + 5)
        #expect(request.count == size)
        let verifier = TSIGVerifier(keys: [try testKey()])
        guard case .verified = verifier.verify(request.span, at: newYear + 305) else {
            Issue.record("the second signature does not hold")
            return
        }
    }

    @Test("A request that leaves no room for a signature is an error, not a trap")
    func tooLong() throws {
        var client = TSIGExchange(key: try testKey())
        var message = try query()
        message.additionals = (0..<2).map { _ in
            RawRecord(name: .root, type: .txt, rdata: [UInt8](repeating: 0, count: 32_700))
        }
        var request = message.bytes
        #expect(throws: TSIGError.self) { try client.sign(&request, at: newYear) }
        var stub: [UInt8] = [1, 2, 3]
        #expect(throws: TSIGError.malformed(WireError(.truncated, at: 3))) {
            try client.sign(&stub, at: newYear)
        }
    }
}
