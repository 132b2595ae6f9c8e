/// The server's side: which keys it knows, and what it makes of a request (RFC 8945 section 5.2).
public struct TSIGVerifier: Sendable {
    private let keys: [DomainName: [TSIGKey]]

    /// Of several keys with one name, a request may be signed with any: that is how one takes the place of another.
    public init(keys: some Sequence<TSIGKey>) {
        self.keys = Dictionary(grouping: keys, by: \.name)
    }

    /// - Parameter seconds: Our clock, since 1970.
    public func verify(_ request: Span<UInt8>, at seconds: UInt64) -> TSIGVerdict {
        let found: TrailingTSIG?
        do { found = try TrailingTSIG.find(in: request) } catch { return .malformed(error) }
        guard let found else { return .unsigned }
        let now = seconds & 0xFFFF_FFFF_FFFF
        var verdict = TSIGVerdict.refused(TSIGRefusal(.badKey, of: found, error: .wrongKey(found.keyName)))
        for key in keys[found.keyName] ?? [] {
            verdict = verify(request, signedBy: found, with: key, at: now)
            // Another key of the name may be the right one only where the MAC does not hold with this one.
            if !verdict.isWrongKey { break }
        }
        return verdict
    }

    private func verify(
        _ request: Span<UInt8>, signedBy tsig: TrailingTSIG, with key: TSIGKey, at now: UInt64
    ) -> TSIGVerdict {
        let signature = tsig.signature
        guard key.algorithm.name == signature.algorithm else {
            return .refused(TSIGRefusal(.badKey, of: tsig, error: .wrongAlgorithm(signature.algorithm)))
        }
        var mac = RunningMAC(key: key)
        mac.update(signed: request, without: tsig)
        mac.update(variables: signature, key: key.name)
        let check = TSIGCheck(key: key, expected: mac.code, signature: signature, now: now)
        do { try check.checkMAC() } catch {
            let code: ResponseCode = error == .badSignature ? .badSignature : .noError
            return .refused(TSIGRefusal(code, of: tsig, error: error))
        }
        let responder = TSIGResponder(key: key, request: signature)
        do { try check.checkTime() } catch {
            return .refused(TSIGRefusal(.badTime, of: tsig, error: error, responder: responder))
        }
        do { try check.checkTruncation() } catch {
            return .refused(TSIGRefusal(.badTruncation, of: tsig, error: error, responder: responder))
        }
        return .verified(responder)
    }
}

/// What a server makes of a request.
public enum TSIGVerdict: Sendable {
    case unsigned
    /// Signed with a key that is known: answers go out through the responder.
    case verified(TSIGResponder)
    case refused(TSIGRefusal)
    case malformed(WireError)

    fileprivate var isWrongKey: Bool {
        if case .refused(let refusal) = self { refusal.code == .badSignature || refusal.code == .badKey } else { false }
    }
}
