import Testing

@testable import DNSCore

@Suite("What the server holds against a request")
struct TSIGRefusalTests {
    /// The server's refusal of a request signed with `key`, and what the client makes of its answer.
    private func refusal(
        of key: TSIGKey, by serverKey: TSIGKey, signedAt: UInt64 = newYear, serverTime: UInt64 = newYear,
        clientTime: UInt64 = newYear, edit: (inout [UInt8]) throws -> Void = { _ in }
    ) throws -> (refusal: TSIGRefusal, tsig: TrailingTSIG?, error: TSIGError?) {
        var client = TSIGExchange(key: key)
        var request = try query().bytes
        try client.sign(&request, at: signedAt)
        try edit(&request)
        let verdict = TSIGVerifier(keys: [serverKey]).verify(request.span, at: serverTime)
        guard case .refused(let refusal) = verdict else { throw NotRefused() }
        var response = try answer(responseCode: refusal.responseCode).bytes
        try refusal.sign(&response, at: serverTime)
        let exchange = client
        let error = #expect(throws: TSIGError.self) { try exchange.verify(response.span, at: clientTime) }
        return (refusal, try TrailingTSIG.find(in: response.span), error)
    }

    struct NotRefused: Error {}

    private func rejection(_ error: TSIGError?) throws -> TSIGRejection {
        guard case .rejected(let rejection) = error else { throw NotRefused() }
        return rejection
    }

    @Test("An unknown key is BADKEY, without a MAC, and not to be trusted")
    func badKey() throws {
        let result = try refusal(of: testKey(), by: testKey(name: "other"))
        #expect(result.refusal.responseCode == .notAuth)
        #expect(result.refusal.error == .wrongKey(try DomainName("key.example")))
        #expect(result.tsig?.signature.mac == [])
        #expect(result.tsig?.signature.error == .badKey)
        let rejection = try rejection(result.error)
        #expect(rejection.code == .badKey && !rejection.isAuthentic)
        #expect(rejection.description.contains("does not know the key Key.Example. (hmac-sha256)"))
    }

    @Test("A known key with another algorithm is BADKEY")
    func badAlgorithm() throws {
        let result = try refusal(of: testKey(), by: testKey(.hmacSHA1))
        #expect(result.tsig?.signature.error == .badKey)
        #expect(result.tsig?.signature.algorithm == TSIGAlgorithm.hmacSHA256.name)
    }

    @Test("Another secret is BADSIG, without a MAC: told apart from a signature that we find wrong")
    func badSignature() throws {
        let result = try refusal(of: testKey(), by: testKey(secret: [9]))
        #expect(result.refusal.error == .badSignature)
        #expect(result.tsig?.signature.mac == [])
        #expect(result.tsig?.signature.error == .badSignature)
        let rejection = try rejection(result.error)
        #expect(rejection.code == .badSignature && !rejection.isAuthentic)
        #expect(result.error != .badSignature)
    }

    @Test(
        "A clock that is off is BADTIME, signed, with the server's time",
        arguments: [(3600, "3600 s ahead of"), (-86400, "86400 s behind")])
    func badTime(offset: Int, text: String) throws {
        let serverTime = UInt64(Int(newYear) + offset)
        let result = try refusal(
            of: testKey(), by: testKey(), serverTime: serverTime, clientTime: newYear)
        let signature = try #require(result.tsig?.signature)
        #expect(signature.error == .badTime && signature.mac.count == 32)
        #expect(signature.timeSigned == newYear, "the client's time, so that its own check holds")
        #expect(signature.otherData.count == 6)
        let rejection = try rejection(result.error)
        #expect(rejection.isAuthentic)
        #expect(rejection.serverTime == serverTime && rejection.clientTime == newYear)
        #expect(rejection.description.contains("the server's clock is \(text) ours"))
    }

    @Test("A MAC shorter than the server's policy is BADTRUNC, signed")
    func badTruncation() throws {
        let result = try refusal(of: testKey(bits: 128), by: testKey(bits: 256))
        #expect(result.refusal.error == .badTruncation(length: 16, least: 32))
        #expect(result.tsig?.signature.error == .badTruncation)
        #expect(try rejection(result.error).isAuthentic)
    }

    @Test("Its signature is checked before its time, and its time before its truncation")
    func order() throws {
        let late = newYear + 301
        var result = try refusal(of: testKey(bits: 128, secret: [9]), by: testKey(), serverTime: late)
        #expect(result.refusal.code == .badSignature)
        result = try refusal(of: testKey(bits: 128), by: testKey(), serverTime: late)
        #expect(result.refusal.code == .badTime)
        result = try refusal(of: testKey(bits: 128), by: testKey(), serverTime: newYear + 300)
        #expect(result.refusal.code == .badTruncation)
    }

    @Test("A MAC shorter than is ever allowed is a format error, with no TSIG record in the answer")
    func formatError() throws {
        let result = try refusal(of: testKey(bits: 128), by: testKey(bits: 128)) { request in
            guard var tsig = try TrailingTSIG.find(in: request.span) else { return }
            tsig.signature.mac.removeLast()
            try request.removeTSIG()
            try request.append(tsig.signature, key: tsig.keyName)
        }
        #expect(result.refusal.responseCode == .formatError)
        #expect(result.refusal.code == .noError)
        #expect(result.tsig == nil)
    }

    @Test("A rejection whose signature was forged is a bad signature, not a rejection")
    func forgedBadTime() throws {
        var client = TSIGExchange(key: try testKey())
        var request = try query().bytes
        try client.sign(&request, at: newYear)
        let verdict = TSIGVerifier(keys: [try testKey()]).verify(request.span, at: newYear + 3600)
        guard case .refused(let refusal) = verdict else { throw NotRefused() }
        var response = try answer(responseCode: .notAuth).bytes
        try refusal.sign(&response, at: newYear + 3600)
        response[response.count - 1] ^= 1
        let exchange = client
        #expect(throws: TSIGError.badSignature) { try exchange.verify(response.span, at: newYear) }
    }

    @Test("A request without a signature, or none at all, is told apart")
    func otherVerdicts() throws {
        let verifier = TSIGVerifier(keys: [try testKey()])
        guard case .unsigned = verifier.verify(try query().bytes.span, at: newYear) else { throw NotRefused() }
        let stub: [UInt8] = [0, 0]
        guard case .malformed = verifier.verify(stub.span, at: newYear) else { throw NotRefused() }
    }
}
