import DNSCore
import PeerServers
import Testing

extension TSIGKey {
    /// The same as the peers' `PeerKey.test`.
    static func test(algorithm: TSIGAlgorithm = .hmacSHA256) throws -> TSIGKey {
        let secret = try #require(Base64.decode(PeerKey.test.secret))
        return try TSIGKey(name: DomainName(PeerKey.test.name), algorithm: algorithm, secret: secret)
    }
}

extension TSIGVerifier {
    /// What answers a request that the key has signed.
    func responder(for request: [UInt8], at seconds: UInt64) throws -> TSIGResponder {
        guard case .verified(let responder) = verify(request.span, at: seconds) else { throw NeverHappened() }
        return responder
    }
}
