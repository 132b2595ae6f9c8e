import DNSCore

/// Any bytes as a request, as the answer to one, and as the messages of a stream; and any well-formed message signed, which
/// the other side has to take, but not when a byte of it is changed.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let input = Array(UnsafeBufferPointer(start: start, count: count))
    guard let key, input.count > 2 else { return 0 }
    let message = Array(input.dropFirst(2))
    _ = verifier.verify(message.span, at: now)
    takeAsAnswers(message, cutAt: Int(input[0]), key: key)
    signAndTamper(message, at: Int(input[0]) << 8 | Int(input[1]), key: key)
    return 0
}

private let now: UInt64 = 1_767_225_600
private let key = try? TSIGKey(name: DomainName("key.example"), secret: [1, 2, 3, 4], macLength: 16)
private let verifier = TSIGVerifier(keys: key.map { [$0] } ?? [])
private let request: [UInt8] = [0, 7, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 6, 0, 1]

private func takeAsAnswers(_ bytes: [UInt8], cutAt cut: Int, key: TSIGKey) {
    var exchange = TSIGExchange(key: key)
    var asked = request
    guard (try? exchange.sign(&asked, at: now)) != nil else { fatalError("a request cannot be signed") }
    let (first, second) = (Array(bytes.prefix(cut)), Array(bytes.dropFirst(cut)))
    for part in [first, second, bytes] {
        precondition((try? exchange.verifyNext(part.span, at: now)) == nil, "a signature without the key")
    }
    precondition((try? exchange.finish()) == nil, "nothing was signed")
}

private func signAndTamper(_ bytes: [UInt8], at position: Int, key: TSIGKey) {
    var exchange = TSIGExchange(key: key)
    var signed = bytes
    guard (try? exchange.sign(&signed, at: now)) != nil else {
        precondition(signed.count <= bytes.count, "a request that is not signed grows")
        return
    }
    guard case .verified(var responder) = verifier.verify(signed.span, at: now) else {
        fatalError("what is signed does not hold")
    }
    var answer = bytes
    guard (try? responder.sign(&answer, at: now)) != nil else { fatalError("the answer is not signed") }
    precondition((try? exchange.verify(answer.span, at: now)) != nil, "the answer does not hold")
    // All but the id is signed. (Another bit may be the case of a name, which is not.)
    signed[2 + position % (signed.count - 2)] ^= 1
    if case .verified = verifier.verify(signed.span, at: now) {
        fatalError("a changed byte is not noticed")
    }
}
