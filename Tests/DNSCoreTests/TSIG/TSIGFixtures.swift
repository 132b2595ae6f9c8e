@testable import DNSCore

/// 2026-01-01 00:00:00 UTC
let newYear: UInt64 = 1_767_225_600

let secret = Array("a secret of some length for the tests".utf8)

func testKey(
    _ algorithm: TSIGAlgorithm = .hmacSHA256, bits: Int? = nil, name: String = "Key.Example", secret: [UInt8] = secret
) throws -> TSIGKey {
    try TSIGKey(name: DomainName(name), algorithm: algorithm, secret: secret, macLength: bits.map { $0 / 8 })
}

func query() throws -> RawMessage {
    RawMessage(question: Question(name: try DomainName("_http._tcp.svc.example"), type: .srv))
}

func answer(_ text: String = "x", responseCode: ResponseCode = .noError) throws -> RawMessage {
    var message = try query()
    message.flags = 0x8400 | responseCode.rawValue
    message.answers = [
        RawRecord(
            name: try DomainName("_http._tcp.svc.example"), type: .txt,
            rdata: [UInt8(text.utf8.count)] + text.utf8)
    ]
    return message
}

/// A request that was signed and verified: both sides, ready for answers.
struct SignedExchange {
    var client: TSIGExchange
    var server: TSIGResponder
    var request: [UInt8]

    init(_ key: TSIGKey, serverKey: TSIGKey? = nil, at seconds: UInt64 = newYear) throws {
        var request = try query().bytes
        client = TSIGExchange(key: key)
        try client.sign(&request, at: seconds)
        self.request = request
        guard case .verified(let responder) = TSIGVerifier(keys: [serverKey ?? key]).verify(request.span, at: seconds)
        else { throw NotVerified() }
        server = responder
    }

    struct NotVerified: Error {}

    /// A stream: `s` for a signed message, `u` for one without a signature.
    mutating func stream(_ pattern: String) throws -> [[UInt8]] {
        try pattern.enumerated().map { index, letter in
            var message = try answer("\(index)").bytes
            if letter == "s" {
                try server.sign(&message, at: newYear)
            } else {
                server.leaveUnsigned(message.span)
            }
            return message
        }
    }
}

/// Takes a whole stream and its end.
func verify(_ stream: [[UInt8]], with client: TSIGExchange, at seconds: UInt64 = newYear) throws(TSIGError) {
    var client = client
    for message in stream { try client.verifyNext(message.span, at: seconds) }
    try client.finish()
}
